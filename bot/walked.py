"""What transcripts have walked of the flows, and what they have not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.engine.actions import Action, Ask, ShowSettings
from bot.engine.flow import Flow
from bot.engine.machine import Step
from bot.flow import COMMON
from bot.source import Fault


@dataclass
class Walked:
    """Gathers what steps have walked.

    Attributes:
        states: the states that were shown.
        moves: each state, choice and state it led to.
        texts: the English texts that were said.
    """

    states: set[str] = field(default_factory=set)
    moves: set[tuple[str, str, str]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def note(self, step: Step) -> None:
        """Take in what a step did."""
        self.states.add(step.conversation.state)
        if step.taken:
            self.moves.add(step.taken)
        for action in step.actions:
            self.texts.update(_said(action))

    def take(self, other: "Walked") -> None:
        """Take in what was gathered elsewhere."""
        self.states |= other.states
        self.moves |= other.moves
        self.texts |= other.texts

    def missing(self, flow: Flow) -> tuple[Fault, ...]:
        """What no transcript walks: states, choices and texts, with FILE:LINE."""
        faults = [*self._states(flow), *self._choices(flow), *self._texts(flow)]
        return tuple(sorted(set(faults)))

    def _states(self, flow: Flow) -> Iterator[Fault]:
        for state in flow.states.values():
            if state.name not in self.states:
                yield _fault(state.where, f"no transcript walks the state “{state.name}”")

    def _choices(self, flow: Flow) -> Iterator[Fault]:
        """Own choices count state by state; a way that all states share counts once."""
        taken = {(source, key) for source, key, _ in self.moves}
        keys = {key for _, key in taken}
        for state in flow.states.values():
            for choice in state.choices():
                placed = any(choice in row for row in state.rows)
                own = placed and f"/{COMMON}:" not in choice.where
                walked = (state.name, choice.key) in taken if own else choice.key in keys
                if choice.targets and not walked:
                    of = f" of “{state.name}”" if own else ""
                    yield _fault(choice.where, f"no transcript takes “{choice.key}”{of}")

    def _texts(self, flow: Flow) -> Iterator[Fault]:
        if flow.warning not in self.texts:
            yield _fault(flow.warning_where, "no transcript says the warning about passwords")
        for state in flow.states.values():
            texts = [(text.text, text.where) for text in state.all_texts()]
            for text, where in (*texts, (state.hint, state.hint_where)):
                if text not in self.texts:
                    yield _fault(where, f"no transcript says “{text[:40]}…”")


def _said(action: Action) -> Iterator[str]:
    yield from (button.label for row in action.rows for button in row)
    match action:
        case Ask():
            yield from action.paragraphs
        case ShowSettings():
            yield from (action.heading, *action.warnings, *action.notes, *action.question)


def _fault(where: str, message: str) -> Fault:
    file, _, line = where.rpartition(":")
    return Fault(file, int(line), message)
