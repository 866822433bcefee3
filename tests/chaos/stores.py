"""The databases under the bot, and what they hold at the end."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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
    """

    taken: dict[int, str | None]
    waiting: int
    saves: dict[int, int]
    tickets: list[tuple[int, str]]


INBOX = "SELECT update_id, done FROM inbox"
OUTBOX = "SELECT count(*) FROM outbox"
TICKETS = "SELECT chat, number FROM ticket"
SAVES = "SELECT chat, version FROM conversation"


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
            waiting = db.execute(OUTBOX).fetchone()[0]
            tickets = db.execute(TICKETS).fetchall()
            return Kept(dict(db.execute(INBOX)), waiting, dict(db.execute(SAVES)), tickets)

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
            waiting = db.execute(OUTBOX).fetchone()
            return Kept(
                dict(db.execute(INBOX).fetchall()),
                waiting[0] if waiting else 0,
                dict(db.execute(SAVES).fetchall()),
                db.execute(TICKETS).fetchall(),
            )

    def crash(self) -> bool:
        """See Database."""
        self.server.stop()
        self.server.start()
        return True

    def close(self) -> None:
        """See Database."""
        self.server.ask(f"DROP DATABASE {self.name} WITH (FORCE)")
