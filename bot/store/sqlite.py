"""The embedded store: one SQLite file (WAL, synchronous=FULL), written by one thread at a time."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.store.protocol import (
    KEEP_BODIES,
    KEEP_IDS,
    LONGEST_RUN,
    TIDY_AT_ONCE,
    Backlog,
    Chat,
    Json,
    Outgoing,
    Taken,
    Update,
)
from bot.store.sql_tickets import SqlTickets
from bot.store.sqlite_session import SqliteSession


class SqliteStore(SqliteSession, SqlTickets):
    """A store in one file; safe against a crash at any moment."""

    def __init__(
        self,
        path: Path,
        bot: int,
        clock: Callable[[], float] = time.time,
        *,
        reading: bool = False,
    ) -> None:
        """Open the file, or make it.

        Args:
            path: the file; the folder above it is made too.
            bot: the bot's numeric id.
            clock: the time, in seconds since the epoch.
            reading: whether it is only read, beside the process that uses it.

        Raises:
            DatabaseForeign: the file holds something else. It is left as it is.
            DatabaseNewer: a newer Postbode wrote it.
            DatabaseInUse: another process uses it.
            DatabaseUnusable: it can't be opened, read or written.
        """
        super().__init__(path, reading=reading)
        self._bot, self._clock = bot, clock

    def lock(self, chats: Iterable[int]) -> None:
        """See Transaction; one process writes the file, one transaction at a time."""

    def take(self, update: Update) -> bool:
        """See Transaction."""
        values = {"id": update.id, "chat": update.chat, "payload": _dump(update.payload)}
        return self._run("take", **values, now=self._clock()).rowcount > 0

    def finish(self, update: Update, how: Taken) -> None:
        """See Transaction."""
        self._run("finish", id=update.id, how=how.value)

    def chat(self, chat: int) -> Chat | None:
        """See Transaction."""
        row = self._run("chat", chat=chat).fetchone()
        return Chat(json.loads(row[0]), row[1]) if row else None

    def save(self, chat: int, conversation: Json) -> None:
        """See Transaction."""
        self._run("save", chat=chat, state=_dump(conversation))

    def queue(self, update: Update | None, chat: int, calls: list[Json]) -> None:
        """See Transaction."""
        id_ = update.id if update else None
        first = self._one("next_n", id=id_)[0] if calls else 0
        for n, call in enumerate(calls, first):
            values = {"id": id_, "n": n, "chat": chat, "action": _dump(call)}
            self._run("queue", **values, now=self._clock())

    def waiting(self, limit: int, busy: frozenset[int]) -> list[list[Outgoing]]:
        """See Transaction."""
        chats = self._run("waiting_chats", busy=json.dumps(list(busy)), limit=limit).fetchall()
        return [self._first_calls(chat) for (chat,) in chats]

    def _first_calls(self, chat: int) -> list[Outgoing]:
        rows = self._run("run", chat=chat, limit=LONGEST_RUN)
        return [Outgoing(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]

    def release(self, chat: int) -> None:
        """See Transaction; one process has it all."""

    def mark(self, outgoing: Outgoing, known: int) -> None:
        """See Transaction."""
        self._run("mark", id=outgoing.id, known=known)

    def rewrite(self, outgoing: Outgoing, call: Json) -> None:
        """See Transaction."""
        self._run("rewrite", id=outgoing.id, action=_dump(call))

    def settle(self, outgoing: Outgoing) -> bool:
        """See Transaction."""
        return self._run("settle", id=outgoing.id).rowcount > 0

    def set_card(self, chat: int, message: int | None) -> None:
        """See Transaction."""
        self._run("set_card", chat=chat, card=message)

    def drop(self, chat: int) -> int:
        """See Transaction."""
        return self._run("drop", chat=chat).rowcount

    def backlog(self) -> Backlog:
        """See Transaction."""
        return Backlog(*self._one("backlog"))

    def tidy(self, now: float) -> int:
        """See Transaction."""
        ages = {"empty_old": KEEP_BODIES, "delete_very_old": KEEP_IDS}
        self._wipe = self._one("traces")[0] > 0
        runs = (self._run(n, before=now - age, limit=TIDY_AT_ONCE) for n, age in ages.items())
        return sum(run.rowcount for run in runs)

    def export(self, chat: int) -> Json:
        """See Transaction."""
        kept = self.chat(chat)
        updates, waiting = self._run("updates_of", chat=chat), self._run("actions_of", chat=chat)
        return {
            "conversation": kept.conversation if kept else None,
            "updates": [{"received": at, "payload": json.loads(body)} for at, body in updates],
            "waiting": [json.loads(action) for (action,) in waiting],
            "tickets": self._export_tickets(chat),
        }

    def forget(self, chat: int) -> None:
        """See Transaction."""
        for name in ("drop", "forget_conversation", "empty_updates_of"):
            self._run(name, chat=chat)
        self._forget_tickets(chat)
        self._run("leave_traces", now=self._clock())
        self._empty_log = True

    def _one(self, name: str, **values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - SQL values
        row: tuple[Any, ...] = self._run(name, **values).fetchone()
        return row

    def _run(self, name: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - SQL values
        return super()._run(name, bot=self._bot, **values)


def _dump(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
