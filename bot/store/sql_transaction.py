"""What the stores in a database have in common: the same statements, by name, in each one's SQL."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from bot.retention import DAY, KEEP_BODIES, KEEP_IDS
from bot.store.protocol import (
    NEWEST,
    TIDY_AT_ONCE,
    Backlog,
    Chat,
    Json,
    Outgoing,
    Taken,
    Update,
)
from bot.store.sql_tickets import SqlTickets

Row = tuple[Any, ...]
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""`json.dumps` would make one for each text."""


class Rows(Protocol):
    """What a statement found or changed."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Row | None:
        """The next row."""

    def fetchall(self) -> list[Row]:
        """All rows."""

    def __iter__(self) -> Iterator[Row]: ...


class SqlTransaction(SqlTickets, ABC):
    """The part of a Transaction that is the same in every database."""

    _clock: Callable[[], float]

    @abstractmethod
    def _run(self, name: str, **values: Any) -> Rows:  # noqa: ANN401 - SQL values
        """Run a statement; the bot is one of its values."""

    def take(self, update: Update) -> bool:
        """See Transaction."""
        values = {"id": update.id, "chat": update.chat, "payload": dump(update.payload)}
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
        self._run("save", chat=chat, state=dump(conversation))

    def queue(self, update: Update | None, chat: int, calls: list[Json]) -> None:
        """See Transaction."""
        id_, now = update.id if update else None, self._clock()
        for call in calls:
            self._run("queue", id=id_, chat=chat, action=dump(call), now=now)

    def mark(self, outgoing: Outgoing, known: int | None) -> None:
        """See Transaction."""
        self._run("mark", id=outgoing.id, known=known)

    def rewrite(self, outgoing: Outgoing, call: Json) -> None:
        """See Transaction."""
        self._run("rewrite", id=outgoing.id, action=dump(call))

    def settle(self, outgoing: Outgoing) -> bool:
        """See Transaction."""
        return self._run("settle", id=outgoing.id).rowcount > 0

    def set_card(self, chat: int, message: int | None) -> None:
        """See Transaction."""
        self._run("set_card", chat=chat, card=message)

    def sent(self, chat: int, message: int) -> None:
        """See Transaction."""
        if self._run("sent", chat=chat, message=message).rowcount == 0:
            self._run("forget_sent", chat=chat)

    def newest(self) -> int:
        """See Transaction."""
        return int(self._one("newest", limit=NEWEST)[0])

    def beat(self, now: float) -> float | None:
        """See Transaction."""
        row = self._run("alive").fetchone()
        self._run("beat", now=now)
        return float(row[0]) if row else None

    def active(self, since: float, limit: int) -> list[int]:
        """See Transaction."""
        return [chat for (chat,) in self._run("active", since=since, limit=limit)]

    def drop(self, chat: int) -> int:
        """See Transaction."""
        return self._run("drop", chat=chat).rowcount

    def file(self, recipe: str, version: str) -> str | None:
        """See Transaction."""
        row = self._run("file", recipe=recipe, version=version).fetchone()
        return str(row[0]) if row else None

    def keep_file(self, recipe: str, version: str, file: str) -> None:
        """See Transaction."""
        self._run("keep_file", recipe=recipe, version=version, file=file)

    def forget_file(self, recipe: str) -> None:
        """See Transaction."""
        self._run("forget_file", recipe=recipe)

    def backlog(self) -> Backlog:
        """See Transaction."""
        return Backlog(*self._one("backlog"))

    def tidy(self, now: float) -> int:
        """See Transaction."""
        self._run("forget_counts", before=now - DAY)
        ages = {"empty_old": KEEP_BODIES, "delete_very_old": KEEP_IDS}
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
            "asked": self._export_counts(chat),
        }

    def forget(self, chat: int, *, calls: bool = True) -> list[str]:
        """See Transaction."""
        names = ("forget_conversation", "forget_sent", "empty_updates_of")
        for name in ("forget_calls", *names) if calls else names:
            self._run(name, chat=chat)
        return self._forget_tickets(chat)

    def about(self, number: str) -> list[Outgoing]:
        """See Transaction."""
        return [outgoing(row) for row in self._run("about", number=number)]

    def _one(self, name: str, **values: Any) -> Row:  # noqa: ANN401 - SQL values
        row = self._run(name, **values).fetchone()
        return () if row is None else row


def dump(data: Json) -> str:
    """JSON as it is written into a database."""
    return _ENCODER.encode(data)


def outgoing(row: Row) -> Outgoing:
    """A row of the outbox, with the newest message of its chat: id, chat, action, tried, latest."""
    return Outgoing(row[0], row[1], json.loads(row[2]), row[3], row[4] or 0)
