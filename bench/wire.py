"""HTTP as a Bot API server needs it, and no more: a request in, an answer out, kept alive.

It is as cheap as it can be, so that what is measured is the bot and not what it talks to.
"""

import asyncio
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, cast
from urllib.parse import unquote_plus

Json = dict[str, Any]
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_END: Final = b"\r\n\r\n"

Reply = Callable[[bytes], None]
Handle = Callable[[str, bytes, Reply], None]
"""Takes the path and the body of a request, and what sends the body of the answer."""


class Connection(asyncio.Protocol):
    """One connection of a client that waits for each answer before it asks again."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - of the base class
        """See Protocol."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """See Protocol."""
        self._read = self._read + data if self._read else data
        end = self._read.find(_END)
        if end < 0:
            return
        found = _LENGTH.search(self._read, 0, end)
        whole = end + len(_END) + (int(found[1]) if found else 0)
        if len(self._read) < whole:
            return
        request, self._read = self._read[:whole], self._read[whole:]
        path = request[: request.find(b"\r\n")].split(b" ", 2)[1].decode()
        self._handle(path, request[end + len(_END) :], self._reply)

    def _reply(self, body: bytes) -> None:
        if self._transport is not None:
            head = (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            )
            self._transport.write(head % len(body) + body)


def parameters(body: bytes) -> Json:
    """The parameters of a call: JSON or a form. Values that are objects stay as JSON text."""
    if body[:1] == b"{":
        values = json.loads(body)
        return {name: _text(value) for name, value in values.items()}
    pairs = (pair.partition("=") for pair in body.decode().split("&") if pair)
    return {name: _unquoted(value) for name, _, value in pairs}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@lru_cache(maxsize=10_000)
def _unquoted(value: str) -> str:
    return unquote_plus(value)
