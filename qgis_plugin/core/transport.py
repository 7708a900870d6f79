"""One request and its reply, over QGIS's network manager: its proxies, certificates and limits hold here too.

To be used off the main thread, where waiting blocks nobody.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from qgis.core import QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QElapsedTimer, QEventLoop, QObject, QTimer, QUrl, pyqtSlot
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
        timeout_s: maximum silence of the server, in seconds; that of the connection if None.
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
    """A reply: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


class _NoProxy(QNetworkProxyFactory):
    """Leads straight to this machine: a proxy elsewhere cannot reach it."""

    def queryProxy(self, query: object) -> list[QNetworkProxy]:
        return [QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)]


def send(connection: Connection, request: Request, feedback: QgsFeedback) -> Reply:
    """Send and wait; statuses of 400 and above are replies, too.

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
        _forget_end_of(reply)
        timed_out = _Wait(reply, request.timeout_s or connection.timeout_s, request.grace_s, feedback).until_done()
        outcome = _taken_down(reply)
        reply.deleteLater()
        # An error that is raised below keeps this frame: the reply must not live in it, for Qt deletes it soon.
        del reply
    finally:
        if factory is not None:
            manager.removeProxyFactory(factory)
    if feedback.isCanceled() and not (request.grace_s and outcome.error == _FINE):
        raise Cancelled(tr("Cancelled."))
    return _read(connection, outcome, timed_out)


def _forget_end_of(reply: QNetworkReply) -> None:
    """Keep PyQt from taking note, in the main thread and some time later, that a reply has been deleted.

    It knows the reply by its address alone, where the next one may be by then, which it would declare dead.
    """
    with suppress(TypeError):
        reply.destroyed.disconnect()


def _qt_request(connection: Connection, request: Request) -> QNetworkRequest:
    whole = request.path.startswith(("http://", "https://"))
    qt_request = QNetworkRequest(QUrl(request.path if whole else connection.url + request.path))
    qt_request.setAttribute(
        QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    )
    qt_request.setAttribute(
        QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
    )
    qt_request.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, False)
    # A server elsewhere never gets the token, even where a reply of ours names it.
    if connection.token and (not whole or request.path.startswith(f"{connection.url}/")):
        qt_request.setRawHeader(b"Authorization", b"Bearer " + connection.token.encode("utf-8"))
    for name, value in request.headers:
        qt_request.setRawHeader(name.encode("ascii"), value.encode("utf-8"))
    return qt_request


class _Wait(QObject):
    """Waits for one reply, in the thread that sent the request.

    Its methods are true slots: functions would be held by objects of PyQt that go later, and hold the reply till then.
    """

    def __init__(self, reply: QNetworkReply, timeout_s: float, grace_s: float, feedback: QgsFeedback) -> None:
        super().__init__()
        self._reply = reply
        self._grace_ms = 1000 * grace_s
        self._feedback = feedback
        self._loop, self._silence, self._watch, self._nudge = QEventLoop(), QTimer(), QTimer(), QTimer()
        self._silence.setSingleShot(True)
        self._silence.setInterval(round(timeout_s * 1000))
        self._cancelled_for = QElapsedTimer()
        self._timed_out = self._nudging = False
        self._silence.timeout.connect(self._give_up)
        self._watch.timeout.connect(self._look)
        self._nudge.timeout.connect(self._hold_qgis_back)
        reply.downloadProgress.connect(self._heard)
        reply.uploadProgress.connect(self._heard)
        reply.finished.connect(self._loop.quit)

    def until_done(self) -> bool:
        """Until the reply is whole, the user cancels, or the server is silent for too long; whether it was."""
        # Looked at, not connected: the feedback is cancelled in another thread, whose call must not touch the reply.
        self._watch.start(20)
        self._silence.start()
        self._nudge.start(max(QgsNetworkAccessManager.timeout() // 3, 100))
        if not self._reply.isFinished():
            self._loop.exec()
        for timer in (self._silence, self._watch, self._nudge):
            timer.stop()
        return self._timed_out

    @pyqtSlot()
    def _give_up(self) -> None:
        self._timed_out = True
        self._reply.abort()

    @pyqtSlot()
    def _heard(self) -> None:
        if not self._nudging:
            self._silence.start()

    @pyqtSlot()
    def _hold_qgis_back(self) -> None:
        # QGIS ends a request that makes no progress for a minute; whoever may wait longer says that it does.
        self._nudging = True
        self._reply.downloadProgress.emit(0, -1)
        self._nudging = False

    @pyqtSlot()
    def _look(self) -> None:
        if self._feedback.isCanceled() and not self._cancelled_for.isValid():
            self._cancelled_for.start()
        if self._cancelled_for.isValid() and self._cancelled_for.elapsed() >= self._grace_ms:
            self._reply.abort()


@dataclass(frozen=True)
class _Outcome:
    """What a reply of Qt said, without it."""

    status: int | None
    error: QNetworkReply.NetworkError
    reason: str
    headers: dict[str, str]
    body: bytes


def _taken_down(reply: QNetworkReply) -> _Outcome:
    headers = {
        bytes(name).decode("latin-1").lower(): bytes(reply.rawHeader(name)).decode("latin-1")
        for name in reply.rawHeaderList()
    }
    status = reply.attribute(_STATUS)
    reason = reply.errorString().rstrip(".")
    return _Outcome(None if status is None else int(status), reply.error(), reason, headers, bytes(reply.readAll()))


def _read(connection: Connection, outcome: _Outcome, timed_out: bool) -> Reply:
    if timed_out or outcome.error in (
        QNetworkReply.NetworkError.OperationCanceledError,
        QNetworkReply.NetworkError.TimeoutError,
    ):
        raise ServerTimeout(
            tr("The server at {url} did not respond in time: check whether it is busy.", url=connection.url)
        )
    if outcome.status is None:
        url, reason = connection.url, outcome.reason
        raise ServerUnreachable(tr("The server at {url} does not respond: {reason}.", url=url, reason=reason))
    if outcome.error != _FINE and outcome.status < 400:
        raise BadReply(tr("The server's reply was incomplete: try again."))
    return Reply(outcome.status, outcome.headers, outcome.body)
