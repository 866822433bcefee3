"""The databases under the bot, and what they hold at the end."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, Protocol

import psycopg

from tests.postgres import Server


@dataclass(frozen=True)
class Kept:
    """What a database holds.

    Attributes:
        taken: the updates in the inbox and how each ended.
        waiting: calls in the outbox.
        saves: how often the conversation of each chat was saved.
        tickets: the chat and the number of each ticket.
        moves: the number and the move of each line in the logs of tickets.
        chats: of whom there is an update, a conversation, or which message was their newest.
        half_forgotten: tickets without a customer in which words are left, and calls with words of
            theirs.
    """

    taken: dict[int, str | None]
    waiting: int
    saves: dict[int, int]
    tickets: list[tuple[int, str]]
    moves: list[tuple[str, str]]
    chats: set[int]
    half_forgotten: int


INBOX = "SELECT update_id, done FROM inbox"
OUTBOX = "SELECT count(*) FROM outbox"
TICKETS = "SELECT chat, number FROM ticket"
SAVES = "SELECT chat, version FROM conversation"
MOVES = "SELECT number, move FROM ticket_entry"
CHATS = """SELECT chat FROM inbox WHERE chat IS NOT NULL
UNION SELECT chat FROM conversation UNION SELECT chat FROM sent"""
HALF = """SELECT count(*) FROM ticket LEFT JOIN ticket_entry USING (bot, number)
WHERE chat IS NULL AND (contact <> '' OR suits <> '' OR note <> '' OR offer <> '' OR words <> '')"""


def _kept(ask: Callable[[LiteralString], list[Any]]) -> Kept:
    return Kept(
        dict(ask(INBOX)),
        ask(OUTBOX)[0][0],
        dict(ask(SAVES)),
        ask(TICKETS),
        ask(MOVES),
        {chat for (chat,) in ask(CHATS)},
        ask(HALF)[0][0],
    )


class Database(Protocol):
    """A database for one round."""

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of it."""

    def kept(self) -> Kept:
        """What it holds, once the bot has stopped."""

    def crash(self) -> bool:
        """End its server as a crash would, and start it again; False when it has none."""

    def close(self) -> None:
        """Give it up."""


@dataclass(frozen=True)
class SqliteFile:
    """A file."""

    path: Path

    @property
    def settings(self) -> dict[str, str]:
        """See Database."""
        return {"POSTBODE_DATABASE": str(self.path)}

    def kept(self) -> Kept:
        """See Database."""
        with closing(sqlite3.connect(self.path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return _kept(lambda statement: db.execute(statement).fetchall())

    def crash(self) -> bool:
        """See Database."""
        return False

    def close(self) -> None:
        """See Database."""
        for path in self.path.parent.glob(self.path.name + "*"):
            path.unlink()


@dataclass(frozen=True)
class PostgresDatabase:
    """A database of a PostgreSQL server."""

    server: Server
    name: str

    def __post_init__(self) -> None:
        self.server.ask(f"CREATE DATABASE {self.name}")

    @property
    def settings(self) -> dict[str, str]:
        """See Database."""
        return {"POSTBODE_DATABASE": self._address}

    @property
    def _address(self) -> str:
        return self.server.address.replace("/postgres?", f"/{self.name}?")

    def kept(self) -> Kept:
        """See Database."""
        with psycopg.connect(self._address, options="-c search_path=postbode") as db:
            return _kept(lambda statement: db.execute(statement).fetchall())

    def crash(self) -> bool:
        """See Database."""
        self.server.stop()
        self.server.start()
        return True

    def close(self) -> None:
        """See Database."""
        self.server.ask(f"DROP DATABASE {self.name} WITH (FORCE)")
