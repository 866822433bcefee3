"""How fast the bot may send."""

from itertools import pairwise

import pytest

from bot.gateway.limits import ALL_BURST, BURST, Limits
from tests.service import Clock


async def times(limits: Limits, clock: Clock, chats: list[int], do: str = "send") -> list[float]:
    """When each message may go, from now on, one after the other."""
    begun, found = clock.now, []
    for chat in chats:
        await limits.room(chat, do)
        found.append(clock.now - begun)
    return found


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    """The usual limits."""
    return Limits(clock=clock, sleep=clock.sleep)


async def test_a_chat_gets_a_burst_and_then_one_a_second(limits: Limits, clock: Clock) -> None:
    """A turn's messages go at once; somebody who writes without end is answered each second."""
    found = await times(limits, clock, [7] * 30)
    assert found[BURST - 1] < 0.2
    assert [later - earlier for earlier, later in pairwise(found[9:])] == pytest.approx([1.0] * 20)


async def test_a_group_gets_at_most_20_in_any_minute(limits: Limits, clock: Clock) -> None:
    """In no minute does a group get more than Telegram allows."""
    found = await times(limits, clock, [-7] * 60)
    assert max(sum(t <= u < t + 60 for u in found) for t in found) in (19, 20)


async def test_all_chats_together_get_30_a_second(limits: Limits, clock: Clock) -> None:
    """However many chats there are, no second has more than 30 messages and the small burst."""
    found = await times(limits, clock, list(range(1, 301)))
    assert max(sum(t <= u < t + 1 for u in found) for t in found) <= 30 + ALL_BURST
    assert found[-1] == pytest.approx((300 - ALL_BURST) / 30)


async def test_processes_share_what_is_allowed(limits: Limits, clock: Clock) -> None:
    """Each of three processes sends a third."""
    limits.sharing = 3
    found = await times(limits, clock, list(range(1, 104)))
    assert found[-1] == pytest.approx(10.0)


@pytest.mark.parametrize("do", ["answer", "delete"])
async def test_what_puts_nothing_into_a_chat_never_waits(
    limits: Limits, clock: Clock, do: str
) -> None:
    """A pressed button stops turning at once, however much waits."""
    assert await times(limits, clock, [7] * 100, do) == [0.0] * 100


async def test_without_limits_nothing_waits(clock: Clock) -> None:
    """An operator can leave it to Telegram to say when it is too much."""
    limits = Limits(0, clock, clock.sleep)
    assert await times(limits, clock, [7] * 100) == [0.0] * 100


async def test_a_refused_chat_holds_up_no_other(limits: Limits, clock: Clock) -> None:
    """One 429 is about one chat."""
    limits.refused(7, 30)
    assert await times(limits, clock, [8]) == [0.0]


async def test_several_refused_chats_hold_up_all(limits: Limits, clock: Clock) -> None:
    """429 for three chats within a second is about the bot: everybody waits the shortest."""
    for chat, seconds in ((7, 30), (8, 5), (9, 12)):
        limits.refused(chat, seconds)
    assert await times(limits, clock, [10, 11]) == [5.0, 5.0]


async def test_refusals_of_different_times_hold_up_nobody(limits: Limits, clock: Clock) -> None:
    """Three chats that were refused one after the other are three chats."""
    for chat in (7, 8, 9):
        limits.refused(chat, 30)
        clock.now += 2
    assert await times(limits, clock, [10]) == [0.0]


async def test_chats_that_are_quiet_are_forgotten(limits: Limits, clock: Clock) -> None:
    """What is remembered of chats does not grow with their number."""
    for chat in range(1, 5001):
        await limits.room(chat, "send")
    assert len(limits._chats) <= 1001  # noqa: SLF001 - memory has no other face
