"""Phrase lists (flows/words/*.yaml), and how typed words find their place in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from string import digits
from typing import Final, Literal, NamedTuple

from bot.engine.letters import PAUSES, Words, slip, tokens, without_a_letter
from bot.engine.together import Together

STEM: Final = "*"
"""Ends a word that stands for every word that begins like it."""
_SHORTEST_REPAIRED: Final = 4
"""Letters a word needs before a slip of the finger in it is forgiven."""
_SHORTEST_NEGATION: Final = 6
"""The same for a negation: “geef” and “need” must not count as “geen” and “neen”."""
_SHORTEST_BEGINNING: Final = 6
"""Letters of a stem that an inflected word may begin with but for a slip."""
_SHORTEST_SWALLOWED: Final = 4
"""Letters of a negation that is noticed in a longer word: “imapmzonder”."""
_SHORTEST_JOINED: Final = 3
"""Letters of one that is noticed when the rest is a known word: “nonho”."""
_LONGEST_JOINED: Final = 24
"""Letters of a word that may be several, written without the spaces: “imapssl”."""
_TECHNICAL: Final = frozenset({"imap", "pop", "ssl"})
_DENYING: Final = frozenset({"negation", "without", "cannot", "half", "plain"})


def cut(phrase: str) -> Words:
    """The words of a phrase as it stands in the lists; a STEM at the end of one is kept."""
    words: list[str] = []
    for part in phrase.split():
        found = tokens(part)
        if found and part.endswith(STEM):
            found[-1] += STEM
        words += found
    return tuple(words)


class Found(NamedTuple):
    """Some words of a text that are a phrase, a pause, or nothing that is known.

    Attributes:
        words: the words.
        kind: the class of the phrase; empty for what is not known.
        at: which word of the text is the first.
    """

    words: Words
    kind: str
    at: int


@dataclass(frozen=True, eq=False)
class Phrases:
    """The phrases of one language: phrase -> class.

    Attributes:
        settings: words that are read together: protocols, SSL, directions, symptoms, negations.
        anywhere: what a sentence asks for, wherever in it the phrase stands.
        alone: short answers, which count only when nothing else is said.
        filler: words that change nothing about a short answer.
        common: other words by which the language is known, and which are not taken for others.
        foreign: words of `settings` that are another language's; no word is repaired into them.
        together: ideas that mean something when one sentence holds them.
    """

    settings: Mapping[Words, str] = field(default_factory=dict)
    anywhere: Mapping[Words, str] = field(default_factory=dict)
    alone: Mapping[Words, str] = field(default_factory=dict)
    filler: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    together: Together = field(default_factory=Together)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the phrases, and stems, which end with STEM."""
        phrases = (*self.settings, *self.anywhere, *self.alone, *self.together.groups)
        return frozenset(word for phrase in phrases for word in phrase)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that this language knows."""
        return self.vocabulary | self.filler | self.common

    @cached_property
    def _stems(self) -> Mapping[int, frozenset[str]]:
        """The stems by their length, the longest first."""
        stems = {word.removesuffix(STEM) for word in self.vocabulary if STEM in word}
        lengths = sorted({len(stem) for stem in stems}, reverse=True)
        return {n: frozenset(stem for stem in stems if len(stem) == n) for n in lengths}

    def stems(self, word: str) -> Words:
        """The stems that the word begins with, the longest first."""
        return tuple(word[:n] + STEM for n, stems in self._stems.items() if word[:n] in stems)

    def ways(self, words: Words) -> list[Words]:
        """Each word, with the stems that it begins with."""
        return [(word, *self.stems(word)) for word in words]

    def knows(self, word: str) -> bool:
        """Whether the word, or its stem, is one of this language."""
        return word in self.known or bool(self.stems(word))

    def kinds(self, word: str) -> tuple[str, ...]:
        """The classes that the word has by itself among the settings."""
        ways = (word, *self.stems(word))
        return tuple(self.settings[(way,)] for way in ways if (way,) in self.settings)

    def over(self, other: "Phrases") -> "Phrases":
        """Both together; where they differ, these count."""
        return Phrases(
            {**other.settings, **self.settings},
            {**other.anywhere, **self.anywhere},
            {**other.alone, **self.alone},
            other.filler | self.filler,
            other.common | self.common,
            other.foreign | self.foreign,
            self.together.over(other.together),
        )

    @cached_property
    def _slips(self) -> Mapping[str, Words]:
        slips: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted((self.vocabulary | self.filler) - self.foreign):
            if STEM not in word and len(word) > 1:
                for less in without_a_letter(word):
                    slips[less].append(word)
        return {less: tuple(words) for less, words in slips.items()}

    def near(self, word: str) -> set[str]:
        """The words of the phrases one slip away from a word that is not known."""
        if not word.isalpha() or self.knows(word):
            return set()
        near = {w for less in without_a_letter(word) for w in self._slips.get(less, ())}
        return {w for w in near if slip(word, w)}

    def _denies(self, word: str) -> bool:
        return self.settings.get((word,)) in _DENYING

    def _forgiven(self, word: str) -> bool:
        return len(word) >= (_SHORTEST_NEGATION if self._denies(word) else _SHORTEST_REPAIRED)

    def repaired(self, word: str) -> str:
        """The word that was meant, when this is one slip away from just one that is known.

        From several that mean the same, too; and from the stem of a word that is inflected.
        """
        if len(word) < _SHORTEST_REPAIRED:
            return word
        near = sorted(self.near(word))
        meant = [w for w in near if w[0] == word[0] and self._forgiven(w)]
        if not (meant and all(map(self._denies, meant))) and self.blurred(word):
            return word  # it may be a negation: it is in doubt
        if (
            not self._same(meant) and len(meant) > 1
        ):  # a key that was held too long: "imapp" is "imap", not "imaps"
            meant = [w for w in meant if _unheld(w) == _unheld(word)]
        meant = meant or self._begun(word)
        return meant[0] if len(meant) == 1 or self._same(meant) else word

    def _same(self, words: list[str]) -> bool:
        """Whether words all mean the same by themselves."""
        meanings = {self._meaning(word) for word in words}
        return len(meanings) == 1 and frozenset() not in meanings

    def _meaning(self, word: str) -> frozenset[str]:
        """The classes and groups that the word has by itself."""
        ways = [(way,) for way in (word, *self.stems(word))]
        groups = (self.together.groups.get(way, ()) for way in ways)
        classes = (self.anywhere[way] for way in ways if way in self.anywhere)
        return frozenset({*self.kinds(word), *classes}.union(*groups))

    def _begun(self, word: str) -> list[str]:
        """The stems, none of a negation, that a word begins with but for one slip."""
        if len(word) < _SHORTEST_BEGINNING or not word.isalpha() or self.knows(word):
            return []
        return [s for s in self._long_stems.get(word[0], ()) if _begins_swapped(word, s)]

    @cached_property
    def _long_stems(self) -> Mapping[str, list[str]]:
        """The stems that a slip is forgiven in, by their first letter."""
        stems: defaultdict[str, list[str]] = defaultdict(list)
        for stem in sorted(word for word in self.vocabulary - self.foreign if STEM in word):
            if len(stem) > _SHORTEST_BEGINNING and not self._denies(stem):
                stems[stem[0]].append(stem.removesuffix(STEM))
        return stems

    def blurred(self, word: str) -> bool:
        """Whether a word may be a negation that was typed wrongly, or hold one."""
        word = word.strip(digits)
        if not word.isalpha() or self.knows(word):
            return False
        if any(map(self._denies, self.near(word))):
            return True
        stems, swallowed = self._hidden
        held = any(
            len(negation) >= _SHORTEST_SWALLOWED or rest in self.known
            for negation in swallowed
            for rest in (word.removeprefix(negation), word.removesuffix(negation))
            if rest != word
        )
        return held or any(_begins_nearly(word, stem) for stem in stems)

    @cached_property
    def _hidden(self) -> tuple[Words, Words]:
        """The stems of negations, and the negations that are noticed in a longer word."""
        single = {p[0] for p, kind in self.settings.items() if len(p) == 1 and kind in _DENYING}
        stems = {word.removesuffix(STEM) for word in single if STEM in word}
        whole = {word for word in single - self.foreign if STEM not in word}
        long = {word for word in whole | stems if len(word) >= _SHORTEST_JOINED}
        return tuple(sorted(stems)), tuple(sorted(long))

    @cached_property
    def _joinable(self) -> Mapping[str, bool]:
        """Words that are joined without spaces -> whether they are technical."""
        single = {phrase[0]: kind for phrase, kind in self.settings.items() if len(phrase) == 1}
        own = {w: k for w, k in single.items() if STEM not in w and w not in self.foreign}
        return {w: k in _TECHNICAL for w, k in own.items() if len(w) > 1}

    def parted(self, word: str, numbers: Iterable[str] = ()) -> Words:
        """The words that were written as one: “imapssl”; else the word itself.

        Args:
            word: the word.
            numbers: port numbers, which may stand behind a word without a space.
        """
        if len(word) > _LONGEST_JOINED or self.knows(word):
            return (word,)
        pieces = {**self._joinable, **dict.fromkeys(numbers, True)}
        parts = _parts(word, pieces)
        return parts if any(pieces[part] for part in parts) else (word,)

    @cached_property
    def _tries(self) -> "Mapping[str, _Trie]":
        return {"settings": _trie(self.settings), "anywhere": _trie(self.anywhere)}

    def look_up(self, words: Words, table: Literal["settings", "anywhere"]) -> Iterator[Found]:
        """The longest phrases of the table in a text, and what stands between them."""
        ways = self.ways(words)
        trie = self._tries[table]
        at = 0
        while at < len(words):
            pause = words[at] if words[at] in PAUSES else ""
            end, kind = _longest(trie, ways, at) or (at + 1, pause)
            yield Found(words[at:end], kind, at)
            at = end


@dataclass(slots=True)
class _Trie:
    """Phrases word by word; `kind` is the class of the phrase that ends here."""

    kind: str = ""
    next: "dict[str, _Trie]" = field(default_factory=dict)


def _trie(table: Mapping[Words, str]) -> _Trie:
    root = _Trie()
    for phrase, kind in table.items():
        node = root
        for word in phrase:
            node = node.next.setdefault(word, _Trie())
        node.kind = kind
    return root


def _longest(trie: _Trie, ways: Sequence[Words], at: int) -> tuple[int, str] | None:
    """Where the longest phrase that begins here ends, and its class; exact words before stems."""
    nodes, found = [trie], None
    for end, alternatives in enumerate(ways[at:], at + 1):
        nodes = [node.next[way] for node in nodes for way in alternatives if way in node.next]
        if not nodes:
            break
        found = next(((end, node.kind) for node in nodes if node.kind), found)
    return found


def _begins_nearly(word: str, stem: str) -> bool:
    """Whether a word begins with the stem but for one slip."""
    if word[:1] != stem[:1] and word[1:3] not in (stem[1:3], stem[:2]) and word[:2] != stem[1:3]:
        return False
    return any(slip(word[: len(stem) + more], stem) for more in (-1, 0, 1))


def _begins_swapped(word: str, stem: str) -> bool:
    """Whether a word begins with the stem but for a letter too many, missing, or swapped.

    Another letter makes another word too often; so does one that is missing at the end.
    """
    if sorted(head := word[: len(stem)]) == sorted(stem) and slip(head, stem):
        return True
    return any(
        slip(head, stem) and head[-1] == stem[-1]
        for head in (word[: len(stem) - 1], word[: len(stem) + 1])
        if len(head) != len(stem)
    )


def _parts(word: str, pieces: Mapping[str, bool]) -> Words:
    """The word cut into pieces, the longest first; empty when it can't be."""
    best: dict[int, Words] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        for end in range(len(word), start, -1):
            if end in best and word[start:end] in pieces:
                best[start] = (word[start:end], *best[end])
                break
    return best.get(0, ())


def _unheld(word: str) -> str:
    """The word with each letter once that stands more than once in a row."""
    return "".join(letter for letter, _ in groupby(word))
