"""A store in memory: for tests and transcripts, and as the plainest account of the contract.

What is kept goes through JSON, as it does in a database.
"""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.store.protocol import Chat, Json, Outgoing, Taken, Update


@dataclass
class _Tables:
    inbox: dict[int, Taken | None] = field(default_factory=dict)
    conversations: dict[int, str] = field(default_factory=dict)
    cards: dict[int, int | None] = field(default_factory=dict)
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    last: int = 0


class MemoryStore:
    """Keeps everything until the process ends."""

    def __init__(self) -> None:
        self._tables = _Tables()

    @contextmanager
    def transaction(self) -> Iterator["MemoryStore"]:
        """See Store."""
        with self.savepoint():
            yield self

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """See Transaction."""
        before = copy.deepcopy(self._tables)
        try:
            yield
        except BaseException:
            self._tables = before
            raise

    def close(self) -> None:
        """See Store."""

    def take(self, update: Update) -> bool:
        """See Transaction."""
        if update.id in self._tables.inbox:
            return False
        self._tables.inbox[update.id] = None
        return True

    def finish(self, update: Update, how: Taken) -> None:
        """See Transaction."""
        self._tables.inbox[update.id] = how

    def chat(self, chat: int) -> Chat | None:
        """See Transaction."""
        conversation = self._tables.conversations.get(chat)
        if conversation is None:
            return None
        return Chat(json.loads(conversation), self._tables.cards.get(chat))

    def save(self, chat: int, conversation: Json) -> None:
        """See Transaction."""
        self._tables.conversations[chat] = json.dumps(conversation)

    def queue(self, update: Update, calls: list[Json]) -> None:
        """See Transaction."""
        for call in calls:
            self._tables.last += 1
            chat = update.chat or 0
            written = json.loads(json.dumps(call))
            self._tables.outbox[self._tables.last] = Outgoing(self._tables.last, chat, written)

    def waiting(self, limit: int, busy: frozenset[int]) -> list[Outgoing]:
        """See Transaction."""
        first: dict[int, Outgoing] = {}
        for outgoing in self._tables.outbox.values():
            if outgoing.chat not in busy:
                first.setdefault(outgoing.chat, outgoing)
        return list(first.values())[:limit]

    def mark(self, outgoing: Outgoing, known: int) -> None:
        """See Transaction."""
        self._tables.outbox[outgoing.id] = outgoing._replace(tried=known)

    def settle(self, outgoing: Outgoing) -> None:
        """See Transaction."""
        self._tables.outbox.pop(outgoing.id, None)

    def set_card(self, chat: int, message: int | None) -> None:
        """See Transaction."""
        self._tables.cards[chat] = message

    def drop(self, chat: int) -> int:
        """See Transaction."""
        rows = [o for o in self._tables.outbox.values() if o.chat == chat]
        for row in rows:
            del self._tables.outbox[row.id]
        return len(rows)
