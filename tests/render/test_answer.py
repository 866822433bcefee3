"""The answer as text, JSON and HTML."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.engine.answers import Answers
from bot.helpdesk import Helpdesk
from bot.render.answer import Answer
from bot.render.rich import Rich
from tests.known_labels import LABELS
from tests.known_values import COMBINATIONS, FIELDS, HOST, INCOMING, OUTGOING, known

KINDS = (
    *("text", "text", "password", "server", "port", "checkbox"),
    *("server", "port", "checkbox", "checkbox", "checkbox"),
)


class Reader(HTMLParser):
    """Reads HTML; gathers its text and complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an opening tag."""
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take in a closing tag."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take in text."""
        self.texts += [data.strip()] if data.strip() else []


def answer(helpdesk: Helpdesk, code: str = "pop-ssl-plain", language: str = "nl") -> Answer:
    """The answer of a code."""
    protocol, incoming, outgoing = code.split("-")
    answers = Answers(None, protocol, incoming == "ssl", outgoing == "ssl")
    return helpdesk.answer(answers, language)


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_json_has_the_promised_form(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool, language: str
) -> None:
    """Keys, their order and the types are those of the contract, on every combination."""
    found = helpdesk.answer(Answers(None, protocol, incoming, outgoing), language)
    data = json.loads(found.to_json())
    assert list(data) == ["program", "protocol", "language", "fields", "notes"]
    assert (data["program"], data["protocol"], data["language"]) == ("windows8", protocol, language)
    keys = {tuple(field) for field in data["fields"]}
    assert keys == {("field", "label", "kind", "value", "source")}
    assert tuple(field["field"] for field in data["fields"]) == FIELDS
    assert tuple(field["kind"] for field in data["fields"]) == KINDS
    values = {field["field"]: field["value"] for field in data["fields"]}
    expected = known(protocol, incoming, outgoing)
    assert {name: (type(values[name]), values[name]) for name in expected} == {
        name: (type(value), value) for name, value in expected.items()
    }
    assert all(isinstance(note, str) and note for note in data["notes"])


def test_json_is_written_for_people_too(helpdesk: Helpdesk) -> None:
    """Letters with accents stand in the JSON as they are."""
    found = replace(answer(helpdesk), notes=(Rich("één 🐟"),))
    assert "één 🐟" in found.to_json()


def test_text_shows_every_field_in_order(helpdesk: Helpdesk) -> None:
    """The text has heading, warnings, a line for each field, and the note, in that order."""
    paragraphs = answer(helpdesk).to_text().split("\n\n")
    assert paragraphs[0] == "E-mail (Windows 8): POP met SSL, alleen voor inkomende e-mail"
    assert [p[:1] for p in paragraphs[1:3]] == ["⚠", "⚠"]
    assert paragraphs[3].split("\n") == [
        "E-mailadres: uw volledige e-mailadres",
        "Gebruikersnaam: uw volledige e-mailadres",
        "Wachtwoord: het wachtwoord van de mailbox",
        f"Inkomende mail server (POP): {HOST}",
        f"Port: {INCOMING['pop', True]}",
        "☑ De inkomende server vereist SSL",
        f"Uitgaande Mail Server(SMTP): {HOST}",
        f"Port: {OUTGOING[False]}",
        "☐ De uitgaande server vereist SSL (niet aanvinken)",
        "☑ De uitgaande server vereist verificatie",
        f"☑ {LABELS['nl']['same_credentials']}",
    ]
    assert paragraphs[4].startswith("‘De uitgaande server vereist verificatie’ moet altijd")
    assert len(paragraphs) == 5


def test_the_answer_asks_nothing(helpdesk: Helpdesk) -> None:
    """The answer for pasting holds no question of the conversation."""
    assert "Werkt het?" not in answer(helpdesk).to_text()


def test_html_shows_the_same_values(helpdesk: Helpdesk) -> None:
    """The HTML is well formed and holds label and value of each field."""
    found = answer(helpdesk)
    reader = Reader()
    reader.feed(found.to_html())
    reader.close()
    assert not reader.open
    for line in found.lines:
        assert [line.told, line.shown] in [reader.texts[i : i + 2] for i in range(99)]


def test_html_names_its_language(helpdesk: Helpdesk) -> None:
    """The HTML says which language it is in, so that it is read aloud rightly."""
    assert answer(helpdesk).to_html().startswith('<div lang="nl">')


def test_an_unticked_box_says_so_in_html(helpdesk: Helpdesk) -> None:
    """An empty box is not shown by its sign alone in any format."""
    assert "niet aanvinken" in answer(helpdesk).to_html()


def test_html_is_escaped(helpdesk: Helpdesk) -> None:
    """Whatever stands in headings, labels, values and notes can't become HTML."""
    evil = "<script>\"'&amp;</td>"
    found = answer(helpdesk)
    lines = tuple(
        replace(
            line,
            label=evil,
            unticked=evil,
            value=evil if isinstance(line.value, str) else line.value,
        )
        for line in found.lines
    )
    note = (Rich(evil),)
    html = replace(found, heading=evil, lines=lines, warnings=note, notes=note).to_html()
    assert not re.search(r"<script|&amp;</td>|\"'", html)
    assert html.count("&lt;script&gt;") >= len(lines) + 3
