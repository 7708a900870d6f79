"""One request and its reply, over QGIS's network manager: its proxies, certificates and limits hold here too.

To be used off the main thread, where waiting blocks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QElapsedTimer, QEventLoop, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkReply, QNetworkRequest

from .connection import Connection
from .errors import BadReply, Cancelled, ServerTimeout, ServerUnreachable
from .translation import tr

_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute
_FINE = QNetworkReply.NetworkError.NoError


@dataclass(frozen=True)
class Request:
    """What is asked: a method, a path below the server's address or a whole address, headers and a body.

    Attributes:
        timeout_s: how long the server may say nothing; that of the connection if None.
        grace_s: how long a cancelled request still waits for its reply: the id of a job that was begun is in it.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    timeout_s: float | None = None
    grace_s: float = 0.0


@dataclass(frozen=True)
class Reply:
    """What was answered: the status, headers by their name in lower case, the body."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


class _NoProxy(QNetworkProxyFactory):
    """Leads straight to this machine: a proxy elsewhere cannot reach it."""

    def queryProxy(self, query: object) -> list[QNetworkProxy]:
        return [QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)]


def send(connection: Connection, request: Request, feedback: QgsFeedback) -> Reply:
    """Send and wait; statuses of 400 and more are replies too.

    Raises:
        Cancelled: the feedback was cancelled meanwhile.
        ServerUnreachable, ServerTimeout, BadReply: there is no whole reply.
    """
    if feedback.isCanceled():
        raise Cancelled(tr("Cancelled."))
    manager = QgsNetworkAccessManager.instance()
    factory = _NoProxy() if connection.loopback else None
    if factory is not None:
        manager.insertProxyFactory(factory)
    try:
        body = QByteArray(request.body)
        reply = manager.sendCustomRequest(_qt_request(connection, request), request.method.encode(), body)
        timed_out = _wait(reply, request.timeout_s or connection.timeout_s, request.grace_s, feedback)
        try:
            if feedback.isCanceled() and not (request.grace_s and reply.error() == _FINE):
                raise Cancelled(tr("Cancelled."))
            return _read(connection, reply, timed_out)
        finally:
            reply.deleteLater()
    finally:
        if factory is not None:
            manager.removeProxyFactory(factory)


def _qt_request(connection: Connection, request: Request) -> QNetworkRequest:
    whole = request.path.startswith(("http://", "https://"))
    made = QNetworkRequest(QUrl(request.path if whole else connection.url + request.path))
    made.setAttribute(
        QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    )
    made.setAttribute(
        QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
    )
    made.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, False)
    # A server elsewhere never gets the token, even where a reply of ours names it.
    if connection.token and (not whole or request.path.startswith(f"{connection.url}/")):
        made.setRawHeader(b"Authorization", b"Bearer " + connection.token.encode("utf-8"))
    for name, value in request.headers:
        made.setRawHeader(name.encode("ascii"), value.encode("utf-8"))
    return made


def _wait(reply: QNetworkReply, timeout_s: float, grace_s: float, feedback: QgsFeedback) -> bool:
    """Until the reply is whole, the user cancels, or the server is silent for too long; whether it was."""
    loop, silence = QEventLoop(), QTimer()
    silence.setSingleShot(True)
    silence.setInterval(round(timeout_s * 1000))
    silent: list[bool] = []

    def give_up() -> None:
        silent.append(True)
        reply.abort()

    def heard(*_: object) -> None:
        silence.start()

    silence.timeout.connect(give_up)
    reply.downloadProgress.connect(heard)
    reply.uploadProgress.connect(heard)
    reply.finished.connect(loop.quit)
    watch = QTimer()
    watch.setInterval(20)
    cancelled_for = QElapsedTimer()

    def look() -> None:
        if feedback.isCanceled() and not cancelled_for.isValid():
            cancelled_for.start()
        if cancelled_for.isValid() and cancelled_for.elapsed() >= 1000 * grace_s:
            reply.abort()

    # Looked at, not connected: the feedback is cancelled in another thread, whose call must not touch the reply.
    watch.timeout.connect(look)
    watch.start()
    silence.start()
    if not reply.isFinished():
        loop.exec()
    silence.stop()
    watch.stop()
    return bool(silent)


def _read(connection: Connection, reply: QNetworkReply, timed_out: bool) -> Reply:
    status = reply.attribute(_STATUS)
    error = reply.error()
    if timed_out or error in (
        QNetworkReply.NetworkError.OperationCanceledError,
        QNetworkReply.NetworkError.TimeoutError,
    ):
        raise ServerTimeout(
            tr("The server at {url} said nothing for too long: look whether it is busy.", url=connection.url)
        )
    body = bytes(reply.readAll())
    if status is None:
        reason = reply.errorString().rstrip(".")
        raise ServerUnreachable(tr("The server at {url} does not answer: {reason}.", url=connection.url, reason=reason))
    headers = {
        bytes(name).decode("latin-1").lower(): bytes(reply.rawHeader(name)).decode("latin-1")
        for name in reply.rawHeaderList()
    }
    if error != _FINE and status < 400:
        raise BadReply(tr("The reply of the server was cut off: try again."))
    return Reply(int(status), headers, body)
