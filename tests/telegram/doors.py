"""Two doors into the offline Telegram: in the process, and HTTP on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import web
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from tests.telegram.core import Telegram
from tests.telegram.faults import Fault
from tests.telegram.methods import call

HANG: Final = 60.0
"""Seconds that a time-out lasts over HTTP; clients give up long before."""


class InProcess(BaseRequest):
    """python-telegram-bot's requests, answered in the process."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """No answer takes any time."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature of the base class
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ANN401
        write_timeout: Any = None,  # noqa: ANN401
        connect_timeout: Any = None,  # noqa: ANN401
        pool_timeout: Any = None,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Carry out a call; a fault of the network becomes the error a bot would see."""
        token, name = url.rpartition("/bot")[2].split("/")
        params = dict(request_data.json_parameters) if request_data else {}
        fault = self._telegram.fault_for(name)
        if fault is None:
            status, body = call(self._telegram, token, name, params)
            return status, json.dumps(body).encode()
        if fault.taken:
            call(self._telegram, token, name, params)
        if fault.network == "time-out":
            raise TimedOut
        if fault.network == "reset":
            reason = "connection reset"
            raise (TimedOut if fault.taken else NetworkError)(reason)
        return fault.status, json.dumps(fault.body()).encode()


@asynccontextmanager
async def serve(telegram: Telegram) -> AsyncIterator[str]:
    """Open the HTTP door on a free port of 127.0.0.1; yields the root of the Bot API."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", _Door(telegram).handle)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


class _Door:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        token, method = request.match_info["token"], request.match_info["method"]
        params = dict(request.query) | await _body(request)
        fault = self._telegram.fault_for(method)
        if fault is not None:
            return await self._spoiled(request, fault, token, method, params)
        if method == "getUpdates":
            await self._long_poll(params)
        status, body = call(self._telegram, token, method, params)
        return web.json_response(body, status=status)

    async def _spoiled(
        self, request: web.Request, fault: Fault, token: str, method: str, params: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.taken:
            call(self._telegram, token, method, params)
        if fault.network == "time-out":
            await asyncio.sleep(HANG)
        if fault.network and request.transport:
            request.transport.abort()
        return web.json_response(fault.body(), status=fault.status or 500)

    async def _long_poll(self, params: dict[str, Any]) -> None:
        """Confirm what the offset confirms, then wait until there is an update."""
        timeout = float(params.get("timeout") or 0)
        self._telegram.confirm(int(params.get("offset") or 0))
        arrived = asyncio.Event()
        listener = arrived.set
        self._telegram.listeners.append(listener)
        try:
            if not self._telegram.pending:
                async with asyncio.timeout(timeout):
                    await arrived.wait()
        except TimeoutError:
            pass
        finally:
            self._telegram.listeners.remove(listener)


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: str(value) for name, value in (await request.post()).items()}
