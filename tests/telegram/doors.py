"""The door into the offline Telegram that python-telegram-bot uses in the same process."""

import json
from typing import Any

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from tests.telegram.core import Telegram
from tests.telegram.files import Upload
from tests.telegram.methods import call


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
        params = _parameters(request_data)
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


def _parameters(data: RequestData | None) -> dict[str, Any]:
    """What python-telegram-bot sends, with its files."""
    if data is None:
        return {}
    params: dict[str, Any] = dict(data.json_parameters)
    if data.contains_files:
        for name, (filename, content, mime) in data.multipart_data.items():
            raw = content if isinstance(content, bytes) else content.read()
            params[name] = Upload(filename, raw, mime)
    return params
