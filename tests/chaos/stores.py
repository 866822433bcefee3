"""The databases under the bot, and what they hold at the end."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Kept:
    """What a database holds.

    Attributes:
        taken: the updates in the inbox and how each ended.
        waiting: calls in the outbox.
        saves: how often the conversation of each chat was saved.
    """

    taken: dict[int, str | None]
    waiting: int
    saves: dict[int, int]


INBOX = "SELECT update_id, done FROM inbox"
OUTBOX = "SELECT count(*) FROM outbox"
SAVES = "SELECT chat, version FROM conversation"


class Database(Protocol):
    """A database for one round."""

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of it."""

    def kept(self) -> Kept:
        """What it holds, once the bot has stopped."""

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
            return Kept(dict(db.execute(INBOX)), waiting, dict(db.execute(SAVES)))

    def close(self) -> None:
        """See Database."""
        for path in self.path.parent.glob(self.path.name + "*"):
            path.unlink()
