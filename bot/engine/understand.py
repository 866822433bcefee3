"""Typed words -> answers, from phrase lists. Deterministic; where words disagree, it asks.

How a sentence is read:

1. It is cut into words; the longest phrases that match become marks. A word one slip of the finger
   away from just one known word counts as that word.
2. Pauses, and words of contrast such as "but", cut it into clauses.
3. In a clause a negation belongs to the next thing named, and to what "or" joins to that; with
   nothing after it, to the thing before it. A thing denied twice, or "with or without" which it is
   named, is in doubt; so are both in "ssl off imap", and the last thing named when a short "no"
   follows as a clause of its own.
4. A protocol counts when exactly one is named and not denied.
5. SSL is settled per direction. A clause that names a direction speaks of that one, any other of
   both; what is said of one direction overrides what is said of both.
6. A clause that says "I don't know" names things without saying anything about them.
7. What is said in two ways is not said: the bot asks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from bot.engine.answers import PROTOCOLS, Answers
from bot.engine.vocabulary import PAUSES, Phrases, PortMeaning, Vocabulary, Words, tokens

SETTINGS: Final = "settings"
"""The class that stands for what was said about protocol and SSL."""

SETTINGS_CLASSES: Final = frozenset(
    {
        *PROTOCOLS,
        "ssl",
        "plain",
        "negation",
        "affirmation",
        "incoming",
        "outgoing",
        "contrast",
        "unsure",
        "neutral",
        "or",
    }
)
"""The classes of words about settings; "neutral" phrases hold a negation that denies nothing."""
_NAMED: Final = frozenset({*PROTOCOLS, "ssl", "plain", "port"})
_PAUSE: Final = "pause"
_OTHER: Final = "other"
_DIRECTIONS: Final = frozenset({"incoming", "outgoing"})
_SSL_KINDS: Final = frozenset({"ssl", "plain", "negation", "affirmation"})
_LONGEST_NO: Final = 3
"""Words of a clause that only says no, such as "no thank you"."""
_MOST_WORDS: Final = 200
"""Words that are read of one text; nobody says what they want after that many."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed text says.

    Attributes:
        meant: classes of the vocabulary in the order they were said; SETTINGS stands for `answers`.
        answers: what was said about the settings.
        doubted: the slots of `answers` that were spoken of in two ways.
    """

    meant: tuple[str, ...]
    answers: Answers = Answers()
    doubted: frozenset[str] = frozenset()


class _Mark(NamedTuple):
    kind: str
    denied: bool = False
    doubted: bool = False
    port: PortMeaning | None = None


def understand(vocabulary: Vocabulary, text: str, language: str) -> Understood:
    """Read a typed text of a customer who reads `language`."""
    phrases = vocabulary.phrases(language)
    words = tokens(text)[:_MOST_WORDS]
    alone = _alone(phrases, words)
    if alone:
        return Understood((alone,))
    words = [phrases.repaired(word) for word in words]
    asked = dict.fromkeys(mark.kind for mark in _marks(words, phrases.anywhere, phrases.longest))
    for kind in (_PAUSE, _OTHER):
        asked.pop(kind, None)
    marks = _marks(words, phrases.settings, phrases.longest, vocabulary.ports)
    said = _Said()
    for clause in _clauses(marks):
        said.hear(clause)
    if said.silent:
        return Understood(tuple(asked))
    return Understood((*asked, SETTINGS), said.answers(), said.doubted())


def _alone(phrases: Phrases, words: Iterable[str]) -> str | None:
    plain = tuple(word for word in words if word not in PAUSES)
    bare = tuple(word for word in plain if word not in phrases.filler)
    repaired = tuple(map(phrases.repaired, bare))
    return next(filter(None, map(phrases.alone.get, (plain, bare, repaired))), None)


def _marks(
    words: list[str],
    table: Mapping[Words, str],
    longest: int,
    ports: Mapping[str, PortMeaning] | None = None,
) -> Iterator[_Mark]:
    """The longest phrases of the table that the words hold, and the pauses between them."""
    at = 0
    while at < len(words):
        spans = (tuple(words[at : at + n]) for n in range(longest, 0, -1))
        phrase = next((span for span in spans if span in table), None)
        if phrase:
            yield _Mark(table[phrase])
        elif words[at] in PAUSES:
            yield _Mark(_PAUSE)
        elif ports and words[at] in ports:
            yield _Mark("port", port=ports[words[at]])
        else:
            yield _Mark(_OTHER)
        at += len(phrase) if phrase else 1


def _clauses(marks: Iterable[_Mark]) -> Iterator[list[_Mark]]:
    clause: list[_Mark] = []
    for mark in marks:
        if mark.kind in (_PAUSE, "contrast"):
            yield from map(_negate, _by_direction(clause))
            clause = []
        else:
            clause.append(mark)
    yield from map(_negate, _by_direction(clause))


def _by_direction(clause: list[_Mark]) -> Iterator[list[_Mark]]:
    """The clause; in two where it says one thing of incoming and then another of outgoing mail."""
    telling = [i for i, mark in enumerate(clause) if mark.kind in _DIRECTIONS | _SSL_KINDS]
    named = [i for i in telling if clause[i].kind in _DIRECTIONS]
    cut = 0
    if len(named) == 2 and any(named[0] < i < named[1] for i in telling):  # noqa: PLR2004
        if telling[0] == named[0]:
            cut = named[1]
        elif telling[-1] == named[1]:
            cut = named[0] + 1
    yield from filter(None, (clause[:cut], clause[cut:]))


def _negate(clause: list[_Mark]) -> list[_Mark]:
    """The clause with each negation applied to what it denies; one that denies nothing stays."""
    if not any(mark.kind in _NAMED for mark in clause):
        return clause
    clause = [mark for mark in clause if mark.kind != _OTHER]
    kinds = [mark.kind for mark in clause]
    named = [i for i, kind in enumerate(kinds) if kind in _NAMED]
    spent = [i for i, kind in enumerate(kinds) if kind == "negation"]
    denies = {i: next((n for n in named if n > i), named[-1]) for i in spent}
    targets = list(denies.values())
    doubted = {target for i, target in denies.items() if _either(kinds, i, target)}
    doubted |= {target for target in targets if targets.count(target) > 1}
    for i, target in denies.items():
        before = next((n for n in reversed(named) if n < i < target), None)
        if before is not None and before not in targets and _between(kinds[before], kinds[target]):
            doubted |= {before, target}
    denied = set(targets)
    for left, right in pairwise(named):
        between = kinds[left:right]
        joined = "or" in between and "affirmation" not in between
        if left in denied and joined and min(spent) < left:
            denied.add(right)
    return [
        mark._replace(denied=i in denied, doubted=i in doubted)
        for i, mark in enumerate(clause)
        if i not in denies
    ]


def _between(before: str, after: str) -> bool:
    """Whether a negation after one thing and before another may mean either: "ssl off imap"."""
    return before in ("ssl", "plain") and after in PROTOCOLS


def _either(kinds: list[str], negation: int, target: int) -> bool:
    """Whether a negation stands in "with or without", "without or with" or "or not"."""
    before, after = kinds[:negation], kinds[negation + 1 :]
    if before[-1:] == ["or"] and (target < negation or before[-2:-1] == ["affirmation"]):
        return True
    return after[:2] == ["or", "affirmation"]


class _Said:
    """Gathers what the clauses of one text say."""

    def __init__(self) -> None:
        self._protocols: set[tuple[str, bool]] = set()
        self._words: dict[str, set[bool]] = {"incoming": set(), "outgoing": set(), "both": set()}
        self._ports: dict[str, set[bool]] = {"incoming": set(), "outgoing": set()}
        self._wondered = False
        self._last: _Mark | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing was said about settings."""
        said = self._protocols or any(self._words.values()) or any(self._ports.values())
        return not (said or self._wondered)

    def hear(self, clause: list[_Mark]) -> None:
        """Take in one clause."""
        if any(mark.kind == "unsure" for mark in clause):
            self._wondered |= any(mark.kind in _NAMED for mark in clause)
            return
        if self._last and _only_no(clause):
            clause = [self._last._replace(doubted=True)]
        for mark in clause:
            if mark.kind in PROTOCOLS:
                meant = (True, False) if mark.doubted else (not mark.denied,)
                self._protocols.update((mark.kind, value) for value in meant)
            elif mark.port and not mark.denied:
                self._hear_port(mark.port)
            if mark.kind in _NAMED:
                self._last = mark
        self._hear_ssl(clause)

    def _hear_port(self, port: PortMeaning) -> None:
        self._ports["incoming" if port.incoming else "outgoing"].add(port.ssl)
        if port.protocol:
            self._protocols.add((port.protocol, True))

    def _hear_ssl(self, clause: list[_Mark]) -> None:
        directions = [mark.kind for mark in clause if mark.kind in _DIRECTIONS]
        elided = bool(directions) and not self.silent
        values = list(_ssl_values(clause, elided=elided))
        if any(mark.doubted for mark in clause if mark.kind in ("ssl", "plain")):
            values = [True, False]
        elif len(directions) == len(values) > 1:
            for direction, value in zip(directions, values, strict=True):
                self._words[direction].add(value)
            return
        for direction in directions or ["both"]:
            self._words[direction].update(values)

    def answers(self) -> Answers:
        """What was said, as far as it was said in one way only."""
        named = {protocol for protocol, meant in self._protocols if meant}
        protocol = next(iter(named)) if len(named) == 1 and not self._protocol_doubted else None
        incoming, outgoing = self._ssl("incoming", "outgoing"), self._ssl("outgoing", "incoming")
        if self._ssl_doubted:
            return Answers(None, protocol)
        return Answers(None, protocol, *(next(iter(said), None) for said in (incoming, outgoing)))

    def _ssl(self, direction: str, other: str) -> set[bool]:
        words = self._words[direction] or self._words["both"]
        if words or self._words[other]:
            return words | self._ports[direction]
        # An incoming port speaks of both; an outgoing one is also used beside any incoming one.
        return self._ports[direction] or (self._ports[other] if other == "incoming" else set())

    @property
    def _ssl_doubted(self) -> bool:
        return (
            len(self._ssl("incoming", "outgoing")) > 1 or len(self._ssl("outgoing", "incoming")) > 1
        )

    @property
    def _protocol_doubted(self) -> bool:
        named = {protocol for protocol, meant in self._protocols if meant}
        denied = {protocol for protocol, meant in self._protocols if not meant}
        return bool(self._protocols) and (len(named) != 1 or bool(named & denied))

    def doubted(self) -> frozenset[str]:
        """The slots that were spoken of in two ways, or only denied."""
        ssl = ("incoming_ssl", "outgoing_ssl") if self._ssl_doubted else ()
        return frozenset((*ssl, *(("protocol",) if self._protocol_doubted else ())))


def _only_no(clause: list[_Mark]) -> bool:
    kinds = [mark.kind for mark in clause]
    return kinds[:1] == ["negation"] and set(kinds[1:]) <= {_OTHER} and len(kinds) <= _LONGEST_NO


def _ssl_values(clause: list[_Mark], *, elided: bool) -> Iterator[bool]:
    """What a clause says of SSL; `elided` lets "outgoing without" leave the word out."""
    for mark in clause:
        if mark.kind in ("ssl", "plain"):
            yield (mark.kind == "ssl") != mark.denied
        elif elided and mark.kind in ("negation", "affirmation"):
            yield mark.kind == "affirmation"
