"""The dialog, drawn."""

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from bot.facts import Field
from bot.gallery import combinations
from bot.helpdesk import Helpdesk
from bot.render.answer import Answer, Line
from bot.render.catalog import Catalog
from bot.render.font import load_font
from bot.render.picture import WIDTH, draft, png, svg

EDGE = WIDTH - 50
"""Pixels from the left within which every letter stays."""
CAPTION = 1024
"""Characters that Telegram takes below a picture."""
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ET.Element:
    """A drawing as XML."""
    return ET.fromstring(drawing)  # noqa: S314 - our own


@pytest.fixture(scope="module")
def answers(helpdesk: Helpdesk) -> list[Answer]:
    """Every answer of which a picture can be shown, with the labels of every language."""
    return [
        helpdesk.answer_with(said, Catalog(language))
        for said in combinations(helpdesk)
        for language in helpdesk.facts.programs[said.program or "windows8"].labels
    ]


@pytest.fixture(scope="module")
def answer(answers: list[Answer]) -> Answer:
    """One of them."""
    return answers[0]


def words(drawing: str) -> str:
    """Everything that can be read in a picture."""
    return " ".join(unescape(text) for text in re.findall(r"<text [^>]+>([^<]*)</text>", drawing))


def test_a_picture_says_what_the_answer_says(answers: list[Answer]) -> None:
    """Heading, labels and values of each answer stand in its picture, in on-screen order."""
    for answer in answers:
        said = words(svg(answer))
        assert said.startswith(answer.heading)
        for line in answer.lines:
            assert line.label in said
            assert isinstance(line.value, bool) or str(line.value) in said


def test_ticks_are_drawn(answers: list[Answer]) -> None:
    """Each box is a frame; a ticked one holds a tick, an empty one the advice to leave it so."""
    for answer in answers:
        drawing = svg(answer)
        boxes = [line.value for line in answer.lines if isinstance(line.value, bool)]
        assert drawing.count('stroke-width="5"') == len(boxes)
        assert drawing.count("stroke-linecap") == sum(boxes)
        assert words(drawing).count("(leave unticked)") == boxes.count(False)


def test_nothing_leaves_the_picture(answers: list[Answer]) -> None:
    """No line of text and no frame passes the edge of the window, in any language."""
    for answer in answers:
        root = parsed(svg(answer))
        for text in root.iter(f"{SVG}text"):
            font = load_font(bold=text.get("font-weight") == "bold")
            width = font.width(text.text or "", float(text.get("font-size", 0)))
            assert float(text.get("x", 0)) + width <= EDGE, text.text
        for box in list(root.iter(f"{SVG}rect"))[2:]:
            assert float(box.get("x", 0)) + float(box.get("width", 0)) <= EDGE


def test_a_picture_is_sharp_and_not_too_tall(answers: list[Answer]) -> None:
    """Telegram takes a picture as it is: no longer than a phone's screen, and not a strip."""
    for answer in answers:
        height = int(parsed(svg(answer)).get("height", 0))
        assert 9 / 19.5 < WIDTH / height < 2


def test_the_password_is_no_row_of_dots(answers: list[Answer]) -> None:
    """What belongs in a password field is said in words: dots would look like a value."""
    for answer in answers:
        assert "the password of the mailbox" in words(svg(answer))
        assert not re.search(r"[•●*]{2}", svg(answer))


def test_captions_fit(helpdesk: Helpdesk, answers: list[Answer]) -> None:
    """What a picture shows fits into its caption, with the question that follows."""
    for answer in answers:
        said = replace(answer, notes=())
        assert len(said.rich().plain) < CAPTION - 200


def test_the_same_settings_give_the_same_bytes(answer: Answer) -> None:
    """A picture can be made again to the byte, and is a PNG of the width of a phone."""
    again = replace(answer)
    made = draft(answer).make()
    png.cache_clear()
    assert draft(again).make() == made
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == WIDTH


def test_the_version_follows_the_drawing(answer: Answer) -> None:
    """Another value, label or language is another version; the same drawing is the same one."""
    assert draft(answer).version == draft(replace(answer)).version
    assert draft(replace(answer, heading="other")).version != draft(answer).version


def with_line(answer: Answer, line: Line) -> Answer:
    """An answer that holds one field alone."""
    return replace(answer, lines=(line,))


def test_a_choice_has_its_arrow(answer: Answer) -> None:
    """A list to choose from is drawn with what is to be chosen and with an arrow."""
    field = Field("encryption", "choice", "SSL/TLS", "guide")
    drawing = svg(with_line(answer, Line(field, "Encryption", "SSL/TLS", "guide", "")))
    assert "Encryption SSL/TLS" in words(drawing)
    assert "h36l-18 20z" in drawing


def test_markup_in_a_label_is_text(answer: Answer) -> None:
    """A label with signs that SVG uses is drawn as it is written."""
    field = Field("x", "server", "<&>", "guide")
    drawing = svg(with_line(answer, Line(field, 'a < "b" & c', "<&>", "guide", "")))
    assert 'a < "b" & c <&>' in words(drawing)
    assert png(drawing)
