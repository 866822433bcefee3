"""One field as it is read to somebody who has the screen before them and types what they hear."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.render.answer import Line
from bot.render.catalog import Catalog
from bot.render.rich import Rich, bold, code, join

SPELLED: Final = {
    ".": "dot",
    ":": "colon",
    "-": "dash",
    "/": "slash",
    **dict(zip("01234", ("zero", "one", "two", "three", "four"), strict=True)),
    **dict(zip("56789", ("five", "six", "seven", "eight", "nine"), strict=True)),
}
"""What characters are called; a letter is called by itself."""
ZERO_AMONG_LETTERS: Final = "zero, not the letter o"
TICK: Final = "Tick this box."
LEAVE: Final = "Leave this box empty: no tick."
CHOOSE: Final = "Choose this:"
FILL_IN: Final = "Fill in:"
TEXTS: Final = (*SPELLED.values(), ZERO_AMONG_LETTERS, TICK, LEAVE, CHOOSE, FILL_IN)


def read_aloud(lines: Sequence[Line], index: int, catalog: Catalog) -> Rich:
    """A field: how far we are, its label, then what belongs in it, spelled.

    Args:
        lines: all fields, in on-screen order.
        index: which of them, from 0.
        catalog: the texts of the customer's language.
    """
    line = lines[index]
    head = bold(f"{index + 1}/{len(lines)} · {line.label}")
    return join([head, *_told(line, catalog)], "\n")


def _told(line: Line, catalog: Catalog) -> Iterator[Rich]:
    match line.field.kind:
        case "checkbox":
            text = TICK if line.value else LEAVE
            yield Rich(f"{line.shown} {catalog.text(text)}")
        case "choice":
            yield Rich(f"{catalog.text(CHOOSE)} ") + bold(line.shown)
        case "server" | "port":
            yield Rich(f"{catalog.text(FILL_IN)} ") + code(line.shown)
            yield Rich(spell(line.shown, catalog))
        case _:
            yield Rich(f"{catalog.text(FILL_IN)} {line.shown}")


def spell(value: str, catalog: Catalog) -> str:
    """A value character by character, in the customer's language."""
    return " · ".join(_called(value, i, catalog) for i in range(len(value)))


def _called(value: str, at: int, catalog: Catalog) -> str:
    """What a character is called; a zero among letters is told apart from the letter o."""
    char = value[at].lower()
    beside = value[max(at - 1, 0) : at + 2].replace(char, "")
    if char == "0" and any(other.isalpha() for other in beside):
        return catalog.text(ZERO_AMONG_LETTERS)
    return catalog.text(SPELLED[char]) if char in SPELLED else char
