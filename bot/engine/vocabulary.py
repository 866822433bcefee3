"""The words that the bot understands, ready to be looked up."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from bot.engine.secrets import SecretWords

Words = tuple[str, ...]

PAUSES: Final = frozenset(".,;!?")
_TOKEN: Final = re.compile(r"[^\W_]+|[.,;!?]")
_SHORTEST_REPAIRED: Final = 4
"""Letters a word needs before a slip of the finger in it is forgiven."""
_SHORTEST_NEGATION: Final = 6
"""The same for a negation: “geef” and “need” must not count as “geen” and “neen”."""


def tokens(text: str) -> list[str]:
    """Words and pauses of a text; case, accents, joiners and invisible characters do not count."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return _TOKEN.findall(visible)


class PortMeaning(NamedTuple):
    """What a customer who names a port has in front of them."""

    protocol: str | None
    incoming: bool
    ssl: bool


@dataclass(frozen=True, eq=False)
class Phrases:
    """Phrase lists (flows/words/*.yaml): phrase -> class.

    Attributes:
        settings: words about protocol, SSL and direction, looked for in a whole sentence.
        anywhere: what a sentence asks for, wherever in it the phrase stands.
        alone: short answers, which count only when nothing else is said.
        filler: words that change nothing about a short answer.
    """

    settings: Mapping[Words, str] = field(default_factory=dict)
    anywhere: Mapping[Words, str] = field(default_factory=dict)
    alone: Mapping[Words, str] = field(default_factory=dict)
    filler: frozenset[str] = frozenset()

    @cached_property
    def longest(self) -> int:
        """Words in the longest phrase."""
        return max(map(len, (*self.settings, *self.anywhere, *self.alone)), default=1)

    @cached_property
    def _spellings(self) -> Mapping[str, tuple[str, ...]]:
        phrases = (*self.settings, *self.anywhere, *self.alone)
        words = sorted({word for phrase in phrases for word in phrase} | self.filler)
        return {
            initial: tuple(word for word in words if word[0] == initial)
            for initial in {word[0] for word in words}
        }

    def repaired(self, word: str) -> str:
        """The word that was meant, when this is one slip away from just one that is known."""
        near = self._spellings.get(word[0], ())
        if len(word) < _SHORTEST_REPAIRED or word.isdigit() or word in near:
            return word
        meant = [w for w in near if self._forgiven(w) and slip(word, w)]
        return meant[0] if len(meant) == 1 else word

    def _forgiven(self, word: str) -> bool:
        negation = self.settings.get((word,)) == "negation"
        return len(word) >= (_SHORTEST_NEGATION if negation else _SHORTEST_REPAIRED)

    def over(self, other: "Phrases") -> "Phrases":
        """Both together; where they differ, these count."""
        return Phrases(
            {**other.settings, **self.settings},
            {**other.anywhere, **self.anywhere},
            {**other.alone, **self.alone},
            other.filler | self.filler,
        )


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The phrases of each language, and what each port number says.

    A customer may write in another language than the one they read, so every look-up uses all
    languages; where two languages differ about a phrase, the customer's own decides.
    """

    languages: Mapping[str, Phrases]
    ports: Mapping[str, PortMeaning]
    secrets: SecretWords = field(default_factory=SecretWords)
    _merged: dict[str, Phrases] = field(default_factory=dict, repr=False)

    def phrases(self, language: str) -> Phrases:
        """The phrases for a customer who reads `language`."""
        if language not in self._merged:
            merged = Phrases()
            for name in sorted(self.languages, key=lambda name: name == language):
                merged = self.languages[name].over(merged)
            self._merged[language] = merged
        return self._merged[language]


def slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with one letter wrong, missing, too many, or two swapped."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    head = next((i for i, (a, b) in pairs if a != b), min(len(typed), len(meant)))
    a, b = typed[head:], meant[head:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
