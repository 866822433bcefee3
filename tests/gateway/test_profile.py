"""What people see of the bot before they write to it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram import Bot

from bot.gateway.profile import dress, keep, wishes
from bot.helpdesk import Helpdesk
from bot.profile_faults import COMMAND_LIMIT, LIMITS
from tests.telegram import Fault, InProcess, Telegram

SETTERS = ("setMyName", "setMyDescription", "setMyShortDescription", "setMyCommands")


@pytest.fixture
async def telegram() -> Telegram:
    """An offline Telegram."""
    return Telegram()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """A bot on it."""
    request = InProcess(telegram)
    yield Bot(telegram.token, request=request, get_updates_request=request)
    assert telegram.complaints == []


async def test_everything_is_set_in_every_language(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk
) -> None:
    """Name, descriptions and commands are set in English for everybody, and in each language."""
    assert await dress(bot, helpdesk) == 4 * len(helpdesk.languages)
    profile = telegram.profile
    codes = {"", *helpdesk.languages} - {"en"}
    for texts in (profile.names, profile.descriptions, profile.short_descriptions):
        assert set(texts) == codes
        assert len(set(texts.values())) == len(codes)
    assert {language for _, language in profile.commands} == codes
    commands = [c["command"] for c in profile.commands["default", "nl"]]
    assert commands[0] == "start"
    assert "language" in commands


async def test_a_second_start_sets_nothing(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk
) -> None:
    """What is so already is not set again: Telegram limits it."""
    await dress(bot, helpdesk)
    for method in SETTERS:
        telegram.fail(method, Fault.refused(400, "Bad Request: set again"))
    assert await dress(bot, helpdesk) == 0
    assert all(telegram.faults[method][0].times == 1 for method in SETTERS)


async def test_only_what_differs_is_set(bot: Bot, telegram: Telegram, helpdesk: Helpdesk) -> None:
    """A text that somebody else changed is set back, and no other."""
    await dress(bot, helpdesk)
    telegram.profile.descriptions["nl"] = "Iets anders"
    assert await dress(bot, helpdesk) == 1
    assert telegram.profile.descriptions["nl"].startswith("Ik vertel u")


async def test_a_limit_ends_one_kind_alone(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk
) -> None:
    """When Telegram says to wait a day with names, the rest is set, and names are left alone."""
    telegram.fail("setMyName", Fault.too_many(86_400, 2))
    assert await dress(bot, helpdesk) == 3 * len(helpdesk.languages)
    assert telegram.profile.names == {}
    assert telegram.faults["setMyName"][0].times == 1


@pytest.mark.parametrize(
    "fault", [Fault.refused(400, "Bad Request: nonsense"), Fault.refused(502, "Bad Gateway")]
)
async def test_a_refusal_is_left_for_the_next_start(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk, fault: Fault
) -> None:
    """One call that fails leaves the others as they are, and raises nothing."""
    telegram.fail("setMyDescription", fault)
    assert await dress(bot, helpdesk) == 4 * len(helpdesk.languages) - 1
    assert await dress(bot, helpdesk) == 1


async def test_nothing_that_goes_wrong_reaches_the_service(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk
) -> None:
    """An answer of a shape that nobody expects is logged, and the service goes on."""
    strange = replace(helpdesk, languages={"en": None})  # type: ignore[dict-item]
    broken = replace(strange, flow=None)  # type: ignore[arg-type]
    await keep(bot, broken)
    assert telegram.profile.names == {}


async def test_a_bot_without_texts_is_left_as_it_is(
    bot: Bot, telegram: Telegram, helpdesk: Helpdesk
) -> None:
    """Flows that say nothing of a profile change none."""
    assert await dress(bot, replace(helpdesk, flow=replace(helpdesk.flow, profile=None))) == 0
    assert telegram.profile.names == {}


def test_every_text_fits(helpdesk: Helpdesk) -> None:
    """In each language every text is one that Telegram takes."""
    assert helpdesk.flow.profile is not None
    for language in helpdesk.languages:
        for wish in wishes(helpdesk.flow.profile, helpdesk.catalog(language)):
            if wish.name in LIMITS:
                assert 0 < len(wish.value) <= LIMITS[wish.name]
            else:
                assert all(0 < len(c["description"]) <= COMMAND_LIMIT for c in wish.value)
