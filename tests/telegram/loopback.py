"""The door into the offline Telegram for whole processes: HTTP on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from aiohttp import web

from tests.telegram.core import Telegram
from tests.telegram.faults import Fault
from tests.telegram.files import Upload
from tests.telegram.methods import call, check_token
from tests.telegram.refused import SET_WEBHOOK, TWO_POLLS, Refused, refuse
from tests.telegram.webhook import Webhook

Json = dict[str, Any]
HANG: Final = 60.0
"""Seconds that a time-out lasts; clients give up long before."""
LARGEST_UPLOAD: Final = 50_000_000


@asynccontextmanager
async def serve(
    telegram: Telegram, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> AsyncIterator[str]:
    """Open the HTTP door on a free port of 127.0.0.1; yields the root of the Bot API.

    Args:
        telegram: the state.
        sleep: waits between two attempts to deliver to a webhook.
    """
    door = _Door(telegram)
    app = web.Application(client_max_size=LARGEST_UPLOAD)
    app.router.add_get("/file/bot{token}/{path:.+}", door.download)
    app.router.add_route("*", "/bot{token}/{method}", door.handle)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    delivery = asyncio.create_task(Webhook(telegram, sleep).run())
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        delivery.cancel()
        with suppress(asyncio.CancelledError):
            await delivery
        await runner.cleanup()


class _Door:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._polling: asyncio.Event | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        token, method = request.match_info["token"], request.match_info["method"]
        params = dict(request.query) | await _body(request)
        fault = self._telegram.fault_for(method)
        if fault is not None:
            return await self._spoiled(request, fault, token, method, params)
        try:
            if method.lower() == "getupdates":
                check_token(self._telegram, token)
                await self._long_poll(params)
        except Refused as error:
            return web.json_response(error.body(), status=error.status)
        status, body = call(self._telegram, token, method, params)
        return web.json_response(body, status=status)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that a bot fetches."""
        file = self._telegram.files.at(request.match_info["path"])
        if request.match_info["token"] != self._telegram.token or file is None:
            return web.json_response(Refused(404, "Not Found").body(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _spoiled(
        self, request: web.Request, fault: Fault, token: str, method: str, params: Json
    ) -> web.StreamResponse:
        if fault.taken:
            call(self._telegram, token, method, params)
        if fault.network == "time-out":
            await asyncio.sleep(HANG)
        if fault.network and request.transport:
            request.transport.abort()
        return web.json_response(fault.body(), status=fault.status or 500)

    async def _long_poll(self, params: Json) -> None:
        """Confirm what the offset confirms, then wait until there is an update.

        Raises:
            Refused: another poll or a webhook came in between.
        """
        if self._polling is not None:
            self._polling.set()
        ended = self._polling = asyncio.Event()
        if self._telegram.webhook:
            return
        self._telegram.confirm(int(params.get("offset") or 0))
        arrived = asyncio.Event()
        await self._wait(arrived, ended, float(params.get("timeout") or 0))
        if self._polling is not ended:
            refuse(TWO_POLLS, 409)
        self._polling = None
        if self._telegram.webhook:
            refuse(SET_WEBHOOK, 409)

    async def _wait(self, arrived: asyncio.Event, ended: asyncio.Event, seconds: float) -> None:
        """Until something arrives, another poll begins, or the time is over."""

        def wake() -> None:
            arrived.set()

        self._telegram.listeners.append(wake)
        either = [asyncio.create_task(event.wait()) for event in (arrived, ended)]
        try:
            if not self._telegram.pending:
                await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._telegram.listeners.remove(wake)
            for task in either:
                task.cancel()


async def _body(request: web.Request) -> Json:
    """The parameters of a call: JSON, a form, or a form with files."""
    if request.content_type == "application/json":
        return dict(await request.json())
    params: Json = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            params[name] = value if isinstance(value, str) else bytes(value).decode()
    return params
