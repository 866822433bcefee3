"""`postbode draw --pictures`: a sheet for each mail program and combination, in every language."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.helpdesk import Helpdesk
from bot.render.answer import Answer
from bot.render.catalog import Catalog
from bot.render.picture import WIDTH, png, svg

FOLDER: Final = "pictures"
"""The folder of the sheets, beside the page."""
HEADER: Final = """\
# Pictures

Every picture that customers can be shown, drawn by `postbode draw --pictures`; do not edit. Labels
are those of the guides (`flows/facts/programs/`), so there may be languages here that the bot does
not speak yet; what is said in words is English then. The numbers are those of the drawings: a test
compares them.
"""
_COLUMNS: Final = 5
_THUMB: Final = 330
_SIZE: Final = re.compile(r'width="(\d+)" height="(\d+)"')


class Sheet(NamedTuple):
    """A sheet.

    Attributes:
        name: the code of the combination, and of the program when it is not the default one.
        title: the program and combination, in English.
        languages: the languages on it, in reading order.
        drawing: all pictures of it as one SVG document.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    drawing: str

    @property
    def mark(self) -> str:
        """The number of the drawing."""
        return hashlib.sha256(self.drawing.encode()).hexdigest()[:12]


def sheets(helpdesk: Helpdesk) -> Iterator[Sheet]:
    """A sheet for each program and each combination that can be shown there."""
    for answers in combinations(helpdesk):
        program = answers.program or DEFAULT_PROGRAM
        languages = tuple(sorted({*helpdesk.facts.programs[program].labels, *helpdesk.languages}))
        shown = [_in(helpdesk, answers, language) for language in languages]
        title = _in(helpdesk, answers, "en").heading
        yield Sheet(answers.code(), title, languages, _together(list(map(svg, shown))))


def combinations(helpdesk: Helpdesk) -> Iterator[Answers]:
    """Every combination of which the bot shows a picture."""
    for name, program in helpdesk.facts.abilities.items():
        named = None if name == DEFAULT_PROGRAM else name
        for form in program.forms:
            if form.protocol in program.protocols:
                yield replace(form, program=named)


def _in(helpdesk: Helpdesk, answers: Answers, language: str) -> Answer:
    """The settings with the labels of a language, and its texts where there are any."""
    known = language in helpdesk.languages
    catalog = helpdesk.catalog(language) if known else Catalog(language)
    return helpdesk.answer_with(answers, catalog)


def _together(drawings: list[str]) -> str:
    """Pictures side by side and below each other."""
    scale = _THUMB / WIDTH
    heights = [float(_SIZE.findall(drawing)[0][1]) * scale for drawing in drawings]
    columns = min(_COLUMNS, len(drawings))
    parts, y = list[str](), 0.0
    for start in range(0, len(drawings), columns):
        row = drawings[start : start + columns]
        for i, drawing in enumerate(row):
            parts.append(f'<g transform="translate({i * _THUMB} {y:g}) scale({scale:.6f})">')
            parts += [drawing.strip(), "</g>"]
        y += max(heights[start : start + columns])
    size = f'width="{columns * _THUMB}" height="{round(y)}"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', *parts, "</svg>\n"])


def page(found: list[Sheet]) -> str:
    """docs/pictures.md."""
    parts = [
        f"## {sheet.title}\n\n{', '.join(sheet.languages)} · {sheet.mark}\n\n"
        f"![{sheet.title}: {', '.join(sheet.languages)}]({FOLDER}/{sheet.name}.png)\n"
        for sheet in found
    ]
    return "\n".join([HEADER, *parts])


def write(helpdesk: Helpdesk, docs: Path) -> Path:
    """Draw all sheets and the page; returns the page."""
    found = list(sheets(helpdesk))
    folder = docs / FOLDER
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for sheet in found:
        (folder / f"{sheet.name}.png").write_bytes(png(sheet.drawing))
    path = docs / "pictures.md"
    path.write_text(page(found), encoding="utf-8")
    return path
