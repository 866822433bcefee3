"""Recipes."""

import json
from dataclasses import replace

import pytest

from bot.engine.answers import Answers
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Started, Typed
from bot.helpdesk import Helpdesk
from bot.render.message import Message
from bot.render.picture import draft
from bot.render.recipe import file_of, own
from tests.known_values import HOST
from tests.qr import text_of

SAID = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=False)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_picture_of_a_message(helpdesk: Helpdesk, language: str) -> None:
    """The picture that a customer asks for is that of their settings, in their language."""
    here, _ = helpdesk.turn(helpdesk.begin([language], 0), Started(SAID.code()), 0)
    press = Chose("1.setup.answer:picture:imap-ssl-plain")
    _, (message,) = helpdesk.turn(here, press, 60)
    assert message.file is not None
    assert message.file.name == f"imap-ssl-plain-{language}.png"
    made = helpdesk.draft(message.file.recipe)
    assert made.version == draft(helpdesk.answer(SAID, language)).version


def test_the_caption_says_what_the_picture_shows(helpdesk: Helpdesk) -> None:
    """Who can't see the picture reads the same in its caption."""
    here, _ = helpdesk.turn(helpdesk.begin(["en"], 0), Started("imap-ssl"), 0)
    _, (message,) = helpdesk.turn(here, Chose("1.setup.answer:picture:imap-ssl"), 60)
    answer = helpdesk.answer(Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True), "en")
    assert isinstance(message, Message)
    for line in answer.lines:
        assert line.rich().plain in message.text.plain


@pytest.mark.parametrize(
    "recipe",
    [
        "",
        "picture",
        "picture imap en",
        "picture imap-ssl xx",
        "statue imap-ssl en",
        "picture ! en",
        "profile imap",
        "profile imap-ssl en",
        "qr imap-ssl",
    ],
)
def test_a_recipe_that_nobody_knows(helpdesk: Helpdesk, recipe: str) -> None:
    """A recipe of another version is refused as unknown."""
    with pytest.raises(LookupError):
        helpdesk.draft(recipe)


JAN = "jan@voorbeeld.example"


@pytest.mark.parametrize("what", ["profile", "autoconfig"])
def test_a_file_without_an_address_is_the_same_for_everybody(helpdesk: Helpdesk, what: str) -> None:
    """It has a recipe, is made when it is sent, and its version changes with its content."""
    file = file_of(what, SAID, "nl", "", helpdesk.facts)
    assert (file.kind, file.content) == ("document", "")
    made = helpdesk.draft(file.recipe)
    assert HOST.encode() in made.make()
    pop = file_of(what, replace(SAID, protocol="pop"), "", "", helpdesk.facts)
    other = helpdesk.draft(pop.recipe)
    assert made.version == helpdesk.draft(file.recipe).version != other.version


@pytest.mark.parametrize("what", ["profile", "autoconfig", "qr"])
def test_a_file_with_an_address_is_the_customers_own(helpdesk: Helpdesk, what: str) -> None:
    """It has no recipe, so that neither the file nor the address is kept for anybody else."""
    file = file_of(what, SAID, "nl", JAN, helpdesk.facts)
    assert not file.recipe
    assert "voorbeeld.example" in file.content
    assert "jan" not in file.name
    assert own(file)


def test_a_qr_code_is_drawn_when_it_is_sent(helpdesk: Helpdesk) -> None:
    """What waits in the outbox is what the code says; the picture is made of it."""
    file = file_of("qr", SAID, "nl", JAN, helpdesk.facts)
    assert file.kind == "photo"
    assert text_of(own(file)) == file.content


def asked(helpdesk: Helpdesk, state: str, code: str) -> Conversation:
    """A conversation in a state that has a use for an address."""
    here, _ = helpdesk.turn(helpdesk.begin(["en"], 0), Started(code), 0)
    here, _ = helpdesk.turn(here, Chose(f"1.setup.answer:{state}:{code}"), 60)
    assert here.state == f"file.{state}"
    return here


@pytest.mark.parametrize(
    ("state", "code"), [("profile", "iphone-imap-ssl"), ("qr", "thunderbird-imap-ssl")]
)
def test_an_address_is_used_and_not_kept(helpdesk: Helpdesk, state: str, code: str) -> None:
    """A typed address goes into the file, and nothing of it into the conversation."""
    here = asked(helpdesk, state, code)
    after, (message,) = helpdesk.turn(here, Typed(f"it is {JAN}"), 120)
    assert message.file is not None
    assert JAN in message.file.content
    assert JAN not in message.text.plain
    assert "voorbeeld" not in json.dumps(after.to_json())


def test_without_an_address_there_is_no_qr_code(helpdesk: Helpdesk) -> None:
    """Another language, chosen at the code, is a card: the address is gone by then."""
    here = asked(helpdesk, "qr", "thunderbird-imap-ssl")
    after, _ = helpdesk.turn(here, Typed(JAN), 120)
    _, (message,) = helpdesk.turn(after, Typed("nederlands"), 180)
    assert (message.file, message.place) == (None, "card")


def test_an_address_elsewhere_is_no_file(helpdesk: Helpdesk) -> None:
    """Where nobody asked for one, an address is a text like any other."""
    here, _ = helpdesk.turn(helpdesk.begin(["en"], 0), Started("imap-ssl"), 0)
    after, (message,) = helpdesk.turn(here, Typed(JAN), 60)
    assert (after.state, message.file) == ("setup.answer", None)
