"""Databases that hold many conversations, made quickly."""

import itertools
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from bench.content import WAYS
from bot.engine.callback import encode
from bot.engine.events import Chose, Started
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.store.sqlite import SqliteStore

Json = dict[str, Any]
BOT: Final = 42
FIRST_CHAT: Final = 10_000_001
DAY: Final = 86_400.0
_CONVERSATIONS: Final = "INSERT INTO conversation (bot, chat, state, card) VALUES (?, ?, ?, ?)"
_UPDATES: Final = (
    "INSERT INTO inbox (bot, update_id, chat, payload, done, taken_at) "
    "VALUES (?, ?, ?, ?, 'done', ?)"
)
_COPY_CONVERSATIONS: Final = "COPY conversation (bot, chat, state, card) FROM STDIN"
_COPY_UPDATES: Final = "COPY inbox (bot, update_id, chat, payload, done, taken_at) FROM STDIN"


def fill_sqlite(path: Path, count: int) -> None:
    """Make a database of so many conversations, each with an update of the last thirty days.

    What was said is kept for seven days, as in a database that is in use.
    """
    SqliteStore(path, BOT).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("BEGIN")
        db.executemany(_CONVERSATIONS, _conversations(count))
        db.executemany(_UPDATES, _updates(count))
        db.execute("COMMIT")


def fill_postgresql(address: str, count: int) -> None:
    """The same in a PostgreSQL database."""
    import psycopg

    from bot.store.opening import open_store

    open_store(address, BOT).close()
    with psycopg.connect(address) as db, db.cursor() as cursor:
        cursor.execute("SET search_path TO postbode")
        with cursor.copy(_COPY_CONVERSATIONS) as rows:
            for conversation in _conversations(count):
                rows.write_row(conversation)
        with cursor.copy(_COPY_UPDATES) as rows:
            for *update, taken_at in _updates(count):
                rows.write_row((*update, "done", taken_at))
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("VACUUM ANALYZE postbode.conversation, postbode.inbox")


def _conversations(count: int) -> Iterator[tuple[int, int, str, int]]:
    states = itertools.cycle(_states(load_helpdesk()))
    for number, state in zip(range(count), states, strict=False):
        yield BOT, FIRST_CHAT + number, state, number


def _updates(count: int) -> Iterator[tuple[int, int, int | None, str, float]]:
    now = time.time()
    payload = json.dumps({"language": "en", "query": "1" * 18, "message": 1, "data": "1.a:b:imap"})
    for number in range(count):
        age = 30 * DAY * (1 - number / count)
        fresh = age < 7 * DAY
        chat = FIRST_CHAT + number if fresh else None
        yield BOT, -number - 1, chat, payload if fresh else "{}", now - age + 60


def _states(helpdesk: Helpdesk) -> list[str]:
    """Conversations at their end, as they are stored."""
    states = []
    for protocol, ssl in WAYS:
        here = helpdesk.begin(["en"], 0)
        for event in (
            Started(""),
            Chose(encode("setup.start", protocol, "")),
            Chose(encode("setup.ssl", ssl, protocol)),
        ):
            here, _ = helpdesk.turn(here, event, here.since + 60)
        states.append(json.dumps(here.to_json(), separators=(",", ":")))
    return states
