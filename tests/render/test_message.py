"""Actions as messages."""

import itertools
import re
from dataclasses import replace

import pytest

from bot.config import Operator
from bot.engine.actions import ShowSettings
from bot.engine.answers import Answers
from bot.engine.events import Started, Typed
from bot.engine.show import values
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.render.catalog import load_catalog
from bot.render.message import NAMES, OWN_NAMES, TEXTS, Message, Voice
from bot.render.rich import names
from bot.texts import all_texts
from tests.engine.walks import places
from tests.known_values import COMBINATIONS, HOST, INCOMING, OUTGOING

OPERATOR = Operator(
    "https://panel.example", "**call** `us` {code}", True, "https://p.example", "€ 9"
)
LIMIT, CAPTION, LABEL_LIMIT, COPY_LIMIT = 4096, 1024, 64, 256
"""Characters that Telegram takes in a text and below a file, reads on a button, and copies."""


@pytest.fixture(scope="module")
def configured() -> Helpdesk:
    """The bot with everything configured."""
    return load_helpdesk(OPERATOR)


@pytest.fixture(scope="module", params=["en", "nl"])
def shown(request: pytest.FixtureRequest, configured: Helpdesk) -> tuple[str, list[Message]]:
    """A language, and every message that its customers can reach by pressing."""
    language = request.param
    reached = (configured.render(a, language) for _, a in places(configured.flow, language))
    return language, [message for messages in reached for message in messages]


def test_every_message_fits(shown: tuple[str, list[Message]]) -> None:
    """No text, label or value to be copied passes the limits of Telegram."""
    for message in shown[1]:
        assert 0 < len(message.text.plain) <= (CAPTION if message.file else LIMIT)
        for button in itertools.chain(*message.rows):
            assert 0 < len(button.label) <= LABEL_LIMIT
            assert len(button.copy) <= COPY_LIMIT
            assert sum(map(bool, (button.data, button.copy, button.link))) == 1


def test_no_name_is_left_open(shown: tuple[str, list[Message]]) -> None:
    """No text shows a name in braces or markup, but for what the operator wrote."""
    for message in shown[1]:
        text = message.text.plain.replace(OPERATOR.helpdesk, "")
        assert not names(text)
        assert not re.search(r"\*\*|`|\]\(", text)


def test_what_the_operator_wrote_is_no_markup(configured: Helpdesk) -> None:
    """Markup in the words of the operator is shown as it is written."""
    here = configured.begin(["en"], 0)
    _, (message,) = configured.turn(here, Typed("person"), 60)
    assert f"You reach them here: {OPERATOR.helpdesk}" in message.text.plain
    assert not [span for span in message.text.spans if span.kind == "bold"]


def test_nothing_is_left_in_english(configured: Helpdesk) -> None:
    """In Dutch no sentence, label or source of the English texts is shown."""
    english = {t for t in all_texts(configured.flow, configured.facts) if not names(t)}
    catalog = load_catalog("nl")
    untranslated = {text for text in english if catalog.text(text) == text} - {"POP"}
    assert not untranslated
    for _, actions in places(configured.flow, "nl"):
        for message in configured.render(actions, "nl"):
            labels = {b.label for row in message.rows for b in row}
            assert not english & ({*labels, *message.text.plain.split("\n")} - {"POP"})


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_message_holds_the_values(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool, language: str
) -> None:
    """The message has exactly the host and the two ports as code, in on-screen order."""
    code = Answers(None, protocol, incoming, outgoing).code()
    _, (message,) = helpdesk.turn(helpdesk.begin([language], 0), Started(code), 60)
    plain = message.text.plain
    values = [plain[s.start : s.start + s.length] for s in message.text.spans if s.kind == "code"]
    ports = str(INCOMING[protocol, incoming]), str(OUTGOING[outgoing])
    assert values == [HOST, ports[0], HOST, ports[1]]
    assert [b.copy for b in message.rows[0]] == [HOST, *ports]
    assert (plain.count("☑"), plain.count("☐")) == (
        2 + incoming + outgoing,
        2 - incoming - outgoing,
    )


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_warnings_stand_in_the_same_message(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool
) -> None:
    """POP says that this app can't do it, and values without SSL say what that means."""
    text = helpdesk.answer(Answers(None, protocol, incoming, outgoing), "en").to_text()
    assert ("cannot do POP" in text) is (protocol == "pop")
    assert ("Without SSL your password" in text) is not (incoming and outgoing)
    assert "must always be ticked" in text
    assert "POP before SMTP" in text


def test_the_settings_stay_and_cards_do_not(helpdesk: Helpdesk) -> None:
    """The settings are a message that is kept; a question is a card that is replaced."""
    here = helpdesk.begin(["en"], 0)
    _, (answer,) = helpdesk.turn(here, Started("imap-ssl"), 60)
    _, (question,) = helpdesk.turn(here, Started(), 60)
    assert (answer.place, question.place) == ("keep", "card")


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_why_names_the_source_of_each_field(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool
) -> None:
    """“Why these values” shows each field below the document that it comes from."""
    answers = Answers(None, protocol, incoming, outgoing)
    here, _ = helpdesk.turn(helpdesk.begin(["en"], 0), Started(answers.code()), 60)
    _, (message,) = helpdesk.turn(here, Typed("why"), 120)
    told: dict[str, str] = {}
    for paragraph in message.text.plain.split("\n\n"):
        first, *fields = paragraph.split("\n")
        if "(ISPDB)" not in first:
            told |= {field: first.rstrip(":") for field in fields}
    lines = helpdesk.answer(answers, "en").lines
    for line in lines:
        shown = line.rich().plain
        same = {other.source for other in lines if other.rich().plain == shown}
        assert told[shown] in same


def test_names_are_those_that_have_a_value(helpdesk: Helpdesk) -> None:
    """Each name that a text may use stands for something: a fact, or what the customer was told."""
    voice = Voice(load_catalog("en"), helpdesk.facts, Operator())
    asked = replace(helpdesk.begin(["en"], 0), draft={"note": "hello"})
    brought = {name for name, _ in values(asked)} | {"words"}
    assert set(voice.values(Answers())) | brought == NAMES


def test_texts_of_the_code_use_no_other_names() -> None:
    """The texts that stand in the code use the names that are theirs alone."""
    assert {name for text in TEXTS for name in names(text)} == OWN_NAMES


def test_an_action_without_rows_is_a_message_without_buttons(helpdesk: Helpdesk) -> None:
    """An answer is complete without the buttons that follow it."""
    settings = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True)
    action = ShowSettings(settings, "{program}", (), (), (), ())
    (message,) = helpdesk.render([action], "en")
    assert message.text.plain.startswith("Mail (Windows 8)\n\nEmail address: ")
    assert len(message.rows) == 1
