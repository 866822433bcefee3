"""What the engine knows of a mail program: the combinations its guide lists, and their fields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from bot.engine.answers import PROTOCOLS, SLOTS, Answers

Kind = Literal["text", "password", "server", "port", "checkbox", "choice"]
"""What a customer does with a field."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a mail program's screen, with what belongs in it.

    Attributes:
        name: which field, for example `incoming_port`.
        kind: what a customer does with it.
        value: what belongs in it.
        labels: what it is called on screen, in each language that has a guide.
    """

    name: str
    kind: Kind
    value: str | int | bool
    labels: tuple[str, ...] = ()


Form = tuple[Slot, ...]


@dataclass(frozen=True, eq=False)
class Program:
    """A mail program.

    Attributes:
        name: what it is called in English.
        protocols: the protocols that it can do.
        forms: the combinations that its guide lists, each with its fields in on-screen order.
        path: the protocols for which its guide says how the screen is reached.
        imports: the files with which it sets up a mailbox itself: "profile", "autoconfig", "qr".
    """

    name: str
    protocols: frozenset[str]
    forms: Mapping[Answers, Form]
    path: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of its screens."""
        return frozenset(slot.name for form in self.forms.values() for slot in form)

    def listed(self, said: Answers) -> Iterator[Answers]:
        """The combinations that its guide lists and that agree with what was said."""
        return (form for form in self.forms if _agree(said, form))

    def form(self, said: Answers) -> Form:
        """The fields of a combination; none when it is not listed."""
        return self.forms.get(replace(said, program=None), ())

    def implied(self, said: Answers) -> Answers:
        """What was said, with what goes without saying: the rest when no other is listed."""
        return replace(said, **_shared(self.listed(said)))

    def freed(self, said: Answers) -> Answers:
        """What was said, without what goes without saying in this program."""
        return replace(said, **dict.fromkeys(_shared(self.forms)))


def _shared(forms: Iterable[Answers]) -> dict[str, Any]:
    """The answers that are the same in all these combinations."""
    found = list(forms)
    ways = {slot: {getattr(form, slot) for form in found} for slot in SLOTS}
    return {slot: way.pop() for slot, way in ways.items() if len(way) == 1}


def unrestricted(name: str) -> Program:
    """A program that does everything, for flows that are read without facts."""
    return Program(name, frozenset(PROTOCOLS), dict.fromkeys(every_combination(), ()))


def every_combination() -> tuple[Answers, ...]:
    """Every protocol with SSL on and off in each direction."""
    either = (True, False)
    return tuple(
        Answers(None, protocol, incoming, outgoing)
        for protocol in PROTOCOLS
        for incoming in either
        for outgoing in either
    )


def _agree(said: Answers, form: Answers) -> bool:
    """Whether nothing that was said is otherwise in a combination."""
    return all(getattr(said, slot) in (None, getattr(form, slot)) for slot in SLOTS)
