"""python-telegram-bot's requests over aiohttp, which costs a tenth of httpx's CPU time."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple, cast

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT: Final = 5.0
"""Seconds to reach the Bot API."""
READ: Final = 15.0
"""Seconds to wait for its answer, unless the call says otherwise."""


Upload = tuple[str, bytes, str]
"""The name of a file, its bytes and its MIME type."""
_JSON: Final = {"Content-Type": "application/json"}
_TIMEOUT: Final = aiohttp.ClientTimeout(sock_connect=CONNECT, sock_read=READ)


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
    return await bot.request.post(f"{bot.base_url}/{method}", fields(parameters, files))


class AiohttpRequest(BaseRequest):
    """A connection pool to the Bot API."""

    def __init__(self, connections: int = 100) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return READ

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature of the base class
        self,
        url: str,
        method: str,
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
        if self._session is None:
            message = "the request pool is closed"
            raise NetworkError(message)
        timeout = _TIMEOUT
        if read_timeout is not BaseRequest.DEFAULT_NONE:
            timeout = aiohttp.ClientTimeout(sock_connect=CONNECT, sock_read=read_timeout)
        data, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError(_reason(error)) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise TimedOut(_reason(error)) from error


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks a bot to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _body(request_data: RequestData | None) -> tuple[Any, Mapping[str, str] | None]:
    """What is sent, and its headers: JSON, or a form when files go along."""
    if request_data is None:
        return None, None
    parameters: Mapping[str, Any] = request_data.json_parameters
    if not request_data.contains_files:
        return json.dumps(parameters, separators=(",", ":")).encode(), _JSON
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a name as it stands here
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None


def _reason(error: BaseException) -> str:
    """What went wrong, without the address: it holds the token."""
    cause = getattr(error, "os_error", None) or error
    return getattr(cause, "strerror", None) or type(cause).__name__
