"""python-telegram-bot reads what the offline Telegram answers."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    ChatMemberAdministrator,
    ChatMemberBanned,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import ChatMigrated, Forbidden

from tests.service import Clock
from tests.telegram import Group, InProcess, Telegram


@pytest.fixture
def telegram() -> Telegram:
    """The offline Telegram."""
    return Telegram(Clock(), inline_mode=True)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    """A bot in the process."""
    door = InProcess(telegram)
    return Bot(telegram.token, request=door, get_updates_request=door)


@pytest.fixture
def group(telegram: Telegram) -> Group:
    """A group with topics that the bot administers."""
    group = telegram.group("Helpdesk", telegram.customer("Anna"), forum=True)
    group.role = "administrator"
    return group


async def test_every_update_is_read(telegram: Telegram, bot: Bot, group: Group) -> None:
    """Each kind of update becomes an object with its content."""
    anna = group.people[0]
    anna.send("/start")
    anna.edit("/help")
    anna.share("photo")
    anna.forge("data")
    anna.ask_inline("imap")
    anna.block()
    group.send(anna, "hello")
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    contents = [
        next(name for name in Update.ALL_TYPES if getattr(update, name)) for update in updates
    ]
    assert contents == [
        "message",
        "edited_message",
        "message",
        "callback_query",
        "inline_query",
        "my_chat_member",
        "message",
    ]
    assert telegram.complaints == []


async def test_a_removal_is_read(bot: Bot, group: Group) -> None:
    """The update says what the bot was and what it is."""
    group.change_role(group.people[0], "kicked")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    before = update.my_chat_member.old_chat_member
    after = update.my_chat_member.new_chat_member
    assert isinstance(before, ChatMemberAdministrator)
    assert isinstance(after, ChatMemberBanned)


async def test_a_topic_is_made_and_described(bot: Bot, group: Group) -> None:
    """The library knows the topic, the group and the bot's place in it."""
    topic = await bot.create_forum_topic(group.id, "Anna")
    chat = await bot.get_chat(group.id)
    me = await bot.get_chat_member(group.id, bot_id := int(bot.token.partition(":")[0]))
    assert (topic.name, chat.is_forum, me.user.id) == ("Anna", True, bot_id)


async def test_a_migration_is_an_error_of_its_own(telegram: Telegram, bot: Bot) -> None:
    """The library names the new group."""
    small = telegram.group("Small", big=False)
    moved = small.upgrade()
    with pytest.raises(ChatMigrated) as error:
        await bot.send_message(small.id, "x")
    assert error.value.new_chat_id == moved.id


async def test_a_removed_bot_is_forbidden(bot: Bot, group: Group) -> None:
    """The library raises what a bot can catch."""
    group.change_role(group.people[0], "kicked")
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "x")


async def test_the_profile_is_read(bot: Bot) -> None:
    """What the bot sets is what it gets."""
    await bot.set_my_commands([BotCommand("start", "Start")])
    await bot.set_my_description("Helps")
    (command,) = await bot.get_my_commands()
    description = await bot.get_my_description()
    assert (command.command, description.description) == ("start", "Helps")


async def test_the_webhook_is_read(bot: Bot) -> None:
    """The library sees how the webhook was set."""
    await bot.set_webhook("https://bot.example/", secret_token="s", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("https://bot.example/", ("message",))


async def test_an_inline_query_is_answered(telegram: Telegram, bot: Bot) -> None:
    """Results of the library pass the schema."""
    anna = telegram.customer("Anna")
    number = anna.ask_inline("imap")
    content = InputTextMessageContent("x")
    await bot.answer_inline_query(number, [InlineQueryResultArticle("1", "x", content)])
    assert (anna.offered[0]["title"], telegram.complaints) == ("x", [])
