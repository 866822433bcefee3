"""What error messages mean, from patterns as data (flows/symptoms/errors.yaml)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

OTHER: Final = "error_other"
"""The class of a message that no pattern fits, where one was asked for."""


@dataclass(frozen=True, eq=False)
class ErrorPattern:
    """One meaning.

    Attributes:
        means: the class of words that it stands for.
        texts: what such a message says; the whole message decides.
        numbers: the numbers of such errors; where an entry before fits the text, they do not count.
        where: FILE:LINE.
    """

    means: str
    texts: tuple[re.Pattern[str], ...]
    numbers: tuple[int, ...] = ()
    where: str = ""


def meaning(patterns: Iterable[ErrorPattern], text: str, *, asked: bool) -> str:
    """The class of an error message; empty when the text is none.

    Args:
        patterns: the meanings, the first that fits counts.
        text: what was typed or pasted.
        asked: whether an error message was asked for: then a number alone is one.
    """
    line = " ".join(text.split())
    found = (p.means for p in patterns if _fits(p, line, text, asked=asked))
    return next(found, "")


def _fits(pattern: ErrorPattern, line: str, text: str, *, asked: bool) -> bool:
    if any(found.search(line) for found in pattern.texts):
        return True
    return any(_numbered(number, asked=asked).search(text) for number in pattern.numbers)


def _numbered(number: int, *, asked: bool) -> re.Pattern[str]:
    """A number where it is that of an error: at the start of a line, or before its like."""
    if asked:
        return re.compile(rf"(?<!\d){number}(?!\d)")
    return re.compile(rf"^\W*{number}[ -]\S|(?<!\d){number}[ -]\d\.\d", re.MULTILINE)
