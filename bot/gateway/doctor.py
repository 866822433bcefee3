"""`postbode doctor`: what is wrong with the token, the database, the webhook and the desk."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from telegram import Bot
from telegram.error import ChatMigrated, InvalidToken, NetworkError, TelegramError

from bot.config import Config
from bot.errors import StoreError, TokenRefused
from bot.gateway.connecting import unreachable
from bot.gateway.request import call
from bot.store.opening import is_server, open_store, shown
from bot.store.protocol import Json

GROUPS: Final = ("group", "supergroup")
OUTSIDE: Final = ("left", "kicked")


class Finding(NamedTuple):
    """Something that was looked at: it is well, to be known, or wrong."""

    how: Literal["ok", "note", "wrong"]
    text: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.how:<5}  {self.text}"


async def examine(bot: Bot, config: Config) -> AsyncIterator[Finding]:
    """Look at everything, one after the other; what can't be looked at is wrong.

    Args:
        bot: the bot, not yet known to Telegram.
        config: the operator's settings.
    """
    try:
        me: Json = await call(bot, "getMe", {})
    except InvalidToken:
        yield Finding("wrong", str(TokenRefused()))
        return
    except (NetworkError, TelegramError) as error:
        yield Finding("wrong", str(unreachable(config.api_url, error)))
        return
    yield Finding("ok", f"Telegram knows the bot: @{me['username']}.")
    yield _database(config, me["id"])
    try:
        async for finding in _webhook(bot, config):
            yield finding
        async for finding in desk(bot, config, me):
            yield finding
    except TelegramError as error:
        yield Finding("wrong", str(unreachable(config.api_url, error)))


def _database(config: Config, bot: int) -> Finding:
    address = config.database_address()
    if not is_server(address) and not Path(address).exists():
        return Finding("note", f"There is no database yet; `postbode run` makes it: {address}")
    try:
        with (
            closing(open_store(address, bot, beside=True)) as store,
            store.transaction() as transaction,
        ):
            waiting = transaction.backlog().calls
    except StoreError as error:
        return Finding("wrong", str(error))
    return Finding("ok", f"The database works ({shown(address)}); calls that wait: {waiting}.")


async def _webhook(bot: Bot, config: Config) -> AsyncIterator[Finding]:
    info: Json = await call(bot, "getWebhookInfo", {})
    url, waiting = info.get("url", ""), info.get("pending_update_count", 0)
    if not url:
        yield Finding("ok", f"Updates are fetched; {waiting} wait at Telegram.")
    elif url != config.webhook_url:
        yield Finding(
            "wrong",
            f"Telegram posts updates to {url}, which is not POSTBODE_WEBHOOK_URL: stop what runs "
            "there, or set POSTBODE_WEBHOOK_URL to it; `postbode run` alone takes it away.",
        )
    else:
        yield Finding("ok", f"Telegram posts updates to {url}; {waiting} wait there.")
    if problem := info.get("last_error_message"):
        yield Finding("wrong", f"Telegram could not post an update: {problem}")


async def desk(bot: Bot, config: Config, me: Json) -> AsyncIterator[Finding]:
    """Look at the desk alone.

    Args:
        bot: the bot.
        config: the operator's settings.
        me: what Telegram says of the bot.

    Raises:
        TelegramError: Telegram can't be asked.
    """
    if config.desk_chat is None:
        yield Finding(
            "note", "There is no desk: POSTBODE_DESK_CHAT is not set (docs/operating.md)."
        )
        if config.agent_names:
            yield Finding("wrong", "POSTBODE_AGENTS names agents, but they have no desk.")
        return
    if not config.agent_names:
        yield Finding("wrong", "Nobody can work in the desk: set POSTBODE_AGENTS to user ids.")
    chat = await _chat(bot, config.desk_chat)
    if isinstance(chat, Finding):
        yield chat
        return
    if chat["type"] not in GROUPS:
        yield Finding("wrong", f"POSTBODE_DESK_CHAT is a {chat['type']} chat, not a group.")
        return
    yield Finding("ok", f"The desk is the group “{chat.get('title', '')}”.")
    for finding in await _rights(bot, chat, me):
        yield finding
    for number, name in config.agent_names.items():
        if finding_of_agent := await _agent(bot, chat["id"], number, name):
            yield finding_of_agent


async def _chat(bot: Bot, number: int) -> Json | Finding:
    try:
        chat: Json = await call(bot, "getChat", {"chat_id": number})
    except ChatMigrated as error:
        moved = f"The desk has become a supergroup: set POSTBODE_DESK_CHAT to {error.new_chat_id}."
        return Finding("wrong", moved)
    except TelegramError as error:
        return Finding(
            "wrong",
            f"The group POSTBODE_DESK_CHAT={number} can't be reached ({error}): add the bot to it, "
            "and check the number.",
        )
    return chat


async def _rights(bot: Bot, chat: Json, me: Json) -> list[Finding]:
    """Whether the bot may do in the group what it needs."""
    found: list[Finding] = []
    own: Json = await call(bot, "getChatMember", {"chat_id": chat["id"], "user_id": me["id"]})
    rules: bool = own["status"] == "administrator"
    if not chat.get("is_forum"):
        topics = "Topics are off in the group: each request is a thread of answers to its card."
        found.append(Finding("note", topics))
    elif not (rules and own.get("can_manage_topics")):
        found.append(
            Finding("wrong", "The bot may not manage topics: make it an administrator that may.")
        )
    if not rules and not me.get("can_read_all_group_messages"):
        hears = (
            "The bot hears only commands and answers to its messages (privacy mode): make it an "
            "administrator, or turn privacy off at @BotFather (/setprivacy) and add it again."
        )
        found.append(Finding("wrong" if chat.get("is_forum") else "note", hears))
    return found


async def _agent(bot: Bot, chat: int, number: int, name: str) -> Finding | None:
    """What is wrong with an agent; None when nothing is."""
    try:
        member: Any = await call(bot, "getChatMember", {"chat_id": chat, "user_id": number})
    except TelegramError as error:
        return Finding("wrong", f"Telegram does not know the agent {name} ({number}): {error}.")
    if member["status"] in OUTSIDE:
        return Finding("wrong", f"The agent {name} ({number}) is not in the group: add them.")
    return None
