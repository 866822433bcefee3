"""Which moves are legal: one machine of the `transitions` library, used as a pure table."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from transitions import EventData, Machine

Condition = Callable[[dict[str, Any]], bool]
"""Looks at what was given with a move, and says whether it may be made."""


class _Probe:
    """What the machine moves in place of what is kept; thrown away after each move."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class Table:
    """The moves between states. One that is unknown or not allowed changes nothing.

    Attributes:
        machine: the library's machine; it has no model of its own.
    """

    def __init__(self, states: Iterable[str], start: str) -> None:
        self.machine = Machine(
            model=None,
            states=list(states),
            initial=start,
            auto_transitions=False,
            send_event=True,
            ignore_invalid_triggers=True,
        )

    def add(self, move: str, source: str, target: str | None, *conditions: Condition) -> None:
        """Allow a move; of several with one name and source, the first that is allowed is taken.

        Args:
            move: its name.
            source: the state it is made in.
            target: the state it leads to; None for one that the caller finds.
            conditions: what must hold.
        """
        asked: list[str | Callable[..., bool | None]] = [*map(_asked, conditions)]
        self.machine.add_transition(move, source, target, conditions=asked)

    def reached(self, move: str, source: str, **given: object) -> str | None:
        """The state that a move leads to, the same one for a target of None; None when illegal."""
        trigger = self.machine.events.get(move)
        probe = _Probe(source)
        if trigger is None or source not in self.machine.states:
            return None
        return probe.state if trigger.trigger(probe, **given) else None


@lru_cache(maxsize=1024)  # a condition is one object, in however many moves it stands
def _asked(condition: Condition) -> Callable[[EventData], bool]:
    return lambda event: condition(event.kwargs)
