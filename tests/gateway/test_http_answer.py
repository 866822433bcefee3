"""Answers in HTTP/1.1, whole, in pieces, and what is none."""

from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.gateway.http_answer import LARGEST, Answer, NotHttp, Reader

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
ANSWERS = {
    PLAIN: Answer(200, b"{}", kept=True),
    b"HTTP/1.1 404 \r\ncontent-length:2\r\nX: y\r\n\r\n{}": Answer(404, b"{}", kept=True),
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: Close\r\n\r\n{}": Answer(
        200, b"{}", kept=False
    ),
    b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}": Answer(200, b"{}", kept=False),
    b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n": Answer(
        200, b"", kept=True
    ),
    b"HTTP/1.1 204 No Content\r\n\r\n": Answer(204, b"", kept=True),
    b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN: Answer(200, b"{}", kept=True),
    CHUNKED: Answer(200, b"{}", kept=True),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"2\r\n\r\n\r\n0\r\nTrailer: x\r\n\r\n": Answer(200, b"\r\n", kept=True),
}


def fed(pieces: Iterable[bytes], reader: Reader | None = None) -> list[Answer | None]:
    """What comes of each piece."""
    reader = reader or Reader()
    return [reader.feed(piece) for piece in pieces]


@pytest.mark.parametrize("sent", ANSWERS)
def test_an_answer_is_read_once_it_is_there(sent: bytes) -> None:
    """An answer is told when its last byte has arrived, and not before."""
    *early, last = fed(sent[at : at + 1] for at in range(len(sent)))
    assert early == [None] * (len(sent) - 1)
    assert [last] == fed([sent]) == [ANSWERS[sent]]


def test_answers_follow_each_other() -> None:
    """A connection gives one answer after the other; nothing of one is left in the next."""
    reader = Reader()
    for sent, answer in list(ANSWERS.items()) * 2:
        if answer.kept:
            reader.begin()
            assert fed([sent], reader) == [answer]


@pytest.mark.parametrize("more", [b"junk", PLAIN, b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_nobody_asked_for_ends_the_connection(more: bytes) -> None:
    """Bytes behind an answer don't change it, and its connection is not used again."""
    assert fed([PLAIN + more]) == [Answer(200, b"{}", kept=False)]


def test_without_a_length_the_end_of_the_connection_ends_it() -> None:
    """An answer that does not say where it ends is complete when the server closes."""
    reader = Reader()
    assert fed([b"HTTP/1.1 502 Bad Gateway\r\n\r\n", b"<html>"], reader) == [None, None]
    assert reader.end() == Answer(502, b"<html>", kept=False)


@pytest.mark.parametrize(
    "sent", [b"", PLAIN[:10], PLAIN[:-1], b"HTTP/1.1 100 Continue\r\n\r\n", CHUNKED[:-1]]
)
def test_half_an_answer_is_none(sent: bytes) -> None:
    """An answer that was cut short is not taken for a whole one."""
    reader = Reader()
    reader.feed(sent)
    assert reader.end() is None


@pytest.mark.parametrize(
    "sent",
    [
        b"SSH-2.0",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 huh\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000,
    ],
)
def test_what_is_no_answer_is_told(sent: bytes) -> None:
    """What is not HTTP/1.1, or has no end, ends the waiting."""
    with pytest.raises(NotHttp):
        fed([sent])


def test_no_answer_fills_the_memory() -> None:
    """More than LARGEST is refused, however it is told."""
    reader, piece = Reader(), b"x" * (LARGEST // 10)
    reader.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    with pytest.raises(NotHttp):
        fed([piece] * 10, reader)


@given(some.lists(some.binary(max_size=80), max_size=3))
def test_anything_may_arrive(sent: list[bytes]) -> None:
    """Whatever arrives is an answer, not yet one, or none: never another error."""
    for start in (b"", b"HTTP/1.1 200 OK\r\n", PLAIN[:-4]):
        reader = Reader()
        with suppress(NotHttp):
            fed([start, *sent], reader)
            reader.end()
