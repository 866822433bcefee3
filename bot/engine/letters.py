"""Letters and words: what is the same word, however it is typed."""

import re
import unicodedata
from typing import Final

Words = tuple[str, ...]

PAUSES: Final = frozenset(".,;!?")
_TOKEN: Final = re.compile(r"[^\W_]+|[.,;!?]")
_DOTTED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
"""An abbreviation with a dot behind each letter: "i.p.v."."""
_DOTS: Final = re.compile(r"\.\.+")
"""Dots that end no sentence."""
_STRUCK: Final = str.maketrans("łøđ", "lod")
"""Letters that are typed without their stroke, which Unicode does not take apart."""


def plain(text: str) -> str:
    """The text in small letters, without accents and invisible characters."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(c for c in taken_apart if unicodedata.category(c) not in ("Mn", "Cf"))
    return visible.translate(_STRUCK)


def tokens(text: str) -> list[str]:
    """Words and pauses of a text; case, accents, joiners and invisible characters do not count."""
    return _TOKEN.findall(_DOTTED.sub(_undotted, _DOTS.sub(",", plain(text))))


def _undotted(match: re.Match[str]) -> str:
    return match[0].replace(".", "") + " "


def slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with one letter wrong, missing, too many, or two swapped."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    head = next((i for i, (a, b) in pairs if a != b), min(len(typed), len(meant)))
    a, b = typed[head:], meant[head:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def without_a_letter(word: str) -> set[str]:
    """The word and every word that one letter less makes of it: two a slip apart share one."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
