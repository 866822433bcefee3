"""Pictures, documents, copies, the bot's profile and inline queries of the offline Telegram."""

import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from tests.service import Clock
from tests.telegram import Customer, InProcess, Telegram, Upload, serve
from tests.telegram.asking import Asking


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    """The offline Telegram."""
    return Telegram(clock)


@pytest.fixture
def anna(telegram: Telegram) -> Customer:
    """Somebody."""
    return telegram.customer("Anna")


@pytest.fixture
def asking(telegram: Telegram) -> Asking:
    """A bot without a library."""
    return Asking(telegram)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    """A bot of python-telegram-bot, in the process."""
    door = InProcess(telegram)
    return Bot(telegram.token, request=door, get_updates_request=door)


async def test_a_picture_is_uploaded(bot: Bot, anna: Customer) -> None:
    """The person sees the bytes that the bot sent, with the caption."""
    await bot.send_photo(anna.id, InputFile(b"pixels", "a.png"), caption="look")
    message = anna.seen[0]
    assert message.file is not None
    assert (message.file.content, message.text) == (b"pixels", "look")


async def test_a_file_is_sent_again_by_its_id(bot: Bot, anna: Customer) -> None:
    """What Telegram has need not be uploaded twice."""
    first = await bot.send_document(anna.id, InputFile(b"words", "a.pdf"))
    assert first.document is not None
    await bot.send_document(anna.id, first.document.file_id)
    assert [m.file.name for m in anna.seen if m.file] == ["a.pdf", "a.pdf"]


async def test_a_picture_becomes_another(bot: Bot, anna: Customer) -> None:
    """A message keeps its place when its picture is replaced."""
    sent = await bot.send_photo(anna.id, InputFile(b"one", "a.png"))
    media = InputMediaPhoto(InputFile(b"two", "b.png", attach=True), caption="new")
    await bot.edit_message_media(media, anna.id, sent.message_id)
    message = anna.seen[0]
    assert message.file is not None
    assert (message.file.content, message.text, message.edits) == (b"two", "new", 1)


async def test_the_same_picture_is_no_change(bot: Bot, anna: Customer) -> None:
    """An edit to the picture that stands there is refused."""
    sent = await bot.send_photo(anna.id, InputFile(b"one", "a.png"))
    media = InputMediaPhoto(sent.photo[0].file_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_media(media, anna.id, sent.message_id)


async def test_a_picture_is_no_document(bot: Bot, anna: Customer) -> None:
    """An id is of one kind of file."""
    sent = await bot.send_photo(anna.id, InputFile(b"one", "a.png"))
    media = InputMediaDocument(sent.photo[0].file_id)
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type Photo as Document"):
        await bot.edit_message_media(media, anna.id, sent.message_id)


async def test_a_caption_changes(bot: Bot, anna: Customer) -> None:
    """The picture stays."""
    sent = await bot.send_photo(anna.id, InputFile(b"one", "a.png"), caption="old")
    await bot.edit_message_caption(anna.id, sent.message_id, caption="new")
    assert anna.seen[0].text == "new"


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "nothing"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": Upload("a", b"")}, "file must be non-empty"),
        ("sendDocument", {"document": "attach://x"}, "media not found"),
        (
            "sendDocument",
            {"document": Upload("a", b"b"), "caption": "x" * 1025},
            "message caption is too long",
        ),
    ],
)
def test_a_wrong_file_is_refused(
    asking: Asking, anna: Customer, method: str, params: dict[str, Any], words: str
) -> None:
    """A file is uploaded, attached or known, and its caption has 1024 characters."""
    assert asking.refusal(method, chat_id=anna.id, **params) == f"Bad Request: {words}"


def test_a_text_has_no_caption(asking: Asking, anna: Customer) -> None:
    """A caption belongs to a file."""
    number = asking.ask("sendMessage", chat_id=anna.id, text="x")["message_id"]
    refused = asking.refusal("editMessageCaption", chat_id=anna.id, message_id=number, caption="y")
    assert refused == "Bad Request: there is no caption in the message to edit"


def test_a_picture_has_no_text(asking: Asking, anna: Customer) -> None:
    """A text can't take the place of a caption."""
    photo = Upload("a.png", b"x")
    number = asking.ask("sendPhoto", chat_id=anna.id, photo=photo)["message_id"]
    refused = asking.refusal("editMessageText", chat_id=anna.id, message_id=number, text="y")
    assert refused == "Bad Request: there is no text in the message to edit"


def test_a_message_is_copied(asking: Asking, anna: Customer, telegram: Telegram) -> None:
    """A copy stands in the other chat as the bot's own, with its file."""
    piet = telegram.customer("Piet")
    source = anna.share("document", b"words")
    asking.ask("copyMessage", chat_id=piet.id, from_chat_id=anna.id, message_id=source.id)
    assert piet.seen[0].file == source.file


def test_what_is_gone_is_not_copied(asking: Asking, anna: Customer) -> None:
    """A copy needs its source."""
    params = {"chat_id": anna.id, "from_chat_id": anna.id, "message_id": 9}
    refused = asking.refusal("copyMessage", **params)
    assert refused == "Bad Request: message to copy not found"


def test_a_chat_action_is_noted(asking: Asking, anna: Customer) -> None:
    """The person sees that the bot is typing."""
    asking.ask("sendChatAction", chat_id=anna.id, action="typing")
    assert asking.telegram.actions == [(anna, "typing")]


def test_an_unknown_chat_action_is_refused(asking: Asking, anna: Customer) -> None:
    """A bot can't be dancing."""
    refused = asking.refusal("sendChatAction", chat_id=anna.id, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"


async def test_a_file_is_downloaded(telegram: Telegram, anna: Customer) -> None:
    """What a person sent is fetched by the path that getFile names."""
    sent = anna.share("photo", b"pixels")
    assert sent.file is not None
    path = Asking(telegram).ask("getFile", file_id=sent.file.id)["file_path"]
    async with serve(telegram) as root, aiohttp.ClientSession() as session:
        address = f"{root}/file/bot{telegram.token}/{path}"
        async with session.get(address) as response:
            assert await response.read() == b"pixels"


async def test_a_file_is_uploaded_over_http(telegram: Telegram, anna: Customer) -> None:
    """A form with a file works as one in the process does."""
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("document", b"words", filename="a.pdf", content_type="application/pdf")
    async with serve(telegram) as root, aiohttp.ClientSession() as session:
        address = f"{root}/bot{telegram.token}/sendDocument"
        async with session.post(address, data=form) as response:
            assert response.status == 200
    assert anna.seen[0].file is not None
    assert (anna.seen[0].file.content, anna.seen[0].file.mime) == (b"words", "application/pdf")


def test_commands_are_kept_by_scope_and_language(asking: Asking) -> None:
    """A language without commands of its own has none."""
    commands = [{"command": "start", "description": "Start"}]
    asking.ask("setMyCommands", commands=json.dumps(commands), language_code="nl")
    found = [asking.ask("getMyCommands", language_code=code) for code in ("nl", "en")]
    assert found == [commands, []]


def test_commands_are_deleted(asking: Asking) -> None:
    """A bot can take its commands back."""
    asking.ask("setMyCommands", commands=[{"command": "start", "description": "Start"}])
    asking.ask("deleteMyCommands")
    assert asking.ask("getMyCommands") == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Start", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "x"}, "can't parse BotCommand: Can't find field \"description\""),
    ],
)
def test_a_wrong_command_is_refused(asking: Asking, command: dict[str, str], words: str) -> None:
    """A command is up to 32 small letters, and is described."""
    assert asking.refusal("setMyCommands", commands=[command]) == f"Bad Request: {words}"


@pytest.mark.parametrize("what", ["name", "description", "short_description"])
def test_the_profile_is_kept_by_language(asking: Asking, what: str) -> None:
    """A language without a text of its own has the general one."""
    camel = what.title().replace("_", "")
    asking.ask(f"setMy{camel}", **{what: "general"})
    asking.ask(f"setMy{camel}", language_code="nl", **{what: "dutch"})
    found = [asking.ask(f"getMy{camel}", language_code=code)[what] for code in ("nl", "de")]
    assert found == ["dutch", "general"]


def results(count: int) -> list[dict[str, Any]]:
    """Results of an inline query."""
    content = {"message_text": "x"}
    return [
        {"type": "article", "id": str(n), "title": "x", "input_message_content": content}
        for n in range(count)
    ]


def test_an_inline_query_is_answered(asking: Asking, anna: Customer) -> None:
    """The person is offered up to 50 results."""
    asking.telegram.inline_mode = True
    number = anna.ask_inline("imap")
    asking.ask("answerInlineQuery", inline_query_id=number, results=results(50))
    assert (len(anna.offered), asking.telegram.complaints) == (50, [])


def test_more_than_50_results_are_refused(asking: Asking, anna: Customer) -> None:
    """The fifty-first result is too much."""
    asking.telegram.inline_mode = True
    number = anna.ask_inline("imap")
    refused = asking.refusal("answerInlineQuery", inline_query_id=number, results=results(51))
    assert refused == "Bad Request: RESULTS_TOO_MUCH"


def test_an_inline_query_waits_30_seconds(asking: Asking, anna: Customer, clock: Clock) -> None:
    """A later answer is refused."""
    asking.telegram.inline_mode = True
    number = anna.ask_inline("imap")
    clock.now += 31
    refused = asking.refusal("answerInlineQuery", inline_query_id=number, results=[])
    assert refused == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


def test_a_bot_without_inline_mode_is_not_asked(anna: Customer) -> None:
    """Nobody can type after the name of such a bot."""
    with pytest.raises(LookupError):
        anna.ask_inline("imap")
