"""A turn: an update, what it changes and what is answered."""

from dataclasses import dataclass

import pytest

from bot.engine.conversation import Conversation
from bot.engine.events import Event
from bot.engine.machine import Step
from bot.errors import DatabaseFailed
from bot.helpdesk import Helpdesk
from bot.store import Update
from bot.store.memory import MemoryStore
from bot.turn import Turns

POISON = "poison"


def typed(number: int, text: str, chat: int = 7, language: str = "nl") -> Update:
    """An update of a customer who typed something."""
    return Update(number, chat, {"text": text, "language": language})


def take(turns: Turns, store: MemoryStore, *updates: Update) -> None:
    """Take a batch in, in one transaction."""
    with store.transaction() as transaction:
        turns.take(transaction, updates)


def state(store: MemoryStore, chat: int = 7) -> str | None:
    """Where a customer stands."""
    kept = store.chat(chat)
    return str(kept.conversation["state"]) if kept else None


def outbox(store: MemoryStore, chat: int = 7) -> list[str]:
    """What waits to be sent to a chat."""
    calls = [o.call for run in store.waiting(100, frozenset()) for o in run if o.chat == chat]
    return [call["content"]["text"] for call in calls]


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return MemoryStore()


@pytest.fixture
def turns(helpdesk: Helpdesk) -> Turns:
    """Turns of the real bot."""
    return Turns(helpdesk, clock=lambda: 1000.0)


def test_an_update_changes_the_conversation_and_queues_the_answer(
    turns: Turns, store: MemoryStore
) -> None:
    """Conversation and answer are written together."""
    take(turns, store, typed(1, "imap"))
    assert state(store) == "setup.ssl"
    assert outbox(store) == ["Is SSL beschikbaar?"]


def test_an_update_that_comes_again_changes_nothing(turns: Turns, store: MemoryStore) -> None:
    """An update delivered twice is answered once."""
    take(turns, store, typed(1, "imap"))
    take(turns, store, typed(1, "imap"), typed(1, "imap"))
    assert outbox(store) == ["Is SSL beschikbaar?"]


def test_a_batch_is_handled_in_order(turns: Turns, store: MemoryStore) -> None:
    """Updates of one batch build on each other."""
    take(turns, store, typed(1, "imap"), typed(2, "ja"))
    assert state(store) == "setup.answer"


def test_an_update_without_a_chat_is_taken_in(turns: Turns, store: MemoryStore) -> None:
    """An update that the bot has no use for is done with."""
    take(turns, store, Update(1, None, {}))
    assert store.waiting(9, frozenset()) == []


@pytest.mark.parametrize(
    "saved", [{}, {"format": 0}, {"format": 1}, {"format": 1, "state": "x", "answers": "?"}]
)
def test_an_unknown_conversation_is_begun_anew(
    turns: Turns, store: MemoryStore, saved: dict[str, object]
) -> None:
    """A conversation of an unknown format does not stand in the customer's way."""
    store.save(7, saved)
    take(turns, store, typed(1, "imap"))
    assert state(store) == "setup.ssl"


@dataclass(frozen=True, eq=False)
class Poisoned(Helpdesk):
    """A helpdesk that fails over one word."""

    def step(self, conversation: Conversation, event: Event, now: float) -> Step:
        """Fail, or do as always."""
        if getattr(event, "text", "") == POISON:
            tries.append(now)
            raise ZeroDivisionError
        return super().step(conversation, event, now)


tries: list[float] = []


@pytest.fixture
def poisoned(helpdesk: Helpdesk) -> Turns:
    """Turns that fail over one word."""
    h = helpdesk
    tries.clear()
    return Turns(Poisoned(h.flow, h.facts, h.operator, h.languages), clock=lambda: 1000.0)


def test_a_poison_update_is_tried_three_times(poisoned: Turns, store: MemoryStore) -> None:
    """An update whose step raises is given up after three tries."""
    take(poisoned, store, typed(1, POISON))
    assert len(tries) == 3


def test_a_poison_update_gets_a_polite_answer(poisoned: Turns, store: MemoryStore) -> None:
    """The customer is told, in their language, and their conversation stays."""
    take(poisoned, store, typed(1, "imap"), typed(2, POISON))
    assert state(store) == "setup.ssl"
    assert outbox(store)[-1].startswith("Sorry, er ging")


def test_a_poison_update_blocks_nobody(poisoned: Turns, store: MemoryStore) -> None:
    """The rest of the batch is handled."""
    take(poisoned, store, typed(1, POISON), typed(2, "pop", chat=8))
    assert state(store, 8) == "setup.ssl"


class Full(MemoryStore):
    """A store whose disk is full."""

    def save(self, chat: int, conversation: dict[str, object]) -> None:
        """Fail."""
        raise DatabaseFailed(reason="disk full")


def test_a_failing_store_is_no_poison(turns: Turns) -> None:
    """When the store fails, nothing of the batch counts, so that it comes again."""
    store = Full()
    with pytest.raises(DatabaseFailed):
        take(turns, store, typed(1, "imap"))
    assert store.take(typed(1, "imap"))
