"""All expected errors, one class per meaning, each with a sentence for the user.

The command line maps these to exit codes and the service to HTTP statuses; no other module formats errors.
A message is one sentence that names the file or field and says what to do about it.
"""

from __future__ import annotations


class TerralexError(Exception):
    """Base class of all errors caused by the input or the machine, not by a bug."""


class LayerNotReadable(TerralexError):
    """The file is missing, empty, damaged, or not a raster."""


class SourceMissing(LayerNotReadable):
    """A file that the layer consists of does not exist."""


class LayerNotGeoreferenced(TerralexError):
    """The raster has no CRS or geotransform, or only ground control points."""


class LayerEmpty(TerralexError):
    """The raster has no valid pixel."""


class OutsideLayer(TerralexError):
    """The requested extent does not intersect the layer."""


class BadOption(TerralexError):
    """An option, a setting or a field has a value that cannot be used."""


class ConceptOfOtherModel(BadOption):
    """The concept was taught with another model than the one that is to use it."""


class EmptyQuery(TerralexError):
    """The query contains no words."""


class ModelUnavailable(TerralexError):
    """The model is unknown, damaged, or not on this machine and cannot be fetched."""


class IndexNotUsable(TerralexError):
    """The index is damaged, locked by another run, or belongs to another model."""


class IndexOfNewerVersion(IndexNotUsable):
    """An index folder was written by a newer version of Terralex; it is not touched."""


class IndexStorageFailed(TerralexError):
    """The object store where an index lies does not answer or refuses; nothing is known of the index itself."""


class OutputNotWritable(TerralexError):
    """The result cannot be written to the requested place."""


class Cancelled(TerralexError):
    """The user stopped the work; completed parts are kept and the work can be resumed."""


class JobNotFound(TerralexError):
    """There is no job with this id: it never existed or has expired."""


class JobCrashed(TerralexError):
    """A job ended because of an internal error; the traceback is in the server's log, never in the message."""


class JobStoreUnavailable(TerralexError):
    """The job database cannot be read or written at the moment."""


class StateInUse(TerralexError):
    """Another server is using the same state folder."""


class DiskFull(TerralexError):
    """The server's disk is full."""


class OutOfMemory(TerralexError):
    """The machine does not have enough memory for the request."""


class DeviceOutOfMemory(OutOfMemory):
    """The device cannot hold the model, or not even one image beside it."""


class ProcessNotFound(TerralexError):
    """There is no process with this id."""


class ResultNotReady(TerralexError):
    """The job has not ended yet."""


class JobFailed(TerralexError):
    """The job ended without a result."""


class JobDismissed(TerralexError):
    """The job was stopped on request."""


class TooManyJobs(TerralexError):
    """The queue of jobs is full."""


class CollectionNotFound(TerralexError):
    """There is no index and no result with this id."""


class SearchNotFound(TerralexError):
    """There is no saved search with this id."""


class LayerNotFound(TerralexError):
    """There is no layer with this id, its pixels are incomplete, or its file no longer exists."""


class UploadNotFound(TerralexError):
    """There is no upload with this id: it never existed or has expired."""


class UploadConflict(TerralexError):
    """The request does not match the state of the upload: wrong offset, concurrent sender, or missing parts."""


class ChecksumMismatch(TerralexError):
    """The received data differ from those sent."""


class QuotaExceeded(TerralexError):
    """The quota of uploads and fetched tiles is used up."""


class SourceNotAllowed(TerralexError):
    """The online source is not on the list of allowed hosts, or redirects elsewhere."""


class ServiceUnreachable(TerralexError):
    """No Terralex service answers at the address."""


class ServiceRefused(TerralexError):
    """The service refused a request for a reason without its own class, such as a wrong token."""
