"""All errors, one class per meaning; the message is the sentence for the user."""

from __future__ import annotations


class TerralexError(Exception):
    """Base class of all errors shown to the user; never raised itself."""


class NoBackend(TerralexError):
    """No server is set up, or the local one does not run."""


class ServerUnreachable(TerralexError):
    """Nobody answers at the address."""


class ServerTimeout(TerralexError):
    """The server did not respond in time."""


class TokenRefused(TerralexError):
    """The server does not accept the token."""


class TooLarge(TerralexError):
    """The request is larger than the server accepts."""


class ServerFault(TerralexError):
    """The server failed; this is not the user's fault."""


class BadReply(TerralexError):
    """The reply is incomplete, or this plugin does not understand it."""


class Refused(TerralexError):
    """The server refused the request; with its own sentence."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class JobFailed(TerralexError):
    """A job ended with an error; the server's own sentence."""


class Cancelled(TerralexError):
    """The user stopped it."""


class LayerNotUsable(TerralexError):
    """The layer no longer exists, is invalid, or cannot be rendered for the requested area."""


class BadInput(TerralexError):
    """An input of the user cannot be used; the sentence names it."""


class OutputNotWritable(TerralexError):
    """The result cannot be written to its destination."""


class InstallFailed(TerralexError):
    """The local server could not be installed or started."""


SERVER_ERRORS = (NoBackend, ServerUnreachable, ServerTimeout, TokenRefused, InstallFailed)
"""Errors that are resolved in the options."""
