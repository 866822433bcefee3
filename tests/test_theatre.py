"""The fault theatre: whatever goes wrong, the customer sees the same in the end.

Here a part of the book is played in one language; `make theatre` plays all of it.
"""

import pytest

import bot.gateway.running
from bot.store import Taken, Update
from bot.store.memory import MemoryStore
from tests.theatre import FAULTS, perform

PART = 11
"""Every so manieth page is played."""


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_changes_nothing_in_the_end(fault: str) -> None:
    """Under each fault the chat ends as it does without it."""
    assert await perform("nl", fault, every=PART) == []


async def test_a_doubled_message_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that repeats what has arrived is caught."""

    async def never_found(*_: object) -> None:
        """Say that no message ever arrived."""

    monkeypatch.setattr(bot.gateway.running, "find", never_found)
    assert await perform("nl", "time-out after each call", every=PART)


async def test_an_update_that_is_answered_twice_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not know an update again is caught."""

    def forget(store: MemoryStore, update: Update, how: Taken) -> None:
        """Forget that the update was taken."""
        store._tables.inbox.pop(update.id)  # noqa: SLF001

    monkeypatch.setattr(MemoryStore, "finish", forget)
    assert await perform("nl", "every update comes twice", every=PART)
