"""The HTTP client against servers that behave, and that do not."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from bot.gateway import http_client
from bot.gateway.http_client import Client, Unreachable
from bot.gateway.http_connection import Lost

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[str]:
    """A server on loopback; yields an address on it."""
    ended: list[asyncio.Task[None]] = []

    async def followed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended.append(asyncio.current_task())  # type: ignore[arg-type]  # there is one
        try:
            await serve(reader, writer)
        finally:
            writer.close()
            await writer.wait_closed()

    listening = await asyncio.start_server(followed, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot1:x/getMe"
    await moments()  # who was let in at the last moment
    await asyncio.gather(*ended, return_exceptions=True)


async def moments(count: int = 8) -> None:
    """Let everything happen that can."""
    for _ in range(count):
        await asyncio.sleep(0)


async def read(reader: asyncio.StreamReader) -> bytes:
    """A request, or nothing where there is none."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    return head + await reader.readexactly(length)


def answering(*answers: bytes, counts: list[bytes] | None = None, close: bool = False) -> Serve:
    """A server that gives these answers on each connection, one for each request."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            request = await read(reader)
            if not request:
                break
            if counts is not None:
                counts.append(request)
            writer.write(answer)
            await writer.drain()
        if not close:
            await reader.read()

    return serve


@asynccontextmanager
async def client(connections: int = 5, patience: float = 10) -> AsyncIterator[Client]:
    """A client, closed afterwards."""
    made = Client(connections, patience)
    yield made
    await made.close()


async def post(made: Client, url: str, patience: float = 5) -> tuple[int, bytes]:
    """Post something; returns the status and the body."""
    answer = await made.post(url, b'{"a":1}', "application/json", patience)
    return answer.status, answer.body


async def test_a_request_is_whole() -> None:
    """What is sent has a line, a host, a type and a length."""
    requests: list[bytes] = []
    async with server(answering(OK, counts=requests)) as url, client() as made:
        assert await post(made, url) == (200, b"{}")
    host = url.split("/")[2].encode()
    assert requests == [
        b"POST /bot1:x/getMe HTTP/1.1\r\nHost: %b\r\nContent-Type: application/json\r\n"
        b'Content-Length: 7\r\n\r\n{"a":1}' % host
    ]


async def test_a_connection_is_kept() -> None:
    """The next call goes over the same connection."""
    requests: list[bytes] = []
    async with server(answering(OK, OK, counts=requests)) as url, client() as made:
        assert [await post(made, url) for _ in range(2)] == [(200, b"{}")] * 2
    assert len(requests) == 2


@pytest.mark.parametrize(
    "answer",
    [OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), OK + b"and more"],
)
async def test_a_connection_that_ends_is_not_used_again(answer: bytes) -> None:
    """After the server's "close", or bytes that nobody asked for, a new one is opened."""
    async with server(answering(answer)) as url, client() as made:
        assert await post(made, url) == (200, b"{}")
        await asyncio.sleep(0)
        assert await post(made, url) == (200, b"{}")


async def test_an_old_connection_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was idle for long is closed, and a new one opened."""
    monkeypatch.setattr(http_client, "IDLE", 0.0)
    async with server(answering(OK)) as url, client() as made:
        assert [await post(made, url) for _ in range(2)] == [(200, b"{}")] * 2


async def test_a_connection_that_is_being_closed_is_not_written_to() -> None:
    """A call that begins in the moment in which the end of a connection is seen takes another."""
    requests: list[bytes] = []
    closed = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await read(reader))
        writer.write(OK)
        writer.close()
        await writer.wait_closed()
        closed.set()

    async with server(serve) as url, client() as made:
        for count in (1, 2, 3, 4):
            assert await post(made, url) == (200, b"{}")
            await closed.wait()
            closed.clear()
            await moments(count)
    assert len(requests) == 4


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"nonsense", OK[:-1]])
async def test_an_answer_that_never_comes_is_lost(answer: bytes) -> None:
    """A connection that ends before the answer leaves the call's fate unknown: it is sent once."""
    requests: list[bytes] = []
    async with server(answering(answer, counts=requests, close=True)) as url, client() as made:
        with pytest.raises(Lost):
            await post(made, url)
    assert len(requests) == 1


async def test_an_answer_before_the_request_was_read_ends_the_connection() -> None:
    """What refuses a large request in the middle is an answer; nothing is sent behind it."""
    refused = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
    connections = 0

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readexactly(1000)
        writer.write(refused)
        await writer.drain()
        await reader.read()

    async with server(refuse) as url, client() as made:
        for _ in range(2):
            answer = await made.post(url, b"x" * 20_000_000, "x/y", 5)
            assert answer.status == 413
    assert connections == 2


async def test_silence_is_lost() -> None:
    """An answer that does not come in time is lost, and its connection is closed."""
    requests: list[bytes] = []
    async with server(answering(b"", OK, counts=requests)) as url, client(1) as made:
        for _ in range(2):
            with pytest.raises(Lost, match="in time"):
                await post(made, url, patience=0.02)
    assert len(requests) == 2


class Timers:
    """Stands in for the clock of the connections: time passes when a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.set: list[Timer] = []
        monkeypatch.setattr(asyncio.get_running_loop(), "call_later", self.call_later)

    def call_later(self, seconds: float, run: Callable[..., None], *rest: Any) -> "Timer":  # noqa: ANN401
        """See the event loop."""
        self.set.append(Timer(seconds, partial(run, *rest)))
        return self.set[-1]

    def go_off(self) -> None:
        """Let the time pass that was waited for."""
        due, self.set = self.set, []
        for timer in due:
            if not timer.cancelled:
                timer.run()


@dataclass
class Timer:
    """A timer that was set."""

    seconds: float
    run: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        """See TimerHandle."""
        self.cancelled = True


async def test_slowly_is_not_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that goes on coming is waited for; one that stops coming is not."""
    timers, more, there = Timers(monkeypatch), asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read(reader)
        for byte in OK[:10]:
            writer.write(bytes([byte]))
            there.release()
            await more.acquire()
        await reader.read()

    async with server(drip) as url, client() as made:
        call = asyncio.create_task(post(made, url))
        for _ in OK[:10]:
            await there.acquire()
            await moments()
            timers.go_off()
            assert not call.done()
            more.release()
        await moments()
        timers.go_off()
        with pytest.raises(Lost, match="in time"):
            await call


async def test_a_call_waits_as_long_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long poll is not held up to the time that another call over its connection had."""
    timers = Timers(monkeypatch)
    async with server(answering(OK, OK, OK)) as url, client(1) as made:
        for patience in (1, 40, 1):
            assert await post(made, url, patience) == (200, b"{}")
    assert [(timer.seconds, timer.cancelled) for timer in timers.set if timer.seconds >= 1] == [
        (1, True),
        (40, True),
        (1, True),
    ]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/", "Connect call failed"),
        ("http://nowhere.invalid/", "not known"),
        ("http://a..b/", "label"),
    ],
)
async def test_nobody_there_is_unreachable(
    url: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody listens, and where there is no such name, nothing was sent."""
    ask = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        if host == "nowhere.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with client() as made:
        with pytest.raises(Unreachable, match=reason):
            await post(made, url)


async def test_a_connection_that_is_never_made_is_unreachable() -> None:
    """A server that takes the connection and does not speak TLS holds a call up for so long."""
    let_in = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        let_in.set()
        await reader.read()

    async with server(say_nothing) as url, client(patience=0.05) as made:
        with pytest.raises(Unreachable, match="no connection within"):
            await post(made, url.replace("http:", "https:"))
        await let_in.wait()


async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer in a language that nobody speaks."""
    await reader.read(1)
    writer.write(b"nonsense")


async def test_no_error_names_the_address() -> None:
    """The address holds the token: no error does, nor what it came from."""
    async with server(nonsense) as url, client() as made:
        secure = url.replace("http:", "https:")
        for address in (url, secure, "http://127.0.0.1:9/bot1:x/getMe", "http://a..b/bot1:x/getMe"):
            with pytest.raises((Lost, Unreachable)) as caught:
                await post(made, address)
            assert "1:x" not in "".join(traceback.format_exception(caught.value))


async def test_no_more_connections_than_there_is_room_for() -> None:
    """Calls wait for room, and each gets its own answer."""
    open_at_once, most = 0, 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_at_once, most
        open_at_once += 1
        most = max(most, open_at_once)
        while await read(reader):
            await asyncio.sleep(0.001)
            writer.write(OK)
        open_at_once -= 1
        writer.close()

    async with server(serve) as url, client(3) as made:
        answers = await asyncio.gather(*(post(made, url) for _ in range(20)))
    assert answers == [(200, b"{}")] * 20
    assert most == 3


async def test_a_call_that_is_given_up_takes_its_connection_with_it() -> None:
    """The answer of a cancelled call is never taken for that of the next one."""
    requests: list[bytes] = []
    async with server(answering(b"", OK, counts=requests)) as url, client(1) as made:
        call = asyncio.create_task(post(made, url))
        while not requests:  # noqa: ASYNC110 - the server has no event
            await asyncio.sleep(0.001)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        with pytest.raises(Lost):  # a new connection, whose server says nothing first
            await post(made, url, patience=0.02)
