"""Recipes."""

import pytest

from bot.engine.answers import Answers
from bot.engine.events import Chose, Started
from bot.helpdesk import Helpdesk
from bot.render.message import Message
from bot.render.picture import draft

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
        "sculpture imap-ssl en",
        "picture ! en",
    ],
)
def test_a_recipe_that_nobody_knows(helpdesk: Helpdesk, recipe: str) -> None:
    """A recipe of another version is refused as unknown."""
    with pytest.raises(LookupError):
        helpdesk.draft(recipe)
