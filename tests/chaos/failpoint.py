"""Points at which a process is killed, laid around the product from outside.

The product holds no code for its own death: a point that is compiled in can be forgotten, moved or
left switched on, and it makes every reader pay. What it stands on is wrapped instead, in the
process that is to die: each step of the event loop (named by the awaits of bot/ that go on), each
SQL statement (before and after it), each call to Telegram (before it, once it is written, after its
answer), and each answer to a post of Telegram's. So a new await or statement is a new point by
itself, and `reached` tells which there are.
"""

import asyncio
import json
import os
import re
import signal
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any, Final, Self

import psycopg
from telegram.request import BaseRequest
from uvicorn.protocols.http.h11_impl import RequestResponseCycle

import bot
from bot.gateway.http_answer import Answer
from bot.gateway.http_connection import Connection
from bot.gateway.request import HttpRequest

STEP: Final = "step"
"""Any step of the event loop."""
PRODUCT: Final = str(Path(bot.__file__).parent)
_COMMENT: Final = re.compile(r"--[^\n]*\n")
_SHOWN: Final = re.compile(r"[A-Za-z_, ]+")
_WORDS: Final = 5
_INNER: Final = ("cr_await", "ag_await", "gi_yieldfrom")
"""Where a coroutine, an async generator or a generator holds what it waits for."""


class Unexpected(BaseException):
    """A fault that nobody catches."""


class Points:
    """Counts the points that a process passes and kills it at one of them.

    Attributes:
        reached: how often each point was passed.
    """

    def __init__(self, point: str, nth: int, report: int) -> None:
        """Kill at a point.

        Args:
            point: its name; an empty one kills nowhere.
            nth: the how manieth time it is passed, from 1.
            report: an open file that is told what was reached.
        """
        self.reached: Counter[str] = Counter()
        self._point, self._nth, self._report = point, nth, report

    def hit(self, point: str) -> None:
        """Pass a point; the process may end here."""
        self.reached[point] += 1
        if point == self._point and self.reached[point] == self._nth:
            self.tell(point)
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, killed_at: str = "") -> None:
        """Write down what was reached."""
        told = {"at": killed_at, "reached": self.reached}
        os.write(self._report, json.dumps(told).encode())


def install(points: Points, fault: str = "") -> None:
    """Lay the points around everything that a process does.

    Args:
        points: what is told of each.
        fault: a method of the Bot API whose call fails in a way that nobody expects.
    """
    _around_steps(points)
    _around_sqlite(points)
    _around_postgres(points)
    _around_calls(points, fault)
    _around_answers(points)


def _around_steps(points: Points) -> None:
    run = asyncio.Handle._run  # noqa: SLF001 - there is no public place between two steps

    def watched(handle: asyncio.Handle) -> None:
        points.hit(STEP)
        place = _place(handle)
        if place:
            points.hit(place)
        run(handle)

    asyncio.Handle._run = watched  # type: ignore[method-assign,assignment]  # noqa: SLF001


def _place(handle: asyncio.Handle) -> str:
    """Where in bot/ a task goes on with this step: the awaits it stands in, outermost first."""
    callback: Any = handle._callback  # type: ignore[attr-defined]  # noqa: SLF001
    task = getattr(callback, "__self__", None)
    inner = task.get_coro() if isinstance(task, asyncio.Task) else None
    places = []
    while inner is not None:
        frame = getattr(inner, "cr_frame", None) or getattr(inner, "ag_frame", None)
        if frame is not None and frame.f_code.co_filename.startswith(PRODUCT):
            places.append(f"{frame.f_code.co_filename[len(PRODUCT) + 1 :]}:{frame.f_lineno}")
        inner = next(filter(None, (getattr(inner, name, None) for name in _INNER)), None)
    return f"await {' '.join(places)}" if places else ""


def statement(sql: str) -> str:
    """How a statement is named: its first words, without comments and values."""
    found = _SHOWN.match(" ".join(_COMMENT.sub("", sql).split()))
    return " ".join(found[0].split()[:_WORDS]) if found else "?"


def _around_sqlite(points: Points) -> None:
    connect = sqlite3.connect

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Self:  # noqa: ANN401 - SQL values
            super().execute(sql, *values)
            points.hit(f"sql after {statement(sql)}")
            return self

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - SQL values
            return self.cursor(Cursor).execute(sql, *values)

    def watched(*places: Any, **settings: Any) -> sqlite3.Connection:  # noqa: ANN401
        db: sqlite3.Connection = connect(*places, **{"factory": Connection, **settings})
        db.set_trace_callback(lambda sql: points.hit(f"sql before {statement(sql)}"))
        return db

    sqlite3.connect = watched  # type: ignore[assignment]


def _around_postgres(points: Points) -> None:
    execute = psycopg.Connection.execute

    def watched(self: Any, query: Any, *values: Any, **settings: Any) -> Any:  # noqa: ANN401
        name = statement(query) if isinstance(query, str) else "?"
        points.hit(f"sql before {name}")
        done = execute(self, query, *values, **settings)
        points.hit(f"sql after {name}")
        return done

    psycopg.Connection.execute = watched  # type: ignore[method-assign]


def _around_answers(points: Points) -> None:
    """Around what the bot answers to Telegram's posts."""
    send = RequestResponseCycle.send

    async def watched(self: Any, message: Any) -> None:  # noqa: ANN401
        points.hit(f"answer before {message['type']}")
        await send(self, message)
        points.hit(f"answer after {message['type']}")

    RequestResponseCycle.send = watched  # type: ignore[method-assign]


def _around_calls(points: Points, fault: str) -> None:
    request, ask = HttpRequest.do_request, Connection.ask

    async def watched(self: BaseRequest, url: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        method = url.rpartition("/")[2]
        points.hit(f"call before {method}")
        if method == fault:
            raise Unexpected(url)
        answer = await request(self, url, *rest, **more)  # type: ignore[arg-type]
        points.hit(f"call after {method}")
        return answer

    async def written(self: Connection, request: bytes, patience: float) -> Answer:
        answer = asyncio.ensure_future(ask(self, request, patience))
        await asyncio.sleep(0)  # it is sent
        points.hit(f"call written {request.split(b' ', 2)[1].rpartition(b'/')[2].decode()}")
        return await answer

    HttpRequest.do_request = watched  # type: ignore[method-assign]
    Connection.ask = written  # type: ignore[method-assign]
