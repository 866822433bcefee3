"""Answers in HTTP/1.1, taken out of what arrives on a connection; llhttp reads them."""

from typing import Final, NamedTuple

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

LARGEST: Final = 50_000_000
"""Bytes of an answer with its head; those of the Bot API are far smaller."""
LONGEST_HEAD: Final = 65_536
_FINAL: Final = 200
"""Answers below this number are followed by another one."""
_LENGTHS: Final = (b"content-length", b"transfer-encoding")
"""The headers that say where an answer ends; otherwise the end of the connection does."""


class NotHttp(Exception):
    """What arrived is no answer in HTTP/1.1, or is too large."""


class Answer(NamedTuple):
    """An answer.

    Attributes:
        status: the status code.
        body: the body.
        kept: whether the connection stays open.
    """

    status: int
    body: bytes
    kept: bool


class Reader:
    """Reads the answers of one connection, one after the other; the parser calls its `on_...`."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self.begin()

    def begin(self) -> None:
        """Expect an answer."""
        self._parts: list[bytes] = []
        self._size = self._status = 0
        self._in_body = self._counted = self._kept = self._done = False

    def feed(self, data: bytes) -> Answer | None:
        """Take what has arrived; the answer, once it is complete.

        Raises:
            NotHttp: it is none, or too large.
        """
        self._size += len(data)
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            if not self._done:
                raise NotHttp(str(error)) from error
            self._kept = False  # what stands behind an answer was not asked for
        if self._done:
            return self._answer()
        if self._size > (LARGEST if self._in_body else LONGEST_HEAD):
            message = f"{self._size} bytes"
            raise NotHttp(message)
        return None

    def end(self) -> Answer | None:
        """The answer that the end of the connection completes, if it does."""
        self._kept = False
        return self._answer() if self._in_body and not self._counted else None

    def on_message_begin(self) -> None:
        """An answer begins."""
        if self._done:
            raise NotHttp
        self._counted = False

    def on_header(self, name: bytes, _: bytes) -> None:
        """A header is there."""
        self._counted |= name.lower() in _LENGTHS

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._status = self._parser.get_status_code()
        self._kept = self._parser.should_keep_alive()
        self._in_body = self._status >= _FINAL

    def on_body(self, body: bytes) -> None:
        """Some of the body is there."""
        self._parts.append(body)

    def on_message_complete(self) -> None:
        """All of an answer is there, or of a notice before it."""
        self._done = self._in_body

    def _answer(self) -> Answer:
        return Answer(self._status, b"".join(self._parts), self._kept)
