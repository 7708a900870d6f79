"""What can go wrong, a class a meaning; the text of each is the one sentence that the user reads."""

from __future__ import annotations


class TerralexError(Exception):
    """Anything the plugin tells its user; never raised itself."""


class NoBackend(TerralexError):
    """No server is set up, or the local one does not run."""


class ServerUnreachable(TerralexError):
    """Nobody answers at the address."""


class ServerTimeout(TerralexError):
    """The server was asked and said nothing in time."""


class TokenRefused(TerralexError):
    """The server does not accept the token."""


class TooLarge(TerralexError):
    """The server does not accept so much at once."""


class ServerFault(TerralexError):
    """The server failed; that is not the user's doing."""


class BadReply(TerralexError):
    """The reply is cut off, or is not what this plugin understands."""


class Refused(TerralexError):
    """The server says why it does not do what it was asked; its own sentence."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class JobFailed(TerralexError):
    """A job ended with an error; the server's own sentence."""


class Cancelled(TerralexError):
    """The user stopped it."""


class LayerNotUsable(TerralexError):
    """The layer is gone, not valid, or cannot be drawn where it was asked for."""


class BadInput(TerralexError):
    """Something the user gave cannot be used; the sentence names it."""


class OutputNotWritable(TerralexError):
    """The result cannot be written where it should go."""


class InstallFailed(TerralexError):
    """The local server could not be installed or started."""


SERVER_ERRORS = (NoBackend, ServerUnreachable, ServerTimeout, TokenRefused, InstallFailed)
"""What is put right in the options."""
