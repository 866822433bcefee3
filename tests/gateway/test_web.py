"""The HTTP side: webhook, health and metrics."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.config import Config
from bot.counts import Counts
from bot.errors import AddressTaken, DatabaseFailed, SettingWrong, WebhookMissing
from bot.gateway.health import Health
from bot.gateway.inbox import Inbox
from bot.gateway.polling import Polling
from bot.gateway.request import HttpRequest
from bot.gateway.web import AT_ONCE, LARGEST, SECRET, Hook, Pages, Web, application, secret_for
from bot.helpdesk import Helpdesk
from tests.process import free_address
from tests.service import Service, service
from tests.telegram import Customer

TOLD = {SECRET: "s3cret"}


@dataclass
class House:
    """A bot with its HTTP side open.

    Attributes:
        bot: the bot.
        hook: its webhook.
        health: who looks after it.
        client: somebody who asks.
        now: the time of the health.
    """

    bot: Service
    hook: Hook
    health: Health
    client: httpx.AsyncClient
    now: list[float] = field(default_factory=lambda: [1e6])

    async def post(self, content: bytes, **headers: str) -> httpx.Response:
        """Post something to the webhook, as Telegram would."""
        return await self.client.post("/hook", content=content, headers=TOLD | headers)

    def update(self, customer: Customer, text: str) -> bytes:
        """What Telegram posts when a customer writes."""
        customer.send(text)
        return json.dumps(self.bot.telegram.pending.pop()).encode()

    async def waiting(self) -> int:
        """Calls that wait in the outbox."""
        return (await self.bot.writer.run(lambda transaction: transaction.backlog())).calls


@pytest.fixture
async def house(helpdesk: Helpdesk) -> AsyncIterator[House]:
    """A bot with its HTTP side open."""
    async with service(helpdesk) as bot:
        inbox = Inbox(bot.turns, bot.sender, Counts(), clock=bot.clock)
        hook = Hook(inbox, "s3cret")
        polling = Polling(bot.bot, HttpRequest(), inbox.take)
        health = Health(
            bot.writer, bot.sender, inbox, polling, clock=bot.clock, monotonic=bot.clock
        )
        polling.answered = bot.sender.runner.done = bot.clock.now
        transport = httpx.ASGITransport(app=application(Pages(health), hook, "/hook"))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield House(bot, hook, health, client)


@pytest.fixture
def anna(house: House) -> Customer:
    """A customer."""
    return house.bot.telegram.customer("Anna")


def fails(*_: object) -> None:
    """Fail, as a full disk does."""
    raise DatabaseFailed(reason="disk full")


async def test_an_update_is_answered_after_it_is_stored(house: House, anna: Customer) -> None:
    """200 means that the update and its answer are committed."""
    response = await house.post(house.update(anna, "/start"))
    assert (response.status_code, await house.waiting()) == (200, 1)
    await house.bot.sender.drain()
    assert len(anna.seen) == 1


async def test_an_update_that_comes_again_changes_nothing(house: House, anna: Customer) -> None:
    """Telegram may post an update twice."""
    update = house.update(anna, "/start")
    assert [(await house.post(update)).status_code for _ in range(2)] == [200, 200]
    assert await house.waiting() == 1


@pytest.mark.parametrize("secret", ["", "s3cre", "s3cret2", "S3CRET", "é"])
async def test_who_does_not_know_the_secret_is_refused(
    house: House, anna: Customer, secret: str
) -> None:
    """Nobody but Telegram can bring updates in."""
    content = house.update(anna, "/start")
    headers = [(SECRET.encode(), secret.encode())] if secret else []
    response = await house.client.post("/hook", content=content, headers=headers)
    assert (response.status_code, await house.waiting()) == (403, 0)


async def test_a_body_that_is_too_large_is_not_read(house: House) -> None:
    """What says that it is too large is refused before it is read."""

    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        pytest.fail("it was read")

    response = await house.client.post(
        "/hook", content=never(), headers={**TOLD, "Content-Length": str(LARGEST + 1)}
    )
    assert response.status_code == 413


async def test_a_body_without_end_is_cut_off(house: House) -> None:
    """What does not say how large it is is read up to the limit."""
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 100:
            given += 1
            yield b"x" * 100_000

    response = await house.client.post("/hook", content=endless(), headers=TOLD)
    assert response.status_code == 413


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[]", b'"x"', b"{}", b'{"update_id": "x"}', b"[" * 50_000]
)
async def test_what_can_not_be_read_does_not_come_again(house: House, content: bytes) -> None:
    """Rubbish is taken from Telegram and leads to nothing."""
    assert (await house.post(content)).status_code == 200
    assert await house.waiting() == 0


async def test_a_store_that_fails_has_the_update_come_again(
    house: House, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 and Retry-After while nothing can be stored; then the update is taken as if first."""
    update = house.update(anna, "/start")
    with monkeypatch.context() as patch:
        patch.setattr(house.bot.writer, "run", fails)
        response = await house.post(update)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert (await house.post(update)).status_code == 200
    assert await house.waiting() == 1


async def test_a_fault_of_our_own_has_the_update_come_again(
    house: House, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong, an update that is not stored is not taken from Telegram."""

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(house.bot.sender, "commit", broken)
    assert (await house.post(house.update(anna, "/start"))).status_code == 503


@pytest.mark.parametrize(
    "trouble",
    [
        lambda hook: setattr(hook, "stopping", True),
        lambda hook: setattr(hook, "busy", AT_ONCE),
    ],
)
async def test_a_stop_or_a_rush_puts_updates_off(
    house: House, anna: Customer, trouble: Callable[[Hook], None]
) -> None:
    """A process that stops, or has too much at once, takes no more and says when to come again."""
    trouble(house.hook)
    response = await house.post(house.update(anna, "/start"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert await house.waiting() == 0


async def test_only_posts_are_updates(house: House) -> None:
    """Other methods, and other paths, are none of the webhook's."""
    assert (await house.client.get("/hook", headers=TOLD)).status_code == 405
    assert (await house.client.post("/other", headers=TOLD)).status_code == 404


async def test_all_is_well(house: House) -> None:
    """/health says so in a word."""
    response = await house.client.get("/health")
    assert (response.status_code, response.text) == (200, "ok\n")


async def red(house: House) -> str:
    """The one cause that /health names."""
    response = await house.client.get("/health")
    assert response.status_code == 503
    (line,) = response.text.splitlines()
    return line


async def test_polling_that_stalls_is_red(house: House) -> None:
    """When Telegram has been silent for long, /health says how long and why."""
    assert house.health.polling is not None
    house.health.polling.trouble = "Bad Gateway"
    house.bot.clock.now += 120
    assert await red(house) == "polling: nothing from Telegram for 120 s (Bad Gateway)"


async def test_an_inbox_that_stalls_is_red(
    house: House, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When updates can't be stored for a while, /health says why; once they can, all is well."""
    commit = house.bot.sender.commit
    monkeypatch.setattr(house.bot.sender, "commit", fails)
    await house.post(house.update(anna, "one"))
    assert (await house.client.get("/health")).status_code == 200
    house.bot.clock.now += 20
    await house.post(house.update(anna, "two"))
    assert re.fullmatch(r"inbox: nothing stored for 20 s \(.*disk full.*\)", await red(house))
    monkeypatch.setattr(house.bot.sender, "commit", commit)
    await house.post(house.update(anna, "three"))
    assert (await house.client.get("/health")).status_code == 200


async def test_an_outbox_that_stalls_is_red(house: House, anna: Customer) -> None:
    """When calls wait and none is carried out, /health says how many and how long."""
    house.bot.writer._store._clock = house.bot.clock  # type: ignore[attr-defined]  # noqa: SLF001
    await house.post(house.update(anna, "/start"))
    house.bot.clock.now += 70
    assert await red(house) == "outbox: 1 calls wait, none was carried out for 70 s"
    await house.bot.sender.drain()
    assert (await house.client.get("/health")).status_code == 200


async def test_a_database_that_does_not_answer_is_red(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that hangs does not make /health hang."""
    monkeypatch.setattr("bot.gateway.health.PATIENCE", 0.01)
    monkeypatch.setattr(house.bot.writer, "run", lambda _: asyncio.sleep(60))
    assert await red(house) == "database: it does not answer"


async def test_metrics_count_what_happens(house: House, anna: Customer) -> None:
    """Updates, calls and what waits are counted; nothing of the customer is in them."""
    house.bot.sender.runner.counts = house.hook.inbox.counts
    await house.post(house.update(anna, "/start"))
    text = (await house.client.get("/metrics")).text
    assert 'postbode_updates_total{outcome="done"} 1.0' in text
    assert "postbode_backlog_calls 1.0" in text
    await house.bot.sender.drain()
    text = (await house.client.get("/metrics")).text
    assert 'postbode_calls_total{do="send",outcome="done"} 1.0' in text
    assert "postbode_backlog_calls 0.0" in text
    assert "process_resident_memory_bytes" in text
    assert not {"Anna", str(anna.id), "/start"} & set(re.split(r'[\s"{}=]', text))


def test_the_secret_is_the_same_for_all_and_tells_no_token() -> None:
    """Processes with the same token have the same secret, in letters that Telegram takes."""
    assert secret_for("1:a") == secret_for("1:a") != secret_for("1:b")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret_for("1:a"))


def opened(health: Health, **settings: Any) -> Web:  # noqa: ANN401
    """The HTTP side of a service that is configured so."""
    return Web(Config(token=SecretStr("1:a"), **{"http": free_address(), **settings}), health)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({}, WebhookMissing),
        ({"webhook_url": "https://bot.example/health"}, SettingWrong),
        ({"webhook_url": "https://bot.example/x", "webhook_secret": "no spaces"}, SettingWrong),
        ({"webhook_url": "https://bot.example/x", "http": "192.0.2.1:1"}, AddressTaken),
    ],
)
async def test_what_is_wrong_is_said_at_the_start(
    house: House, settings: dict[str, str], error: type[Exception]
) -> None:
    """A webhook that can't work stops the start and says what to set."""
    house.health.polling = None
    with pytest.raises(error):
        opened(house.health, **settings)
