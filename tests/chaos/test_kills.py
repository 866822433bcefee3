"""A few kills of each kind; `make chaos` has thousands."""

from pathlib import Path
from random import Random

import pytest

from bot.helpdesk import Helpdesk
from tests.chaos.cases import NAMES, SQLITE, Plan, prepared
from tests.chaos.failpoint import statement
from tests.chaos.schedule import Schedule
from tests.chaos.tally import Tally

KILLS = 6
SHORT = [name for name in NAMES if name != "desk, PostgreSQL"]
"""The desk on PostgreSQL is left to `make chaos`."""


@pytest.mark.parametrize("name", SHORT)
async def test_kills_lose_and_double_nothing(
    name: str, helpdesk: Helpdesk, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """However the bot is killed, each update is answered once, in order, with the right values."""
    server = None if SQLITE in name else request.getfixturevalue("postgres")
    plan = Plan(name, KILLS, fresh_every=0)
    async with prepared(plan, helpdesk, tmp_path, lambda _: None, server) as case:
        await case.run(KILLS, KILLS)
    assert case.tally.missed == [], case.stories
    assert case.tally.kills == KILLS
    assert case.tally.updates > 0


def test_a_missed_goal_is_named() -> None:
    """What was lost is said in words; one double in a thousand kills is allowed."""
    assert Tally(kills=1000, doubled=1).missed == []
    assert Tally(kills=1999, doubled=2, lost=3).missed == [
        "lost: 3, not 0",
        "doubled: 2, not at most 1",
    ]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("-- Why.\nSELECT a, b FROM c WHERE d = 1", "SELECT a, b FROM c"),
        ("UPDATE t\n  SET x = 'secret'", "UPDATE t SET x"),
        ("COMMIT", "COMMIT"),
        ("1", "?"),
    ],
)
def test_a_statement_is_named_by_its_first_words(sql: str, name: str) -> None:
    """A point is named without comments and values, so that it is the same each time."""
    assert statement(sql) == name


def test_the_same_seed_kills_at_the_same_points() -> None:
    """The schedule is a matter of the seed and of the points that were reached."""

    def plan(seed: int) -> list[object]:
        schedule = Schedule(Random(seed))  # noqa: S311 - the same each time
        schedule.learn(["a", "b", "c"])
        return [schedule.next() for _ in range(50)]

    assert plan(1) == plan(1)
    assert plan(1) != plan(2)
