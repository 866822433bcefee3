"""Sentences -> clauses, and what each negation in a clause denies.

1. Pauses, and words of contrast such as "but", cut a sentence into clauses; so does a word that
   draws a conclusion ("so"), and a second direction, where a clause says one thing of incoming and
   then another of outgoing mail.
2. A negation belongs to the next thing named, and to what "or" joins to that; with nothing after
   it, or right behind a verb ("werkt niet met ..."), to the thing before it.
3. "Without" and "off" speak of settings alone; "not" and "cannot" also of sending, receiving, the
   password and whether it works: then they tell a symptom and deny no setting.
4. SSL that is only named, right beside a word that is not known, is in doubt: "imap ohne ssl".
5. A thing denied twice, or "with or without" which it is named, is in doubt; so are both in "ssl
   off imap" and "never imap without ssl", and what a half negation may deny that an affirmation
   follows ("ne ... pas sans").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from bot.engine.answers import PROTOCOLS
from bot.engine.letters import PAUSES
from bot.engine.vocabulary import PortMeaning

NAMED: Final = frozenset({*PROTOCOLS, "ssl", "plain", "starttls", "port"})
"""Settings that a text can name."""
DIRECTIONS: Final[Mapping[str, str]] = {
    "incoming": "incoming",
    "receive": "incoming",
    "outgoing": "outgoing",
    "send": "outgoing",
}
"""Classes of words that speak of one direction of mail."""
SYMPTOMS: Final = frozenset({"send", "leaves", "receive", "arrives", "password", "works"})
"""What can fail; the verbs of sending and receiving name a direction too."""
NEGATIONS: Final = frozenset({"negation", "cannot", "half", "without", "denies_before"})
"""Words that deny: "half" ones only where no other does; "denies_before" the thing before them."""
BLURRED: Final = "blurred"
"""A word that may be a negation typed wrongly: what its clause names is in doubt."""
STRANGE: Final = "strange"
"""A word that the language does not know; right behind a negation it may be what that denies."""
CONCLUDES: Final = "concludes"
"""Words such as "so" and "give me": what follows them is what is wanted."""
_OF_SETTINGS: Final = frozenset({"without", "denies_before"})
_SSL_KINDS: Final = frozenset({"ssl", "plain", "affirmation", *NEGATIONS})
SSL_NAMES: Final = frozenset({"ssl", "plain", "starttls"})
"""Classes of words that name SSL, or what is used instead of it."""
_ENDING: Final = NAMED | DIRECTIONS.keys() | {"without"}
_OTHER: Final = ""


class Mark(NamedTuple):
    """A phrase of a text, by its class.

    Attributes:
        kind: the class; empty for words that are not known.
        at: its place in the text.
        denied: whether it is negated.
        doubted: whether it may be negated or not.
        port: what it says when it is a port number.
    """

    kind: str
    at: int = 0
    denied: bool = False
    doubted: bool = False
    port: PortMeaning | None = None


def clauses(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """The clauses of a text; each ends with its pause or contrast, begins with its conclusion."""
    clause: list[Mark] = []
    for mark in marks:
        if mark.kind == CONCLUDES and not _hangs(clause):
            yield from _by_direction(clause)
            clause = []
        clause.append(mark)
        if mark.kind in PAUSES or mark.kind == "contrast":
            yield from _by_direction(clause)
            clause = []
    yield from _by_direction(clause)


def _hangs(clause: list[Mark]) -> bool:
    """Whether a clause ends with a negation that denies something still to come, and no verb."""
    kinds = ["", "", *(mark.kind for mark in clause)]
    return kinds[-1] in NEGATIONS and kinds[-2] not in SYMPTOMS


def _by_direction(clause: list[Mark]) -> Iterator[list[Mark]]:
    """The clause; in two where it says one thing of incoming and then another of outgoing mail."""
    telling = [i for i, m in enumerate(clause) if m.kind in _SSL_KINDS or m.kind in DIRECTIONS]
    named = [i for i in telling if clause[i].kind in DIRECTIONS]
    named = [i for n, i in enumerate(named) if n == 0 or _turns(clause, named[n - 1], i)]
    cut = 0
    if len(named) == 2 and any(  # noqa: PLR2004
        clause[i].kind in _SSL_KINDS for i in telling if named[0] < i < named[1]
    ):
        opening = telling[clause[telling[0]].kind == "affirmation"]
        if opening == named[0]:
            cut = named[1] - (clause[named[1] - 1].kind == "cannot")
        elif clause[telling[-1]].kind in DIRECTIONS:
            cut = named[0] + 1
    yield from filter(None, (clause[:cut], clause[cut:]))


def _turns(clause: list[Mark], before: int, after: int) -> bool:
    return DIRECTIONS[clause[before].kind] != DIRECTIONS[clause[after].kind]


def completed(clause: list[Mark]) -> list[Mark]:
    """The clause with the "SSL" that it leaves out at its end: "imap without it", "so with"."""
    kinds = [mark.kind for mark in clause if mark.kind != _OTHER and mark.kind not in PAUSES]
    another = not {"or", "affirmation"}.isdisjoint(kinds)  # "pop with ssl or imap without"
    if another and kinds[-1] == "without" and kinds[-2] in PROTOCOLS:
        return [*clause, Mark("ssl", clause[-1].at)]
    if not kinds or not SSL_NAMES.isdisjoint(kinds):
        return clause
    before = next((kind for kind in kinds[-2::-1] if kind in _ENDING), "")
    concludes = kinds[0] == CONCLUDES and (before in PROTOCOLS or not before)
    left_out = kinds[-1] == "without" and (before in PROTOCOLS or concludes or not before)
    left_out |= kinds[-1] == "affirmation" and (concludes or not before)
    return [*clause, Mark("ssl", clause[-1].at)] if left_out else clause


def negate(clause: Iterable[Mark], *, directions: bool) -> list[Mark]:
    """The clause with each negation applied to what it denies; one that denies nothing stays.

    Args:
        clause: the marks of a clause.
        directions: whether a negation may mean the mail of a direction: "no outgoing mail".
    """
    told = [mark for mark in clause if mark.kind != _OTHER and mark.kind not in PAUSES]
    if any(mark.kind in NEGATIONS - {"half"} for mark in told):
        told = [mark for mark in told if mark.kind != "half"]
    kinds = [mark.kind for mark in told]
    if "half" in kinds and "affirmation" in kinds[kinds.index("half") :]:
        told[kinds.index("half")] = Mark(BLURRED, told[kinds.index("half")].at)
    blurred = any(mark.kind == BLURRED for mark in told) or any(
        left.kind in NEGATIONS and right.kind == STRANGE for left, right in pairwise(told)
    )
    strange = {mark.at for mark in told if mark.kind == STRANGE}
    told = [mark for mark in told if mark.kind not in (BLURRED, STRANGE)]
    told = [mark for i, mark in enumerate(told) if not _repeats(told[:i], mark)]
    applied = _Scope(told, directions=directions).applied()
    odd = {mark.at for mark in bare(applied) if strange & {mark.at - 1, mark.at + 1}}
    return [
        m._replace(doubted=m.doubted or m.at in odd or (blurred and m.kind in NAMED))
        for m in applied
    ]


def bare(clause: Iterable[Mark]) -> Iterator[Mark]:
    """The marks of SSL that is only named, neither affirmed nor denied."""
    for before, mark in pairwise([Mark(_OTHER), *clause]):
        if mark.kind in SSL_NAMES and before.kind != "affirmation" and not mark.denied:
            yield mark


def _repeats(before: list[Mark], mark: Mark) -> bool:
    """Whether a mark names SSL once more, right behind the last: "SSL encryption"."""
    last = before[-1] if before else None
    return mark.kind == "ssl" and last is not None and last.kind == "ssl" and mark.at - last.at == 1


@dataclass(frozen=True)
class _Scope:
    """A clause while it is found out what its negations deny; things are known by their index."""

    marks: list[Mark]
    directions: bool

    @cached_property
    def kinds(self) -> list[str]:
        return [mark.kind for mark in self.marks]

    @cached_property
    def named(self) -> list[int]:
        return [i for i, kind in enumerate(self.kinds) if kind in NAMED]

    @cached_property
    def deniable(self) -> list[int]:
        deniable = NAMED | SYMPTOMS | (DIRECTIONS.keys() if self.directions else set())
        return [i for i, kind in enumerate(self.kinds) if kind in deniable]

    @cached_property
    def denies(self) -> dict[int, int]:
        """Negation -> what it denies."""
        found = {i: self._target(i) for i, kind in enumerate(self.kinds) if kind in NEGATIONS}
        return {negation: target for negation, target in found.items() if target is not None}

    def _target(self, negation: int) -> int | None:
        kind = self.kinds[negation]
        pool = self.named if kind in _OF_SETTINGS else self.deniable
        after = next((i for i in pool if i > negation), None)
        before = next((i for i in reversed(pool) if i < negation), None)
        if before is not None and "and" in self.kinds[negation:after]:
            return None if "and" in self.kinds[before:negation] else before
        if kind == "denies_before":
            return before
        if before is not None and self._behind_verb(before, negation, after):
            return before
        return before if after is None else after

    def _behind_verb(self, before: int, negation: int, after: int | None) -> bool:
        if self.kinds[before] not in SYMPTOMS or self.kinds[negation] != "negation":
            return False
        touches = self.marks[negation].at - self.marks[before].at == 1
        return touches and not (after and self.marks[after].at - self.marks[negation].at == 1)

    def applied(self) -> list[Mark]:
        targets = list(self.denies.values())
        settings = [target for target in targets if self.kinds[target] in NAMED]
        doubted = {target for target in settings if settings.count(target) > 1}
        for negation, target in self.denies.items():
            doubted |= self._in_doubt(negation, target)
        denied = set(targets)
        for left, right in pairwise(self.named):
            between = self.kinds[left:right]
            joined = "or" in between and "affirmation" not in between
            if left in denied and joined and min(self.denies) < left:
                denied.add(right)
        return [
            mark._replace(denied=i in denied, doubted=i in doubted)
            for i, mark in enumerate(self.marks)
            if i not in self.denies
        ]

    def _in_doubt(self, negation: int, target: int) -> set[int]:
        if target not in self.named:
            return set()
        before = next((n for n in reversed(self.named) if n < negation < target), None)
        taken = before in self.denies.values()
        if before is not None and not taken and self._means_either(before, target):
            return {before, target}
        if self.kinds[target] in PROTOCOLS and (meant := self._with_its_ssl(negation, target)):
            return {target, *meant}
        return {target} if self._either(negation, target) else set()

    def _with_its_ssl(self, negation: int, protocol: int) -> set[int]:
        """The SSL that the negation of a protocol may mean: "never imap without ssl"."""
        behind = [i for i in self.named if i > max(negation, protocol)]
        if self.kinds[max(negation, protocol) + 1 :][:1] == ["without"]:  # "imap not without ssl"
            return set(behind)
        before = [i for i in self.named if i < protocol]
        plain = negation > protocol and self.kinds[:protocol][-1:] == ["plain"]
        return set(before) if plain else set()  # "unencrypted imap is not allowed"

    def _means_either(self, before: int, target: int) -> bool:
        """Whether a negation between two things may mean either: "ssl off imap"."""
        first, second = self.kinds[before], self.kinds[target]
        if first in ("ssl", "plain"):
            return second in PROTOCOLS
        affirmed = self.kinds[target + 1 : target + 2] == ["affirmation"]
        last = target == self.named[-1]
        return first in PROTOCOLS and second in PROTOCOLS and affirmed and last

    def _either(self, negation: int, target: int) -> bool:
        """Whether a negation stands in "with or without", "without or with" or "or not"."""
        before, after = self.kinds[:negation], self.kinds[negation + 1 :]
        if before[-1:] == ["or"] and (target < negation or before[-2:-1] == ["affirmation"]):
            return True
        behind = self.kinds[max(negation, target) + 1 :]  # "without ssl or with"
        return ["or", "affirmation"] in (after[:2], behind)
