"""What Telegram says of its webhook, as /health tells it."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.counts import Counts
from bot.gateway.health import Health
from bot.gateway.inbox import Inbox
from bot.gateway.posting import EVERY, MANY, RECENT, Posting
from bot.helpdesk import Helpdesk
from tests.service import Service, service
from tests.telegram import Fault

URL = "https://bot.example/hook"


@pytest.fixture
async def bot(helpdesk: Helpdesk) -> AsyncIterator[Service]:
    """A bot whose updates are posted."""
    async with service(helpdesk) as opened:
        opened.telegram.webhook = URL
        yield opened


@pytest.fixture
def posting(bot: Service) -> Posting:
    """What asks Telegram."""
    return Posting(bot.bot, URL, bot.clock, bot.clock.sleep)


def wait(bot: Service, count: int) -> None:
    """Let so many updates wait at Telegram."""
    anna = bot.telegram.customer("Anna")
    for _ in range(count):
        anna.send("imap")


def fails(bot: Service) -> None:
    """Let Telegram have failed to post just now."""
    bot.telegram.hook |= {
        "last_error_message": "Connection refused",
        "last_error_date": int(bot.clock.now),
    }


async def test_all_is_well_while_updates_come(bot: Service, posting: Posting) -> None:
    """Few that wait are on their way; a failure that is over says nothing."""
    fails(bot)
    await posting.look()
    assert posting.trouble == ""
    wait(bot, 3)
    bot.clock.now += RECENT
    await posting.look()
    assert (posting.trouble, posting.waiting) == ("", 3)


async def test_a_failure_is_told_while_updates_wait(bot: Service, posting: Posting) -> None:
    """/health says what Telegram says, until the updates have come."""
    wait(bot, 2)
    fails(bot)
    await posting.look()
    inbox = Inbox(bot.turns, bot.sender, Counts())
    health = Health(bot.writer, bot.sender, inbox, posting=posting)
    assert await health.causes() == ["webhook: 2 updates wait at Telegram: Connection refused"]
    assert (await health.gauges())["webhook_waiting"] == 2
    bot.telegram.pending.clear()
    await posting.look()
    assert await health.causes() == []


async def test_many_that_become_no_fewer_have_stalled(bot: Service, posting: Posting) -> None:
    """A backlog that shrinks is being worked on."""
    told = []
    for count in (MANY, 1):
        wait(bot, count)
        await posting.look()
        told.append(posting.trouble)
    del bot.telegram.pending[:1]
    await posting.look()
    assert [*told, posting.trouble] == [
        "",
        f"{MANY + 1} updates wait at Telegram, and become no fewer",
        "",
    ]


@pytest.mark.parametrize("url", ["", "https://other.example/hook"])
async def test_an_address_that_was_changed_is_told(
    bot: Service, posting: Posting, url: str
) -> None:
    """Somebody else took the webhook, or took it away."""
    bot.telegram.webhook = url
    await posting.look()
    assert "another address" in posting.trouble


async def test_without_an_answer_what_is_known_stays(bot: Service, posting: Posting) -> None:
    """Telegram that can't be asked is no trouble of the webhook's."""
    bot.telegram.fail("getWebhookInfo", Fault(502, "Bad Gateway"))
    await posting.look()
    assert posting.trouble == ""
    wait(bot, 1)
    fails(bot)
    await posting.look()
    bot.telegram.fail("getWebhookInfo", Fault.time_out(taken=False))
    await posting.look()
    assert "Connection refused" in posting.trouble


@pytest.mark.parametrize("answer", [True, None, [], "x"])
async def test_an_answer_of_others_changes_nothing(
    bot: Service, posting: Posting, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    """What is not Telegram's answer says nothing about the webhook."""
    body = json.dumps({"ok": True, "result": answer}).encode()

    async def garbled(*told: object, **more: object) -> tuple[int, bytes]:
        return 200, body

    monkeypatch.setattr(bot.bot.request, "do_request", garbled)
    await posting.look()
    assert (posting.waiting, posting.trouble) == (0, "")


async def test_it_asks_once_a_minute(bot: Service, posting: Posting) -> None:
    """And at once at the start; nobody who reads /health makes it ask."""

    class Over(Exception):
        """The test has seen enough."""

    async def sleep(seconds: float) -> None:
        bot.clock.waits.append(seconds)
        if len(bot.clock.waits) == 3:
            raise Over

    posting.sleep = sleep
    with pytest.raises(Over):
        await posting.run()
    asked = [name for name, _ in bot.telegram.calls if name == "getWebhookInfo"]
    assert (len(asked), bot.clock.waits) == (3, [EVERY] * 3)
