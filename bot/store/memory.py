"""A store in memory: for tests and transcripts, and as the plainest account of the contract.

What is kept goes through JSON, as it does in a database.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.retention import DAY, KEEP_BODIES, KEEP_IDS
from bot.store.memory_tickets import MemoryTickets, TicketTables
from bot.store.protocol import (
    LONGEST_RUN,
    NEWEST,
    TIDY_AT_ONCE,
    Backlog,
    Chat,
    Json,
    Outgoing,
    Taken,
    Update,
)


@dataclass(frozen=True)
class _Received:
    chat: int | None
    payload: Json
    at: float
    how: Taken | None = None


@dataclass(frozen=True)
class _Queued:
    outgoing: Outgoing
    update: int | None
    at: float


@dataclass
class _Tables:
    inbox: dict[int, _Received] = field(default_factory=dict)
    conversations: dict[int, str] = field(default_factory=dict)
    cards: dict[int, int | None] = field(default_factory=dict)
    outbox: dict[int, _Queued] = field(default_factory=dict)
    sent: dict[int, int] = field(default_factory=dict)
    last: int = 0
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    desk: TicketTables = field(default_factory=TicketTables)
    alive: float | None = None

    def copy(self) -> "_Tables":
        """The same rows, which never change, in tables of their own."""
        return _Tables(
            dict(self.inbox),
            dict(self.conversations),
            dict(self.cards),
            dict(self.outbox),
            dict(self.sent),
            self.last,
            dict(self.files),
            self.desk.copy(),
            self.alive,
        )


class MemoryStore(MemoryTickets):
    """Keeps everything until the process ends."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._tables, self._clock = _Tables(), clock

    @property
    def _desk(self) -> TicketTables:
        return self._tables.desk

    @contextmanager
    def transaction(self) -> Iterator["MemoryStore"]:
        """See Store."""
        with self.savepoint():
            yield self

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """See Transaction."""
        before = self._tables.copy()
        try:
            yield
        except BaseException:
            self._tables = before
            raise

    def close(self) -> None:
        """See Store."""

    def lock(self, chats: Iterable[int]) -> None:
        """See Transaction; one process has it all."""

    def take(self, update: Update) -> bool:
        """See Transaction."""
        if update.id in self._tables.inbox:
            return False
        payload = json.loads(json.dumps(update.payload))
        self._tables.inbox[update.id] = _Received(update.chat, payload, self._clock())
        return True

    def finish(self, update: Update, how: Taken) -> None:
        """See Transaction."""
        self._tables.inbox[update.id] = replace(self._tables.inbox[update.id], how=how)

    def chat(self, chat: int) -> Chat | None:
        """See Transaction."""
        conversation = self._tables.conversations.get(chat)
        if conversation is None:
            return None
        return Chat(json.loads(conversation), self._tables.cards.get(chat))

    def save(self, chat: int, conversation: Json) -> None:
        """See Transaction."""
        self._tables.conversations[chat] = json.dumps(conversation)

    def queue(self, update: Update | None, chat: int, calls: list[Json]) -> None:
        """See Transaction."""
        for call in calls:
            self._tables.last += 1
            outgoing = Outgoing(self._tables.last, chat, json.loads(json.dumps(call)))
            queued = _Queued(outgoing, update.id if update else None, self._clock())
            self._tables.outbox[outgoing.id] = queued

    def waiting(self, limit: int, busy: frozenset[int]) -> list[list[Outgoing]]:
        """See Transaction."""
        runs: dict[int, list[Outgoing]] = {}
        for queued in self._tables.outbox.values():
            chat = queued.outgoing.chat
            if chat not in busy:
                latest = self._tables.sent.get(chat, 0)
                runs.setdefault(chat, []).append(queued.outgoing._replace(latest=latest))
        return [run[:LONGEST_RUN] for run in islice(runs.values(), limit)]

    def release(self, chat: int) -> None:
        """See Transaction; one process has it all."""

    def mark(self, outgoing: Outgoing, known: int | None) -> None:
        """See Transaction."""
        if queued := self._tables.outbox.get(outgoing.id):
            marked = queued.outgoing._replace(tried=known)
            self._tables.outbox[outgoing.id] = replace(queued, outgoing=marked)

    def rewrite(self, outgoing: Outgoing, call: Json) -> None:
        """See Transaction."""
        if queued := self._tables.outbox.get(outgoing.id):
            rewritten = queued.outgoing._replace(call=json.loads(json.dumps(call)))
            self._tables.outbox[outgoing.id] = replace(queued, outgoing=rewritten)

    def settle(self, outgoing: Outgoing) -> bool:
        """See Transaction."""
        return self._tables.outbox.pop(outgoing.id, None) is not None

    def set_card(self, chat: int, message: int | None) -> None:
        """See Transaction."""
        if chat in self._tables.conversations:
            self._tables.cards[chat] = message

    def sent(self, chat: int, message: int) -> None:
        """See Transaction."""
        if chat < 0 or chat in self._tables.conversations or self._queued(chat):
            self._tables.sent[chat] = max(self._tables.sent.get(chat, 0), message)
        else:
            self._tables.sent.pop(chat, None)

    def newest(self) -> int:
        """See Transaction."""
        private = sorted(id_ for id_, row in self._tables.inbox.items() if (row.chat or 0) > 0)
        bodies = (self._tables.inbox[id_].payload for id_ in private[-NEWEST:])
        return max((body.get("id") or 0 for body in bodies), default=0)

    def beat(self, now: float) -> float | None:
        """See Transaction."""
        before, self._tables.alive = self._tables.alive, now
        return before

    def active(self, since: float, limit: int) -> list[int]:
        """See Transaction."""
        late = sorted((row.at, row.chat or 0) for row in self._tables.inbox.values())
        chats = (chat for at, chat in reversed(late) if at > since and self._tables.cards.get(chat))
        return list(dict.fromkeys(chat for chat in chats if chat > 0))[:limit]

    def processes(self) -> int:
        """See Transaction; one process has it all."""
        return 1

    def drop(self, chat: int) -> int:
        """See Transaction."""
        rows = self._queued(chat)
        for row in rows:
            del self._tables.outbox[row.outgoing.id]
        return len(rows)

    def file(self, recipe: str, version: str) -> str | None:
        """See Transaction."""
        made, file = self._tables.files.get(recipe, ("", ""))
        return file if made == version else None

    def keep_file(self, recipe: str, version: str, file: str) -> None:
        """See Transaction."""
        self._tables.files[recipe] = version, file

    def forget_file(self, recipe: str) -> None:
        """See Transaction."""
        self._tables.files.pop(recipe, None)

    def backlog(self) -> Backlog:
        """See Transaction."""
        unfinished = [row for row in self._tables.inbox.values() if row.how is None]
        times = [row.at for row in self._tables.outbox.values()]
        return Backlog(len(unfinished), len(times), min(times, default=None))

    def tidy(self, now: float) -> int:
        """See Transaction."""
        self._forget_counts(now - DAY)
        inbox = self._tables.inbox
        ours = {number: row for number, row in inbox.items() if row.chat is not None}
        old = [number for number, row in ours.items() if row.at < now - KEEP_BODIES]
        for number in old[:TIDY_AT_ONCE]:
            inbox[number] = replace(inbox[number], chat=None, payload={})
        done = inbox.keys() - {row.update for row in self._tables.outbox.values()}
        very_old = [number for number in done if inbox[number].at < now - KEEP_IDS]
        for number in very_old[:TIDY_AT_ONCE]:
            del inbox[number]
        return len(old[:TIDY_AT_ONCE]) + len(very_old[:TIDY_AT_ONCE])

    def export(self, chat: int) -> Json:
        """See Transaction."""
        kept = self.chat(chat)
        updates = [row for row in self._tables.inbox.values() if row.chat == chat]
        return {
            "conversation": kept.conversation if kept else None,
            "updates": [{"received": row.at, "payload": row.payload} for row in updates],
            "waiting": [row.outgoing.call for row in self._queued(chat)],
            "tickets": self._export_tickets(chat),
            "asked": self._export_counts(chat),
        }

    def about(self, number: str) -> list[Outgoing]:
        """See Transaction."""
        waiting = (queued.outgoing for queued in self._tables.outbox.values())
        return [o for o in waiting if o.chat < 0 and o.call.get("ticket") == number]

    def forget(self, chat: int, *, calls: bool = True) -> list[str]:
        """See Transaction."""
        for queued in self._queued(chat) if calls else ():
            if "content" in queued.outgoing.call:
                del self._tables.outbox[queued.outgoing.id]
        self._tables.conversations.pop(chat, None)
        self._tables.cards.pop(chat, None)
        self._tables.sent.pop(chat, None)
        for number, row in self._tables.inbox.items():
            if row.chat == chat:
                self._tables.inbox[number] = replace(row, chat=None, payload={})
        return self._forget_tickets(chat)

    def _queued(self, chat: int) -> list[_Queued]:
        return [row for row in self._tables.outbox.values() if row.outgoing.chat == chat]
