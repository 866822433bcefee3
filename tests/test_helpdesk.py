"""All parts of the engine, put together."""

import itertools
import re

import pytest

from bot.config import Operator
from bot.engine.answers import Answers
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.errors import LanguageUnknown
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.render.message import Message
from tests.known_values import COMBINATIONS

SSL = {True: "ssl", False: "plain"}


def told(helpdesk: Helpdesk, language: str, *events: Event) -> Message:
    """What the last event makes the bot say."""
    here = helpdesk.begin([language], 0)
    messages: tuple[Message, ...] = ()
    for number, event in enumerate(events, 1):
        here, messages = helpdesk.turn(here, event, number * 60.0)
    (message,) = messages
    return message


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_way_gives_the_same_answer(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool, language: str
) -> None:
    """Deep link, button and command of an agent give the same text for the same code."""
    answers = Answers(None, protocol, incoming, outgoing)
    pasted = helpdesk.answer(answers, language).to_text()
    linked = told(helpdesk, language, Started(answers.code()))
    pressed = told(helpdesk, language, Chose(f"1.setup.programs:use_imap:{answers.code()}"))
    assert linked.text.plain.startswith(pasted + "\n\n")
    if protocol == "pop":
        imap = Answers(None, "imap", incoming, outgoing)
        assert pressed.text.plain.startswith(helpdesk.answer(imap, language).to_text())


@pytest.mark.parametrize(("protocol", "ssl"), list(itertools.product(["imap", "pop"], SSL)))
def test_typing_and_pressing_give_the_same_answer(
    helpdesk: Helpdesk, protocol: str, ssl: bool
) -> None:
    """One typed line, two presses and a deep link end in the same message."""
    line = told(helpdesk, "nl", Typed(f"{protocol} {'met' if ssl else 'zonder'} ssl"))
    pressed = told(
        helpdesk,
        "nl",
        Chose(f"1.setup.start:{protocol}:"),
        Chose(f"1.setup.ssl:{'yes' if ssl else 'no'}:{protocol}"),
    )
    linked = told(helpdesk, "en", Started(f"{protocol}-{SSL[ssl]}-nl"))
    assert line == linked
    assert line.text == pressed.text


def test_a_new_conversation_is_in_the_language_of_the_customer(helpdesk: Helpdesk) -> None:
    """The first language that the bot speaks is used, English when it speaks none."""
    assert helpdesk.begin([None, "de", "nl-BE"], 0).language == "nl"
    assert helpdesk.begin([], 0).language == "en"


def test_a_language_that_is_gone_is_read_in_english(helpdesk: Helpdesk) -> None:
    """A conversation in a language without texts goes on in English."""
    here = Conversation("setup.ssl", "xx", Answers(None, "imap"))
    _, (message,) = helpdesk.turn(here, Commanded("help"), 60)
    assert message.text.plain.startswith("I give you the settings")


def test_an_answer_in_an_unknown_language_is_refused(helpdesk: Helpdesk) -> None:
    """An agent who asks for a language without texts is told which there are."""
    answers = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True)
    with pytest.raises(LanguageUnknown, match=r"“xx”\. Choose one of: en, "):
        helpdesk.answer(answers, "xx")


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator(), ["You get an offer first.", "in the way you are used to"]),
        (Operator(helpdesk="Call."), ["You get an offer first.", "from our helpdesk: Call."]),
        (Operator(paid_price="€ 9"), ["The price: € 9", "in the way you are used to"]),
        (Operator(paid_link="https://x.example"), ["You get an offer first.", "The button below"]),
    ],
)
def test_the_paid_service_says_what_the_operator_set(
    operator: Operator, expected: list[str]
) -> None:
    """Price, link and helpdesk are the operator's; nothing is invented where they are not set."""
    message = told(load_helpdesk(operator), "en", Typed("set it up for me"))
    paragraphs = message.text.plain.split("\n\n")[1:]
    assert len(paragraphs) == 2
    assert all(part in paragraph for part, paragraph in zip(expected, paragraphs, strict=True))
    links = [b.link for row in message.rows for b in row if b.link]
    assert links == ([operator.paid_link] if operator.paid_link else [])


def test_a_person_is_told_the_code(helpdesk: Helpdesk) -> None:
    """Who was given settings and asks for a person gets the code to mention, as code."""
    message = told(helpdesk, "en", Started("pop-ssl-plain"), Typed("person"))
    (span,) = (s for s in message.text.spans if s.kind == "code")
    assert message.text.plain[span.start : span.start + span.length] == "pop-ssl-plain"


def test_nobody_is_asked_for_a_password(helpdesk: Helpdesk) -> None:
    """No text of the bot asks for a password; whether it works somewhere may be asked."""
    texts = [text.text for state in helpdesk.flow.states.values() for text in state.all_texts()]
    speaking = [text for text in texts if "password" in text]
    assert speaking
    asking = re.compile(
        r"\b(what|which|may i|tell me)\b[^.?!]*password[^.?!]*\?|send me", re.IGNORECASE
    )
    assert not [text for text in speaking if asking.search(text)]
