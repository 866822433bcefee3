"""Weeks of customers on a virtual clock; `make year` lives a whole year."""

import pytest

from bot.helpdesk import Helpdesk
from bot.store import Update
from bot.store.sqlite import SqliteStore
from bot.turn import Turns
from tests.year import live

DAYS = 3


async def test_the_same_seed_is_the_same_week(helpdesk: Helpdesk) -> None:
    """The same seed gives the same transcript to the last letter, with nothing wrong at its end."""
    first, second = [await live(DAYS, 5, helpdesk) for _ in range(2)]
    assert first.wrong == []
    assert (first.transcript, first.counts) == (second.transcript, second.counts)


async def test_another_seed_is_another_week(helpdesk: Helpdesk) -> None:
    """Another seed gives other customers, and nothing is wrong with them either."""
    first, second = [await live(1, seed, helpdesk) for seed in (6, 7)]
    assert first.wrong == second.wrong == []
    assert first.transcript != second.transcript


async def test_what_is_wrong_is_told(helpdesk: Helpdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates that are kept for ever, and a password that is written down, are found out."""

    def nothing(*_: object) -> int:
        return 0

    def as_it_is(_turns: Turns, update: Update) -> Update:
        return update

    monkeypatch.setattr(SqliteStore, "tidy", nothing)
    monkeypatch.setattr(Turns, "_without_secret", as_it_is)
    outcome = await live(9, 5, helpdesk)
    told = " ".join(outcome.wrong)
    assert "bodies are kept too long" in told
    assert "a password stands in" in told
