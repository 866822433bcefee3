"""Requests to the Bot API over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateway.request import HttpRequest, call, fields
from tests.telegram import Fault, Telegram, serve


@pytest.fixture
async def telegram() -> Telegram:
    """An offline Telegram."""
    return Telegram()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """A bot that reaches it over loopback."""
    async with serve(telegram) as url, HttpRequest() as request:
        yield Bot(telegram.token, base_url=f"{url}/bot", request=request)


async def test_a_call_arrives_with_its_parameters(bot: Bot, telegram: Telegram) -> None:
    """What a method of Bot sends reaches the chat, with letters of any script."""
    anna = telegram.customer("Anna")
    await bot.send_message(anna.id, "Zażółć 🐟 & <b>")
    assert anna.seen[0].text == "Zażółć 🐟 & <b>"


async def test_a_file_arrives_with_its_name(bot: Bot, telegram: Telegram) -> None:
    """An upload reaches the chat with its bytes, its name and its caption."""
    anna = telegram.customer("Anna")
    await bot.send_document(anna.id, InputFile(b"\x00\xff", "ä.bin"), caption="Zażółć")
    file = anna.seen[0].file
    assert file is not None
    assert (anna.seen[0].text, file.name, file.content) == ("Zażółć", "ä.bin", b"\x00\xff")


async def test_a_name_can_not_end_its_part(bot: Bot, telegram: Telegram) -> None:
    """A file's name with a quote or an end of line is no way out of the header it stands in."""
    anna = telegram.customer("Anna")
    name = 'a"; filename="b\r\nX: y\r\n\r\n.bin'
    parameters = {"chat_id": anna.id, "document": "attach://file"}
    await call(bot, "sendDocument", parameters, {"file": (name, b"\r\n\x00", "x/y")})
    file = anna.seen[0].file
    assert file is not None
    assert "\n" not in file.name
    assert file.name.endswith(".bin")
    assert file.content == b"\r\n\x00"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.refused(400, "Bad Request: nonsense"), BadRequest),
        (Fault.refused(401, "Unauthorized"), InvalidToken),
        (Fault.refused(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (Fault.refused(404, "Not Found"), InvalidToken),
        (Fault.refused(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (Fault.too_many(3), RetryAfter),
        (Fault.refused(502, "Bad Gateway"), NetworkError),
        (Fault.reset(taken=True), NetworkError),
    ],
)
async def test_each_answer_becomes_its_error(
    bot: Bot, telegram: Telegram, fault: Fault, error: type[TelegramError]
) -> None:
    """Each refusal of Telegram is raised as the error that python-telegram-bot has for it."""
    telegram.fail("sendMessage", fault)
    with pytest.raises(error):
        await bot.send_message(telegram.customer("Anna").id, "text")


async def test_a_late_answer_is_a_time_out(bot: Bot, telegram: Telegram) -> None:
    """An answer that does not come in time is told apart from a lost connection."""
    telegram.fail("sendMessage", Fault.time_out(taken=True))
    anna = telegram.customer("Anna")
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "text", read_timeout=0.05)
    assert len(anna.seen) == 1


async def test_an_unreachable_api_is_named_without_the_token(telegram: Telegram) -> None:
    """When nobody listens, the error says so and does not hold the token."""
    async with HttpRequest() as request:
        bot = Bot(telegram.token, base_url="http://127.0.0.1:9/bot", request=request)
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert "offline" not in str(caught.value)


async def test_a_closed_pool_is_an_error_of_the_network() -> None:
    """A call after the end is refused in a way that every caller knows."""
    with pytest.raises(NetworkError):
        await HttpRequest().post("http://127.0.0.1:9/", fields({"offset": 1}))


async def test_calls_run_side_by_side(bot: Bot, telegram: Telegram) -> None:
    """A call that waits does not hold up another one."""
    telegram.fail("sendMessage", Fault.time_out(taken=False))
    anna, piet = telegram.customer("Anna"), telegram.customer("Piet")
    slow = asyncio.create_task(bot.send_message(anna.id, "slow", read_timeout=5))
    while telegram.faults["sendMessage"][0].times:  # noqa: ASYNC110 - a fault has no event
        await asyncio.sleep(0.001)
    await bot.send_message(piet.id, "fast")
    assert not slow.done()
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
