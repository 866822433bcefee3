"""The answer: the settings with their labels in one language, as text, JSON or HTML."""

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.facts import Field, Settings
from bot.render.rich import Rich, bold, code, join

TICKED: Final = "☑"
UNTICKED: Final = "☐"
TEXT_UNTICKED: Final = "{label} (leave unticked)"


@dataclass(frozen=True, slots=True)
class Line:
    """A field as a customer reads it.

    Attributes:
        field: the field with its value.
        label: what it is called on screen.
        value: what to fill in; a port and a tick keep their own types.
        source: where the value comes from.
        unticked: the label of an empty checkbox, with the advice to leave it empty.
    """

    field: Field
    label: str
    value: str | int | bool
    source: str
    unticked: str

    def rich(self) -> Rich:
        """One line of a message."""
        match self.field.kind:
            case "checkbox":
                return Rich(f"{self.shown} {self.told}")
            case "server" | "port":
                return Rich(f"{self.label}: ") + code(str(self.value))
            case _:
                return Rich(f"{self.label}: {self.value}")

    @property
    def told(self) -> str:
        """The label, with the advice that an empty checkbox needs."""
        return self.unticked if self.value is False else self.label

    @property
    def shown(self) -> str:
        """The value alone, in characters."""
        if isinstance(self.value, bool):
            return TICKED if self.value else UNTICKED
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """The settings in one language, with everything that is said in the same message.

    Attributes:
        settings: the values.
        code: the short code of the answers that asked for them.
        language: the code of the language.
        heading: which settings these are.
        lines: the fields in on-screen order.
        warnings: what is said above them.
        notes: what is said below them.
    """

    settings: Settings
    code: str
    language: str
    heading: str
    lines: tuple[Line, ...]
    warnings: tuple[Rich, ...]
    notes: tuple[Rich, ...]

    def rich(self) -> Rich:
        """The answer as a message."""
        lines = join((line.rich() for line in self.lines), "\n")
        return join((bold(self.heading), *self.warnings, lines, *self.notes), "\n\n")

    def to_text(self) -> str:
        """The answer for pasting."""
        return self.rich().plain

    def to_data(self) -> dict[str, Any]:
        """The answer as JSON types, the fields in on-screen order."""
        return {
            "program": self.settings.program,
            "protocol": self.settings.protocol,
            "language": self.language,
            "fields": [
                {
                    "field": line.field.name,
                    "label": line.label,
                    "kind": line.field.kind,
                    "value": line.value,
                    "source": line.source,
                }
                for line in self.lines
            ],
            "notes": [note.plain for note in (*self.warnings, *self.notes)],
        }

    def to_json(self) -> str:
        """`to_data` as text."""
        return json.dumps(self.to_data(), ensure_ascii=False, indent=2)

    def to_html(self) -> str:
        """The answer as an HTML fragment."""
        rows = "\n".join(
            f'    <tr><th scope="row">{html.escape(line.told)}</th><td>{_cell(line)}</td></tr>'
            for line in self.lines
        )
        return "\n".join(
            (
                f'<div lang="{self.language}">',
                f"  <p><strong>{html.escape(self.heading)}</strong></p>",
                *_paragraphs(self.warnings),
                f"  <table>\n{rows}\n  </table>",
                *_paragraphs(self.notes),
                "</div>",
            )
        )


def _paragraphs(notes: Iterable[Rich]) -> Iterator[str]:
    return (f"  <p>{html.escape(note.plain)}</p>" for note in notes)


def _cell(line: Line) -> str:
    shown = html.escape(line.shown)
    return f"<code>{shown}</code>" if line.field.kind in ("server", "port") else shown
