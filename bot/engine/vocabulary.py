"""The words that the bot understands in all languages, and which language a text is in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.engine.letters import Words
from bot.engine.phrases import STEM, Phrases
from bot.engine.secrets import SecretWords

_BORROWED: Final = frozenset(
    {"ssl", "plain", "negation", "without", "cannot", "affirmation", "incoming", "outgoing", "or"}
)
"""The classes of words that are understood in the middle of another language."""
_SHORTEST_BORROWED: Final = 2
_SHORTEST_TOGETHER: Final = 4
_SHORTEST_STEM_BORROWED: Final = 5
"""Letters that such a word, phrase of several words, or stem needs."""


class PortMeaning(NamedTuple):
    """What a customer who names a port has in front of them."""

    protocol: str | None
    incoming: bool
    ssl: bool


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The phrases of each language, and what each port number says.

    The language of the customer decides. A text in which another language knows more words is read
    in that language. Within a sentence, a word that the language of the sentence does not know is
    looked up in the others; where those disagree, it is in doubt.

    Attributes:
        languages: the phrases of each language.
        ports: what each port number says.
        secrets: what gives a password away.
        shared: phrases that are the same in every language, such as the names of programs.
    """

    languages: Mapping[str, Phrases]
    ports: Mapping[str, PortMeaning]
    secrets: SecretWords = field(default_factory=SecretWords)
    shared: Phrases = field(default_factory=Phrases)
    _merged: dict[str, Phrases] = field(default_factory=dict, repr=False)

    def phrases(self, language: str) -> Phrases:
        """The phrases for reading a text in a language."""
        if language not in self._merged:
            own = self.languages.get(language, Phrases()).over(self.shared)
            self._merged[language] = own.over(self._borrowed(own))
        return self._merged[language]

    def _borrowed(self, own: Phrases) -> Phrases:
        """What other languages say with words that are none of these."""
        settings: dict[Words, str] = {}
        for other in self.languages.values():
            for phrase, kind in other.settings.items():
                usable = kind in _BORROWED and not _short(phrase)
                if usable and not any(map(own.knows, phrase)):
                    settings[phrase] = kind if settings.get(phrase, kind) == kind else "unsure"
        words = frozenset(word for phrase in settings for word in phrase)
        return Phrases(settings, foreign=words)

    def alone(self, answer: Words, language: str) -> str | None:
        """The class of a short answer; in another language where this one does not know it."""
        own = self.phrases(language)
        if meant := own.alone.get(answer):
            return meant
        if answer and all(word in own.common for word in answer):
            return None
        meanings = {other.alone.get(answer) for other in self.languages.values()} - {None}
        return meanings.pop() if len(meanings) == 1 else None

    def spoken(self, words: Iterable[str], language: str | None) -> tuple[str, list[str]]:
        """The language that a text is in, and others in which it may say something else.

        Args:
            words: the words of the text.
            language: the one that the customer reads; None when that is not known.
        """
        said = list(dict.fromkeys(word for word in words if word not in self.shared.known))
        scores = {name: _score(phrases, said) for name, phrases in self.languages.items()}
        if not scores:
            return language or "", []
        most = max(score[0] for score in scores.values())
        own = scores.get(language or "", (-1, 0))
        if own[0] >= most and language is not None:
            return language, list(self._rivals(scores, own))
        best = max(scores, key=scores.__getitem__)
        if most == 0 and language is not None:
            return language, []
        as_good = (most, scores[best][1] - 1)
        rivals = [name for name in self._rivals(scores, as_good) if name != best]
        unsure = language is not None and (own[0] > 0 or most == 1)
        return best, [*rivals, *([language] if language and unsure else [])]

    def _rivals(self, scores: Mapping[str, tuple[int, int]], own: tuple[int, int]) -> Iterator[str]:
        """The languages that know as many words of a text, and more that tell something."""
        for name, (known, telling) in scores.items():
            if known >= own[0] and known > 0 and telling > own[1]:
                yield name


def _score(phrases: Phrases, words: Iterable[str]) -> tuple[int, int]:
    known = [word for word in words if phrases.knows(word)]
    return len(known), sum(bool(phrases.kinds(word)) for word in known)


def _short(phrase: Words) -> bool:
    """Whether a phrase is so short that it may well be something else in another language."""
    if any(word.endswith(STEM) and len(word) <= _SHORTEST_STEM_BORROWED for word in phrase):
        return True
    return sum(map(len, phrase)) < (_SHORTEST_BORROWED if len(phrase) == 1 else _SHORTEST_TOGETHER)
