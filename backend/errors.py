"""Everything that can go wrong, one class a meaning, each with the sentence the user reads.

The command line maps these to exit codes and the service to HTTP statuses; nobody else formats errors.
Messages are one sentence that names the file or field and says what to do about it.
"""

from __future__ import annotations


class TerralexError(Exception):
    """Base of every error that is the input's or the machine's fault, not the program's."""


class LayerNotReadable(TerralexError):
    """The file is missing, empty, damaged, or not a raster."""


class LayerNotGeoreferenced(TerralexError):
    """The raster has no CRS or geotransform, or only ground control points."""


class LayerEmpty(TerralexError):
    """The raster holds no valid pixel."""


class OutsideLayer(TerralexError):
    """The asked extent does not meet the layer."""


class BadOption(TerralexError):
    """An option, a setting or a field has a value that cannot be used."""


class EmptyQuery(TerralexError):
    """The query has no words in it."""


class ModelUnavailable(TerralexError):
    """The model is unknown, damaged, or not on this machine and cannot be fetched."""


class IndexNotUsable(TerralexError):
    """The index is damaged, locked by another run, or made by something else."""


class OutputNotWritable(TerralexError):
    """The result cannot be written where it was asked for."""


class Cancelled(TerralexError):
    """The user stopped the work; what is done so far is kept and will be resumed."""
