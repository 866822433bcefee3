"""`postbode run`: the bot on Telegram, from start to stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.config import Config
from bot.errors import ApiUnreachable, TokenRefused
from bot.gateway.files import Files
from bot.gateway.limits import Limits
from bot.gateway.polling import Polling
from bot.gateway.profile import keep
from bot.gateway.request import AiohttpRequest
from bot.gateway.running import Runner
from bot.gateway.sender import Sender
from bot.helpdesk import Helpdesk
from bot.metrics import Counts
from bot.store import Update
from bot.store.opening import open_store, shown
from bot.store.writer import Writer
from bot.turn import Turns


async def serve(config: Config, helpdesk: Helpdesk, say: Callable[[str], object]) -> None:
    """Serve Telegram by long polling, until SIGTERM or SIGINT.

    Args:
        config: the operator's settings.
        helpdesk: the engine.
        say: takes one line for the operator.

    Raises:
        PostbodeError: a setting, the token, the network or the database is not usable.
    """
    token = config.bot_token()
    calls, polls = AiohttpRequest(), AiohttpRequest(connections=1)
    bot = Bot(
        token,
        base_url=f"{config.api_url}/bot",
        base_file_url=f"{config.api_url}/file/bot",
        request=calls,
        get_updates_request=polls,
    )
    try:
        await _connect(bot, config.api_url)
        writer = Writer(open_store(config.database_address(), bot.id))
        for line in _hello(bot, config, helpdesk):
            say(line)
        try:
            await _work(config, bot, polls, writer, helpdesk)
        finally:
            writer.close()
        say("Stopped.")
    finally:
        await bot.shutdown()
        await polls.shutdown()
        await calls.shutdown()


async def _connect(bot: Bot, url: str) -> None:
    try:
        await bot.initialize()
        await bot.delete_webhook(drop_pending_updates=False)
    except InvalidToken:
        raise TokenRefused from None
    except (NetworkError, TelegramError) as error:
        raise ApiUnreachable(url=url, reason=error) from None


def _hello(bot: Bot, config: Config, helpdesk: Helpdesk) -> Sequence[str]:
    lines = [
        f"Postbode serves @{bot.username} ({config.api_url}) in: {', '.join(helpdesk.languages)}.",
        f"Database: {shown(config.database_address())}",
    ]
    if not config.operator.helpdesk:
        lines.append(
            "POSTBODE_HELPDESK is not set: who asks for a person is told to contact the helpdesk "
            "in the usual way."
        )
    if config.paid and not config.operator.paid_link:
        lines.append(
            "POSTBODE_PAID_LINK is not set: who asks for the paid service is sent to the helpdesk."
        )
    return [*lines, "Press Ctrl-C to stop."]


async def _work(
    config: Config, bot: Bot, polls: AiohttpRequest, writer: Writer, helpdesk: Helpdesk
) -> None:
    turns = Turns(helpdesk)
    sender = Sender(
        Runner(
            bot,
            writer,
            Files(bot, helpdesk.draft, writer),
            Limits(config.messages_per_second),
            Counts(),
        )
    )

    async def take(updates: Sequence[Update]) -> None:
        chats = {update.chat for update in updates if update.chat is not None}
        await sender.commit(lambda transaction: turns.take(transaction, updates), chats)
        sender.wake()

    polling = Polling(bot, polls, take)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers in a loop
            loop.add_signal_handler(number, stop.set)
    dressing = asyncio.create_task(keep(bot, helpdesk))
    tasks = [asyncio.create_task(part) for part in (polling.run(), sender.run(), stop.wait())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (dressing, *tasks):
            task.cancel()
        await asyncio.gather(dressing, *tasks, return_exceptions=True)
