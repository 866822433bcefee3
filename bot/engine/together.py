"""Ideas that stand together in a sentence: "somebody" and "speak" ask for a person.

A group holds the words of one idea. A pattern names groups; a sentence with a word of each, in any
order and at any distance, means the class of the pattern. So nobody has to foresee each phrase. It
is a guess by nature: it counts only where nothing more exact was said (`understand.py`), and of
several patterns that fit, those with the most groups count. One of many groups is no guess: it also
counts against a plain complaint.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import contains
from typing import Final

from bot.engine.letters import Words

ENDS: Final = frozenset(".!?")
"""What ends a sentence; a comma does not."""
FEWEST: Final = 2
"""Groups of a pattern."""
SURE: Final = 4
"""Groups of a pattern that knows better than a complaint: "customers do not get my mail"."""


@dataclass(frozen=True, eq=False)
class Together:
    """The groups and patterns of one language.

    Attributes:
        groups: phrase -> the groups that it belongs to.
        patterns: names of groups, or of classes of settings -> the class that they mean together.
    """

    groups: Mapping[Words, frozenset[str]] = field(default_factory=dict)
    patterns: Mapping[frozenset[str], str] = field(default_factory=dict)

    def over(self, other: "Together") -> "Together":
        """Both together; a group of the same name is one."""
        groups = {
            phrase: self.groups.get(phrase, frozenset()) | other.groups.get(phrase, frozenset())
            for phrase in (*other.groups, *self.groups)
        }
        return Together(groups, {**other.patterns, **self.patterns})

    @cached_property
    def _by_first(self) -> Mapping[str, list[Words]]:
        """The phrases by their first word."""
        found: defaultdict[str, list[Words]] = defaultdict(list)
        for phrase in self.groups:
            found[phrase[0]].append(phrase)
        return found

    def _found(self, ways: Sequence[Words]) -> Iterator[tuple[int, str]]:
        """Where in a text a phrase begins, and its groups."""
        for at, alternatives in enumerate(ways):
            for phrase in (p for way in alternatives for p in self._by_first.get(way, ())):
                if _stands(phrase, ways[at : at + len(phrase)]):
                    yield from ((at, name) for name in self.groups[phrase])

    def meant(
        self, ways: Sequence[Words], kinds: Iterable[tuple[int, str]], fewest: int = FEWEST
    ) -> set[str]:
        """The classes of the patterns that fit best; mostly one or none.

        Args:
            ways: each word of the text, with the stems that it begins with.
            kinds: the classes of settings that the text holds, each with its place.
            fewest: the groups that a pattern must have.
        """
        patterns = [pattern for pattern in self.patterns if len(pattern) >= fewest]
        if not patterns:
            return set()
        ends = [at for at, way in enumerate(ways) if way[0] in ENDS]
        sentences: defaultdict[int, set[str]] = defaultdict(set)
        for at, name in (*self._found(ways), *kinds):
            sentences[bisect(ends, at)].add(name)
        fitting = {p for p in patterns for names in sentences.values() if p <= names}
        most = max(map(len, fitting), default=0)
        return {self.patterns[pattern] for pattern in fitting if len(pattern) == most}


def _stands(phrase: Words, ways: Sequence[Words]) -> bool:
    return len(ways) == len(phrase) and all(map(contains, ways, phrase))
