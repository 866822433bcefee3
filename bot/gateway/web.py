"""The HTTP side: Telegram's webhook, /health and /metrics."""

import asyncio
import contextlib
import hmac
import json
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.config import Config
from bot.errors import AddressTaken, SettingWrong, StoreError, WebhookMissing
from bot.gateway import inbound
from bot.gateway.connecting import post_updates
from bot.gateway.health import Health
from bot.gateway.inbox import Inbox
from bot.metrics import exposition

SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST: Final = 1_000_000
"""Bytes of an update; Telegram's are far smaller."""
AT_ONCE: Final = 200
"""Updates that are being stored at the same time; more are told to come again."""
AGAIN: Final = {"Retry-After": "1"}
GRACE: Final = 1.0
"""Seconds that requests in flight have when the process stops."""
PAGES: Final = ("/health", "/metrics")
DEFAULT: Final = "127.0.0.1:8080"
"""Where the webhook is served unless the operator says otherwise: behind a reverse proxy."""
CONNECTIONS: Final = 40
"""Updates that Telegram posts at the same time; they share commits."""
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")

log = structlog.get_logger()


def secret_for(token: str) -> str:
    """The secret of the webhook: the same in all processes that share a token.

    Args:
        token: the bot token, which can't be told from the secret.
    """
    return hmac.new(token.encode(), b"postbode webhook", sha256).hexdigest()


@dataclass
class Hook:
    """Takes the updates that Telegram posts: 200 only when they are committed.

    Attributes:
        inbox: takes updates in.
        secret: what Telegram sends along.
        stopping: whether no more updates are taken.
        busy: updates that are being stored.
    """

    inbox: Inbox
    secret: str
    stopping: bool = False
    busy: int = 0

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        if self.stopping or self.busy >= AT_ONCE:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=AGAIN)
        self.busy += 1
        try:
            return await self._taken(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        finally:
            self.busy -= 1

    async def _taken(self, request: Request) -> Response:
        body = await _read(request)
        if body is None:
            log.error("an update is too large and was refused")
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = inbound.read(_parsed(body))
        if update is None:  # it would come again for ever, and be no better
            log.error("an update that can't be read was left out")
            return Response()
        try:
            await self.inbox.take([update])
        except StoreError as error:
            log.warning("an update could not be stored; it comes again", reason=str(error))
        except Exception:
            log.exception("an update could not be taken in; it comes again", update=update.id)
        else:
            return Response()
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=AGAIN)


async def _read(request: Request) -> bytes | None:
    """The body; None when it is too large, of which no more is read."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@dataclass
class Pages:
    """Tells how the service is doing.

    Attributes:
        health: looks after it.
    """

    health: Health

    async def show_health(self, _: Request) -> Response:
        """200 when all is well; 503 with a line for each cause."""
        causes = await self.health.causes()
        status = HTTPStatus.SERVICE_UNAVAILABLE if causes else HTTPStatus.OK
        return PlainTextResponse("\n".join(causes or ["ok"]) + "\n", status)

    async def show_metrics(self, _: Request) -> Response:
        """Everything that is counted."""
        text = exposition(self.health.inbox.counts, await self.health.gauges())
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def application(pages: Pages, hook: Hook | None, path: str) -> Starlette:
    """Everything that is served.

    Args:
        pages: health and metrics.
        hook: takes updates; None when they are fetched.
        path: where Telegram posts them.
    """
    routes = [
        Route("/health", pages.show_health),
        Route("/metrics", pages.show_metrics),
    ]
    if hook is not None:
        routes.append(Route(path, hook.__call__, methods=["POST"]))
    return Starlette(routes=routes)


def listen(address: str) -> socket.socket:
    """Open the port.

    Args:
        address: HOST:PORT.

    Raises:
        AddressTaken: it can't be opened.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family)
    except OSError as error:
        raise AddressTaken(address=address, reason=error.strerror or error) from None


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the service."""
        yield


class Web:
    """The HTTP side of a service: open from the moment that it is made."""

    def __init__(self, config: Config, health: Health) -> None:
        """Open the port.

        Args:
            config: the operator's settings.
            health: looks after the service; where nothing is fetched, Telegram posts.

        Raises:
            WebhookMissing: Telegram is to post updates, and it is not configured where.
            SettingWrong: the webhook has the address of another page, or a secret that is none.
            AddressTaken: the port can't be opened.
        """
        self._config = config
        self._hook = None if health.polling else Hook(health.inbox, _secret(config))
        path = _path(config.webhook_url) if self._hook else ""
        self._app = application(Pages(health), self._hook, path)
        self._address = config.http or DEFAULT
        self._socket = listen(self._address)

    async def announce(self, bot: Bot, say: Callable[[str], object]) -> None:
        """Say where it is open: to the operator, and to Telegram.

        Raises:
            ConfigError: Telegram does not take the webhook, or does not answer.
        """
        pages = f"http://{self._address}/health and /metrics"
        if self._hook is None:
            say(f"Open: {pages}")
            return
        await post_updates(bot, self._config, self._hook.secret, CONNECTIONS)
        say(f"Webhook: {self._config.webhook_url}, served at http://{self._address}")
        say(f"Open: {pages}")

    async def run(self) -> None:
        """Serve until cancelled; then requests in flight are answered, and new ones put off."""
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",  # httptools, which it would take, bounds no head
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve([self._socket]))
        try:
            await asyncio.shield(serving)
        finally:
            if self._hook is not None:
                self._hook.stopping = True
            server.should_exit = True
            await asyncio.wait([serving], timeout=GRACE)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


def _secret(config: Config) -> str:
    secret = config.webhook_secret.get_secret_value() if config.webhook_secret else ""
    if secret and not _SECRET.fullmatch(secret):
        reason = "use 1 to 256 letters, digits, _ and -"
        raise SettingWrong(setting="POSTBODE_WEBHOOK_SECRET", reason=reason)
    return secret or secret_for(config.bot_token())


def _path(url: str | None) -> str:
    if url is None:
        raise WebhookMissing
    path = urlsplit(url).path or "/"
    if path in PAGES:
        raise SettingWrong(setting="POSTBODE_WEBHOOK_URL", reason=f"{path} is another page")
    return path
