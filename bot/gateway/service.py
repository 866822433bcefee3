"""`postbode run`: the bot on Telegram, from start to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.config import Config
from bot.counts import Counts
from bot.desk.forget import Expiry
from bot.gateway.alive import Alive
from bot.gateway.connecting import connect, fetch_updates, hello
from bot.gateway.doctor import Finding, desk, examine
from bot.gateway.files import Files
from bot.gateway.health import Health
from bot.gateway.inbox import Inbox
from bot.gateway.limits import Limits
from bot.gateway.places import Places
from bot.gateway.polling import Polling
from bot.gateway.posting import Posting
from bot.gateway.profile import keep
from bot.gateway.request import HttpRequest
from bot.gateway.running import Runner
from bot.gateway.sender import Sender
from bot.helpdesk import Helpdesk
from bot.stop import Stop
from bot.store.opening import open_store
from bot.store.writer import Writer
from bot.turn import Turns
from bot.upkeep import Upkeep

Part = Coroutine[Any, Any, None]
Say = Callable[[str], object]


async def serve(
    config: Config,
    helpdesk: Helpdesk,
    say: Say,
    stop: Stop,
    *,
    webhook: bool = False,
) -> None:
    """Serve Telegram until told to stop.

    Args:
        config: the operator's settings.
        helpdesk: the engine.
        say: takes one line for the operator.
        stop: tells when.
        webhook: whether Telegram posts the updates; otherwise they are fetched.

    Raises:
        PostbodeError: a setting, the token, the network or the database is not usable.
    """
    serving = asyncio.create_task(_serve(config, helpdesk, say, webhook=webhook))
    told = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    if not serving.cancelled():
        serving.result()
    say("Stopped.")


async def diagnose(config: Config) -> list[Finding]:
    """What `postbode doctor` finds."""
    calls = HttpRequest()
    await calls.initialize()
    bot = Bot(config.bot_token(), base_url=f"{config.api_url}/bot", request=calls)
    try:
        return [finding async for finding in examine(bot, config)]
    finally:
        await calls.shutdown()


async def _serve(config: Config, helpdesk: Helpdesk, say: Say, *, webhook: bool) -> None:
    async with _bot(config) as (bot, polls):
        await connect(bot, config.api_url)
        writer = Writer(open_store(config.database_address(), bot.id, polling=not webhook))
        try:
            for line in hello(bot, config, helpdesk):
                say(line)
            limits, counts = Limits(config.messages_per_second), Counts()
            files, room = Files(bot, helpdesk.draft, writer), config.room
            places = Places(helpdesk.flow.life, room)
            sender = Sender(Runner(bot, writer, files, limits, counts, places))
            turns = Turns(helpdesk, room=room)
            if room is not None:
                await writer.run(room.refresh)
                await _say_what_is_wrong(bot, config, say)
            inbox, alive = Inbox(turns, sender, counts), Alive(sender, turns)
            await alive.begin()
            polling = None if webhook else Polling(bot, polls, inbox.take)
            parts = await _parts(config, Health(writer, sender, inbox, polling), say)
            say("Press Ctrl-C to stop.")
            dressing = asyncio.create_task(keep(bot, helpdesk))
            try:
                expiry = Expiry(helpdesk.flow.life, room, config.ticket_days)
                parts += [alive.run(), Upkeep(writer, expiry=expiry).run()]
                await _side_by_side(parts, sender.run())
            finally:
                dressing.cancel()
        finally:
            writer.close()


async def _say_what_is_wrong(bot: Bot, config: Config, say: Say) -> None:
    """Tell the operator at the start what is wrong with the desk."""
    with suppress(TelegramError):  # it serves all the same, and `postbode doctor` tells
        async for finding in desk(bot, config, bot.bot.to_dict()):
            if finding.how == "wrong":
                say(finding.text)


async def _parts(config: Config, health: Health, say: Say) -> list[Part]:
    """How updates come in, and what else is open."""
    parts: list[Part] = []
    bot, polling = health.sender.runner.bot, health.polling
    if polling:
        await fetch_updates(bot, config.api_url)
        parts.append(polling.run())
    else:
        health.posting = Posting(bot, config.webhook_url or "")
    if config.http or not polling:
        from bot.gateway.web import Web  # noqa: PLC0415 - most need no HTTP

        web = Web(config, health)
        await web.announce(bot, say)
        parts.append(web.run())
    if health.posting:  # after Telegram was told where to post
        parts.append(health.posting.run())
    return parts


@asynccontextmanager
async def _bot(config: Config) -> AsyncIterator[tuple[Bot, HttpRequest]]:
    """The bot, and what its updates are fetched with."""
    calls, polls = HttpRequest(), HttpRequest(connections=1)
    bot = Bot(
        config.bot_token(),
        base_url=f"{config.api_url}/bot",
        base_file_url=f"{config.api_url}/file/bot",
        request=calls,
        get_updates_request=polls,
    )
    try:
        yield bot, polls
    finally:
        await bot.shutdown()
        await polls.shutdown()
        await calls.shutdown()


async def _side_by_side(parts: list[Part], last: Part) -> None:
    """Run all parts until one ends or they are cancelled; the last one ends after the others."""
    tasks = [asyncio.create_task(part) for part in (*parts, last)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for group in (tasks[:-1], tasks[-1:]):
            for task in group:
                task.cancel()
            await asyncio.gather(*group, return_exceptions=True)
