"""python-telegram-bot's requests over a client of our own (bot/gateway/http_client.py)."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple, cast

import httpx
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.gateway.http_client import Client, Unreachable
from bot.gateway.http_connection import Lost

CONNECT: Final = 5.0
"""Seconds to reach the Bot API."""
READ: Final = 15.0
"""Seconds to wait for its answer, unless the call says otherwise."""
Upload = tuple[str, bytes, str]
"""The name of a file, its bytes and its MIME type."""
_JSON: Final = "application/json"


class _Fields(NamedTuple):
    """What `do_request` reads of a RequestData, which is final and has no public way to be made."""

    json_parameters: Mapping[str, Any]
    multipart_data: Mapping[str, Upload]

    @property
    def contains_files(self) -> bool:
        return bool(self.multipart_data)


def fields(parameters: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> RequestData:
    """The parameters of a call that is not made through a method of Bot.

    Args:
        parameters: as JSON types.
        files: what is attached, by the names that the parameters give them.
    """
    return cast("RequestData", _Fields(parameters, files or {}))


async def call(
    bot: Bot, method: str, parameters: Mapping[str, Any], files: Mapping[str, Upload] | None = None
) -> Any:  # noqa: ANN401 - JSON
    """Make a call with plain JSON: no object of python-telegram-bot is built.

    Args:
        bot: the bot.
        method: the name of a method of the Bot API.
        parameters: its parameters, as JSON types.
        files: what is attached, by the names that the parameters give them.

    Returns:
        What Telegram answered, as JSON types.

    Raises:
        TelegramError: what Telegram refused, or that it can't be reached.
    """
    return await posted(bot.request, f"{bot.base_url}/{method}", fields(parameters, files))


async def posted(request: BaseRequest, url: str, data: RequestData, **options: float) -> Any:  # noqa: ANN401 - JSON
    """What Telegram answered.

    Raises:
        TelegramError: what it refused, or that it can't be reached, or that the answer is none.
    """
    try:
        return await request.post(url, data, **options)
    except (KeyError, TypeError, AttributeError) as error:  # JSON, but not what Telegram answers
        message = "Invalid server response"
        raise TelegramError(message) from error


class HttpRequest(BaseRequest):
    """A connection pool to the Bot API."""

    def __init__(self, connections: int = 100) -> None:
        self._connections = connections
        self._client: Client | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return READ

    async def initialize(self) -> None:
        """Open the pool."""
        if self._client is None:
            self._client = Client(self._connections, CONNECT)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature of the base class
        self,
        url: str,
        method: str,  # noqa: ARG002 - the Bot API takes POST for everything
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """Make one call; see BaseRequest.

        Raises:
            TimedOut: the call was written and no answer came: its fate is not known.
            NetworkError: the Bot API can't be reached; the call was not made.
        """
        if self._client is None:
            message = "the request pool is closed"
            raise NetworkError(message)
        patience = read_timeout if isinstance(read_timeout, (int, float)) else READ
        body, kind = _body(request_data)
        try:
            answer = await self._client.post(url, body, kind, patience)
        except Unreachable as error:
            raise NetworkError(str(error)) from error
        except Lost as error:
            raise TimedOut(str(error)) from error
        return answer.status, answer.body


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks a bot to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _body(request_data: RequestData | None) -> tuple[bytes, str]:
    """What is sent, and its MIME type: JSON, or a form when files go along."""
    if request_data is None:
        return b"{}", _JSON
    parameters: Mapping[str, Any] = request_data.json_parameters
    if not request_data.contains_files:
        return json.dumps(parameters, separators=(",", ":")).encode(), _JSON
    texts = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }
    form = httpx.Request("POST", "", data=texts, files=dict(request_data.multipart_data))
    return form.read(), form.headers["Content-Type"]
