"""What the clauses of a text say about protocol and SSL together.

1. A protocol counts when exactly one is named and not denied.
2. SSL is settled per direction. A clause that names a direction speaks of that one, any other of
   both; what is said of one direction overrides what is said of both.
3. A clause that says "I don't know", or asks, names things without saying anything about them; a
   short one that names nothing asks about SSL that was only named before it.
4. What "so" and the like begin is the conclusion: what was said of SSL before it was but the
   reason, unless both name a protocol.
5. What is said in two ways is not said: the bot asks. So is STARTTLS, which is neither.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from bot.engine.answers import PROTOCOLS, Answers
from bot.engine.clauses import CONCLUDES, DIRECTIONS, NAMED, NEGATIONS, Mark, bare
from bot.engine.vocabulary import PortMeaning

_LONGEST_NO: Final = 3
"""Words of a clause that only says no, such as "no thank you"."""
_LONGEST_WONDER: Final = 5
"""Words of a clause that may wonder about SSL that was named before it."""
_TICKING: Final = NEGATIONS | {"affirmation"}
_SSL: Final = frozenset({"ssl", "plain", "starttls"})


class Said:
    """Gathers what the clauses of one text say."""

    def __init__(self) -> None:
        self._protocols: set[tuple[str, bool]] = set()
        self._words: dict[str, set[bool]] = {"incoming": set(), "outgoing": set(), "both": set()}
        self._ports: dict[str, set[bool]] = {"incoming": set(), "outgoing": set()}
        self._wondered = False
        self._spoken = False
        self._last: Mark | None = None
        self._bare: Mark | None = None

    @property
    def silent(self) -> bool:
        """Whether no setting was named."""
        said = self._protocols or any(self._ports.values()) or self.ssl
        return not (said or self._wondered)

    @property
    def ssl(self) -> bool:
        """Whether SSL was spoken of."""
        return any(self._words.values())

    @property
    def ticked(self) -> bool:
        """Whether SSL is settled for a direction."""
        answers = self.answers()
        return (answers.incoming_ssl, answers.outgoing_ssl) != (None, None)

    def hear(self, clause: list[Mark], *, wonders: bool, length: int) -> None:
        """Take in one clause.

        Args:
            clause: its marks, with negations applied.
            wonders: whether it asks, or says that something is not known.
            length: how many words it has.
        """
        if wonders:
            self._wonder(clause, length)
            return
        self._bare = next(bare(clause), None)
        if self._concludes(clause):
            self._words = {direction: set() for direction in self._words}
        if self._last and _only_no(clause, length):
            clause = [self._last._replace(doubted=True)]
        for mark in clause:
            self._hear_mark(mark)
        self._hear_ssl(clause)

    def _wonder(self, clause: list[Mark], length: int) -> None:
        """Take in a clause that says nothing; "do I need that?" asks about SSL named before it."""
        named = any(mark.kind in NAMED for mark in clause)
        self._wondered |= named
        if self._bare and not named and length <= _LONGEST_WONDER:
            self._hear_ssl([self._bare._replace(doubted=True)])

    def _concludes(self, clause: list[Mark]) -> bool:
        """Whether a clause concludes which SSL is wanted, with the protocol if none was named."""
        kinds = {mark.kind for mark in clause}
        fits = not (self._protocols and kinds.intersection(PROTOCOLS))
        return CONCLUDES in kinds and not kinds.isdisjoint({"ssl", "plain"}) and fits

    def _hear_mark(self, mark: Mark) -> None:
        if mark.kind in PROTOCOLS:
            meant = (True, False) if mark.doubted else (not mark.denied,)
            self._protocols.update((mark.kind, value) for value in meant)
        elif mark.port and not mark.denied and not mark.doubted:
            self._hear_port(mark.port)
        if mark.kind in NAMED:
            self._last = mark

    def _hear_port(self, port: PortMeaning) -> None:
        self._ports["incoming" if port.incoming else "outgoing"].add(port.ssl)
        if port.protocol:
            self._protocols.add((port.protocol, True))

    def _hear_ssl(self, clause: list[Mark]) -> None:
        named = [DIRECTIONS[mark.kind] for mark in clause if mark.kind in DIRECTIONS]
        directions = [way for i, way in enumerate(named) if named[i - 1 : i] != [way]]
        elided = bool(directions) and not self.silent
        values = list(_ssl_values(clause, elided=elided))
        self._spoken |= False in values or any(mark.kind in _SSL for mark in clause)
        if any(_uncertain(mark) for mark in clause):
            values = [True, False]
        elif self.ssl and any(mark.denied and mark.kind in DIRECTIONS for mark in clause):
            values = [True, False]  # "not for sending", or sending fails: who knows
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
        # "On" alone is no SSL: "send it to me on paper".
        if self._spoken and (words or self._words[other]):
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


def _only_no(clause: list[Mark], length: int) -> bool:
    """Whether a short clause says nothing but no; with a symptom denied, it says more."""
    return [mark.kind for mark in clause] == ["negation"] and length <= _LONGEST_NO


def _uncertain(mark: Mark) -> bool:
    if mark.kind == "starttls":
        return not mark.denied
    return mark.doubted and mark.kind in _SSL


def _ssl_values(clause: list[Mark], *, elided: bool) -> Iterator[bool]:
    """What a clause says of SSL; `elided` lets "outgoing without" leave the word out."""
    named = [mark for mark in clause if mark.kind in ("ssl", "plain")]
    yield from ((mark.kind == "ssl") != mark.denied for mark in named)
    if elided and not named:
        for mark, after in zip_longest(clause, clause[1:], fillvalue=Mark("")):
            if after.kind not in {"port", *PROTOCOLS} and mark.kind in _TICKING:
                yield mark.kind == "affirmation"
