"""How the offline Telegram hands updates over: long polls and the webhook."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.service import Clock
from tests.telegram import Telegram, Webhook, serve
from tests.telegram.asking import Asking

Poll = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@asynccontextmanager
async def polling(telegram: Telegram) -> AsyncIterator[Poll]:
    """A way to call getUpdates over HTTP."""
    async with serve(telegram) as root, aiohttp.ClientSession() as session:

        async def poll(token: str = telegram.token, **params: str) -> tuple[int, dict[str, Any]]:
            address = f"{root}/bot{token}/getUpdates"
            async with session.post(address, data=params) as response:
                return response.status, await response.json()

        yield poll


async def until(condition: Callable[[], bool]) -> None:
    """Wait a few seconds at most for something to be so."""
    for _ in range(5000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError


async def first_of_two(telegram: Telegram, then: Callable[[Poll], Awaitable[object]]) -> str:
    """Telegram's words to a poll that something else ends."""
    async with polling(telegram) as poll:
        first = asyncio.ensure_future(poll(timeout="50"))
        await until(lambda: len(telegram.listeners) > 1)
        await then(poll)
        status, answer = await first
    assert status == 409
    return str(answer["description"])


async def test_the_older_of_two_polls_ends() -> None:
    """Two processes with one token are told of each other."""
    telegram = Telegram()
    words = await first_of_two(telegram, lambda poll: poll(timeout="0"))
    assert words == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_a_webhook_ends_a_poll() -> None:
    """A poll that waits is told that a webhook was set."""
    telegram = Telegram()

    async def set_webhook(_poll: Poll) -> None:
        Asking(telegram).ask("setWebhook", url="https://bot.example/")

    assert await first_of_two(telegram, set_webhook) == (
        "Conflict: terminated by setWebhook request"
    )


async def test_a_poll_ends_when_something_arrives() -> None:
    """A long poll answers at once."""
    telegram = Telegram()
    anna = telegram.customer("Anna")
    async with polling(telegram) as poll:
        waiting = asyncio.ensure_future(poll(timeout="50"))
        await until(lambda: len(telegram.listeners) > 1)
        anna.send("hello")
        _, answer = await asyncio.wait_for(waiting, 5)
    assert [update["message"]["text"] for update in answer["result"]] == ["hello"]


async def test_a_wrong_token_does_not_wait() -> None:
    """A poll with another token is refused at once."""
    async with polling(Telegram()) as poll:
        status, answer = await asyncio.wait_for(poll("42:another", timeout="50"), 5)
    assert (status, answer["description"]) == (401, "Unauthorized")


@dataclass
class Site:
    """A bot's webhook.

    Attributes:
        telegram: who posts to it.
        clock: the time.
        answers: the statuses of the next answers; 200 after those.
        body: what it answers.
        got: the texts that it got.
        secrets: the secrets that came with them.
    """

    telegram: Telegram
    clock: Clock
    answers: list[int] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)
    got: list[str] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """One post."""
        update = await request.json()
        self.got.append(update["message"]["text"])
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.json_response(self.body, status=self.answers.pop(0) if self.answers else 200)

    async def deliver(self) -> None:
        """Let Telegram deliver what is pending."""
        await Webhook(self.telegram, self.clock.sleep).drain()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A webhook on loopback, set with a secret."""
    clock = Clock()
    site = Site(Telegram(clock), clock)
    app = web.Application()
    app.router.add_post("/hook", site.take)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    Asking(site.telegram).ask("setWebhook", url=address, secret_token="s-1")
    yield site
    await runner.cleanup()


def say(telegram: Telegram, *texts: str) -> None:
    """Let somebody say things."""
    person = telegram.customer("Anna")
    for text in texts:
        person.send(text)


async def test_updates_come_in_order(site: Site) -> None:
    """The webhook gets one after the other."""
    say(site.telegram, "a", "b", "c")
    await site.deliver()
    assert (site.got, site.telegram.pending) == (["a", "b", "c"], [])


async def test_the_secret_comes_with_every_update(site: Site) -> None:
    """The bot can know that it is Telegram who posts."""
    say(site.telegram, "a", "b")
    await site.deliver()
    assert site.secrets == ["s-1", "s-1"]


async def test_what_is_not_taken_comes_again(site: Site) -> None:
    """Those after it wait."""
    site.answers = [500, 403]
    say(site.telegram, "a", "b")
    await site.deliver()
    assert site.got == ["a", "a", "a", "b"]


async def test_the_delay_grows_to_its_bound(site: Site) -> None:
    """Telegram waits ever longer, but never longer than about a minute."""
    site.answers = [500] * 8
    say(site.telegram, "a")
    await site.deliver()
    assert site.clock.waits == [1, 2, 4, 8, 16, 32, 64, 64]


async def test_an_update_is_not_tried_for_ever(site: Site) -> None:
    """After a day it is forgotten."""
    site.answers = [500] * 2000
    say(site.telegram, "a")
    await site.deliver()
    assert (site.telegram.pending, sum(site.clock.waits) // 3600) == ([], 24)


async def test_what_went_wrong_can_be_asked(site: Site) -> None:
    """The bot can see how its webhook is."""
    site.answers = [502]
    say(site.telegram, "a")
    await site.deliver()
    info = Asking(site.telegram).ask("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"


async def test_an_answer_can_be_a_call(site: Site) -> None:
    """What the bot answers to a post is carried out."""
    person = site.telegram.customer("Anna")
    site.body = {"method": "sendMessage", "chat_id": person.id, "text": "hello"}
    person.send("a")
    await site.deliver()
    assert [message.text for message in person.seen] == ["hello"]


async def test_a_running_telegram_delivers(site: Site) -> None:
    """A whole process gets its updates without being asked for."""
    async with serve(site.telegram):
        say(site.telegram, "a")
        await until(lambda: bool(site.got))
    assert site.got == ["a"]


async def test_nothing_leaves_the_computer() -> None:
    """An address elsewhere is set, but never reached."""
    clock = Clock()
    telegram = Telegram(clock)
    Asking(telegram).ask("setWebhook", url="https://bot.example/")
    say(telegram, "a")
    await Webhook(telegram, clock.sleep).drain()
    assert telegram.hook["last_error_message"] == "Connection refused"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (
            {"url": "http://bot.example/"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://bot.example:8080/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://bot.example/", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
def test_a_wrong_webhook_is_refused(params: dict[str, str], words: str) -> None:
    """A webhook has an HTTPS address with a port that Telegram knows, and a plain secret."""
    assert Asking(Telegram()).refusal("setWebhook", **params) == f"Bad Request: {words}"


def test_an_empty_address_removes_the_webhook() -> None:
    """The bot polls again."""
    bot = Asking(Telegram())
    bot.ask("setWebhook", url="https://bot.example/")
    bot.ask("deleteWebhook")
    assert bot.ask("getUpdates") == []
