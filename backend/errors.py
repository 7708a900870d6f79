"""Everything that can go wrong, one class a meaning, each with the sentence the user reads.

The command line maps these to exit codes and the service to HTTP statuses; nobody else formats errors.
Messages are one sentence that names the file or field and says what to do about it.
"""

from __future__ import annotations


class TerralexError(Exception):
    """Base of every error that is the input's or the machine's fault, not the program's."""


class LayerNotReadable(TerralexError):
    """The file is missing, empty, damaged, or not a raster."""


class SourceMissing(LayerNotReadable):
    """A file that the layer is made of is not there."""


class LayerNotGeoreferenced(TerralexError):
    """The raster has no CRS or geotransform, or only ground control points."""


class LayerEmpty(TerralexError):
    """The raster holds no valid pixel."""


class OutsideLayer(TerralexError):
    """The asked extent does not meet the layer."""


class BadOption(TerralexError):
    """An option, a setting or a field has a value that cannot be used."""


class ConceptOfOtherModel(BadOption):
    """The concept was taught with another model than the one that is to use it."""


class EmptyQuery(TerralexError):
    """The query has no words in it."""


class ModelUnavailable(TerralexError):
    """The model is unknown, damaged, or not on this machine and cannot be fetched."""


class IndexNotUsable(TerralexError):
    """The index is damaged, locked by another run, or made by something else."""


class IndexOfNewerVersion(IndexNotUsable):
    """An index folder was written by a newer Terralex; it is left alone."""


class OutputNotWritable(TerralexError):
    """The result cannot be written where it was asked for."""


class Cancelled(TerralexError):
    """The user stopped the work; what is done so far is kept and will be resumed."""


class JobNotFound(TerralexError):
    """No job has this id: it never was, or it has expired."""


class JobCrashed(TerralexError):
    """A job ended by a fault of the program; its traceback is in the server's log, never in the sentence."""


class JobStoreUnavailable(TerralexError):
    """The jobs cannot be read or written now."""


class StateInUse(TerralexError):
    """Another server runs on the same state folder."""


class DiskFull(TerralexError):
    """The server's disk has no room left for what the job writes."""


class OutOfMemory(TerralexError):
    """The machine has not enough memory for what was asked."""


class DeviceOutOfMemory(OutOfMemory):
    """The device cannot hold the model, or not even one image beside it."""


class ProcessNotFound(TerralexError):
    """The service has no process of this id."""


class ResultNotReady(TerralexError):
    """The job has not ended yet."""


class JobFailed(TerralexError):
    """The job ended without a result."""


class JobDismissed(TerralexError):
    """The job was stopped on request."""


class TooManyJobs(TerralexError):
    """The queue of jobs is full."""


class CollectionNotFound(TerralexError):
    """No index and no result has this id."""


class SearchNotFound(TerralexError):
    """No saved search has this id."""


class LayerNotFound(TerralexError):
    """No layer has this id, its pixels are not complete, or its file has gone."""


class UploadNotFound(TerralexError):
    """No upload has this id: it never was, or it has expired."""


class UploadConflict(TerralexError):
    """What is sent does not fit what the upload has: another offset, another sender, or parts missing."""


class ChecksumMismatch(TerralexError):
    """What arrived is not what was sent."""


class QuotaExceeded(TerralexError):
    """Uploads and fetched tiles have no room left."""


class SourceNotAllowed(TerralexError):
    """The online source is not on the list of hosts that may be asked, or wants to lead elsewhere."""


class ServiceUnreachable(TerralexError):
    """No service of Terralex answers at the address."""


class ServiceRefused(TerralexError):
    """The service refused a request for a reason that has no class of its own, such as a wrong token."""
