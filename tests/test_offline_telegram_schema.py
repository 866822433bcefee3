"""The offline Telegram checks every call against the Bot API."""

import json
import tarfile
from pathlib import Path

import pytest

from tests.telegram import Telegram, call, schema
from tests.telegram.asking import Asking
from tests.telegram.make_schema import INSIDE, compact, read
from tests.telegram.methods import METHODS


@pytest.fixture
def bot() -> Asking:
    """A bot, and Anna, whose number is 1001."""
    telegram = Telegram()
    telegram.customer("Anna")
    return Asking(telegram)


def test_the_source_of_the_schema_is_named() -> None:
    """The data file names the Bot API, the package it came from and its licence."""
    assert set(schema.api()) == {
        "bot_api",
        "copyright",
        "licence",
        "source",
        "methods",
        "types",
    }


def test_every_type_that_a_parameter_needs_is_there() -> None:
    """Each type is plain or described."""
    plain = {"Integer", "String", "Boolean", "True", "Float", "InputFile"}
    shapes = [*schema.api()["methods"].values(), *schema.api()["types"].values()]
    named = {
        kind.lstrip("[")
        for shape in shapes
        for kind in (
            shape if isinstance(shape, list) else [k for kinds, _ in shape.values() for k in kinds]
        )
    }
    assert named <= plain | set(schema.api()["types"])


def test_every_method_is_one_of_the_bot_api() -> None:
    """The offline Telegram has no method that Telegram has not."""
    assert set(METHODS) <= set(schema.api()["methods"])


def test_the_schema_is_made_from_what_aiogram_carries() -> None:
    """A method becomes its parameters, with types and whether they are required."""
    fields = [{"name": "scope", "type": "Array of Scope or String", "required": True}]
    scope = {"name": "Scope", "annotations": [], "description": "One of\n - ScopeAll\n - ScopeOne"}
    all_chats = {"name": "ScopeAll", "annotations": [{"name": "type", "type": "String"}]}
    one = {"name": "ScopeOne", "annotations": [{"name": "id", "type": "Integer"}]}
    method = {"name": "setScope", "annotations": fields}
    made = compact(
        {"source": "aiogram 1.0"},
        {"api": {"version": "9"}, "items": [{"children": [method, scope, all_chats, one]}]},
    )
    assert made["methods"] == {"setScope": {"scope": [["[Scope", "[String"], True]}}
    assert made["types"]["Scope"] == ["ScopeAll", "ScopeOne"]


@pytest.mark.parametrize("packed", [True, False])
def test_an_sdist_is_read_packed_or_not(tmp_path: Path, packed: bool) -> None:
    """The version stands in its name, the copyright in its licence."""
    folder = tmp_path / "aiogram-1.2"
    (folder / INSIDE).parent.mkdir(parents=True)
    (folder / INSIDE).write_text("{}", "utf-8")
    (folder / "LICENSE").write_text("Copyright (c) Somebody\n\nPermission", "utf-8")
    if packed:
        with tarfile.open(tmp_path / "aiogram-1.2.tar.gz", "w:gz") as archive:
            archive.add(folder, folder.name)
    header, found = read(tmp_path / ("aiogram-1.2.tar.gz" if packed else "aiogram-1.2"))
    assert (header["source"], header["copyright"], found) == (
        "aiogram 1.2",
        "Copyright (c) Somebody",
        {},
    )


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": 1001}, "message text is empty"),
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": "me", "text": "x"}, "chat not found"),
        (
            {"chat_id": 1001, "text": "x", "message_thread_id": "first"},
            'field "message_thread_id" must be of type Number',
        ),
        (
            {"chat_id": 1001, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
            "can't parse MessageEntity: Can't find field \"length\"",
        ),
        (
            {"chat_id": 1001, "text": "x", "entities": '[{"type":"bold","offset":0,"length":[]}]'},
            'can\'t parse MessageEntity: Field "length" must be of type Number',
        ),
        (
            {"chat_id": 1001, "text": "x", "entities": {"type": "bold"}},
            "expected an Array of MessageEntity",
        ),
        (
            {"chat_id": 1001, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        ({"chat_id": 1001, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        (
            {"chat_id": 1001, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "a.b"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
    ],
)
def test_a_wrong_parameter_is_refused(bot: Asking, params: dict[str, object], words: str) -> None:
    """What is missing or ill-typed is refused in Telegram's words."""
    assert bot.refusal("sendMessage", **params) == f"Bad Request: {words}"


def test_a_missing_parameter_is_named(bot: Asking) -> None:
    """A parameter without words of its own is named."""
    expected = 'Bad Request: parameter "file_id" is required'
    assert bot.refusal("getFile") == expected


def test_an_unknown_parameter_is_a_complaint(bot: Asking) -> None:
    """The call is carried out, and the test that made it fails."""
    bot.ask("sendMessage", chat_id=1001, text="x", colour="red")
    assert bot.telegram.complaints == ["sendMessage has no parameter colour"]


def test_an_unknown_field_is_a_complaint(bot: Asking) -> None:
    """Objects inside a parameter are looked into."""
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]}
    bot.ask("sendMessage", chat_id=1001, text="x", reply_markup=json.dumps(keyboard))
    assert bot.telegram.complaints == ["sendMessage: InlineKeyboardButton has no field colour"]


def test_the_type_of_an_object_says_what_it_may_hold(bot: Asking) -> None:
    """A field of another kind of object is a complaint."""
    bot.ask("setMyCommands", commands=[], scope={"type": "all_group_chats", "chat_id": 1})
    complaint = "setMyCommands: BotCommandScopeAllGroupChats has no field chat_id"
    assert bot.telegram.complaints == [complaint]


def test_an_unknown_method_is_a_complaint(bot: Asking) -> None:
    """It is refused with 404 and noted."""
    words = bot.refusal("sendNothing")
    assert (words, bot.telegram.complaints) == (
        "Not Found: method not found",
        ["unknown method sendNothing"],
    )


def test_a_method_that_is_not_played_says_so(bot: Asking) -> None:
    """A real method that the offline Telegram lacks is no unknown one."""
    bot.refusal("sendDice", chat_id=1001)
    assert bot.telegram.complaints == ["the offline Telegram does not have sendDice"]


def test_text_stands_for_numbers(bot: Asking) -> None:
    """A form has only texts, and a text that looks like a number stays one."""
    sent = bot.ask("sendMessage", chat_id="1001", text="12", disable_notification="true")
    assert sent["text"] == "12"


def test_every_call_is_checked_in_less_than_a_millisecond(bot: Asking) -> None:
    """A check costs no time that a suite would notice."""
    keyboard = {"inline_keyboard": [[{"text": str(n), "callback_data": "b"}] for n in range(10)]}
    params = {"chat_id": "1001", "text": "x", "reply_markup": json.dumps(keyboard)}
    begun = bot.telegram.clock()
    for _ in range(200):
        schema.read("sendMessage", params)
    assert (bot.telegram.clock() - begun) / 200 < 0.001


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        ("42:another", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("42", 404, "Not Found"),
    ],
)
def test_another_token_is_refused(bot: Asking, token: str, status: int, words: str) -> None:
    """A wrong token is unauthorized, and what is no token is found nowhere."""
    answered, answer = call(bot.telegram, token, "getMe", {})
    assert (answered, answer["description"]) == (status, words)


def test_the_data_file_is_small() -> None:
    """The schema stays a file that one can look at."""
    assert Path(schema.__file__).with_name("schema.json").stat().st_size < 100_000
