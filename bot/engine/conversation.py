"""A conversation: where one customer stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from bot.engine.answers import Answers
from bot.engine.known import Known

FORMAT: Final = 1
"""The number of the JSON layout below; another number is not read but started anew."""


class Visit(NamedTuple):
    """A state that was left, with the answers the customer had given when it was shown.

    Attributes:
        state: its full name.
        answers: the answers of that time.
        page: which of its pages was shown, from 0.
    """

    state: str
    answers: Answers
    page: int = 0


class Standing(NamedTuple):
    """What the screens and the ways of a usual conversation depend on, beside its state.

    Attributes:
        answers: what the customer has said so far.
        came_from: whether there is a way back.
        page: which page of the state is shown.
        finding: what the settings doctor has found last.
    """

    answers: Answers
    came_from: bool
    page: int
    finding: str

    def conversation(self, state: str) -> "Conversation":
        """The plainest conversation of which that is true."""
        trail = (Visit(state, self.answers),) if self.came_from else ()
        here = Conversation(state, "", self.answers, trail)
        return replace(here, page=self.page, finding=self.finding)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one customer stands.

    Attributes:
        state: the full name of the state, `file.state`.
        language: the code of the language the customer reads.
        answers: what the customer has said so far.
        trail: the states that led here, oldest first; "back" walks it in reverse.
        since: when this state was entered, in seconds since the epoch.
        pressed: the data of the button that led here; empty when something else did.
        page: which page of the state is shown, from 0; most states have one.
        forgotten: whether this step was the wish to be forgotten: then nothing is kept of it.
        draft: what a form holds so far, and which request the conversation is about.
        known: what the desk knows of the customer; told anew before each step, and not kept.
        finding: what the settings doctor has found last: the name of a field, or another finding.
        tried: the states in which something was tried, in order, each once; for a ticket.
    """

    state: str
    language: str
    answers: Answers = Answers()
    trail: tuple[Visit, ...] = ()
    since: float = 0.0
    pressed: str = ""
    page: int = 0
    forgotten: bool = field(default=False, compare=False)
    draft: Mapping[str, str] = field(default_factory=dict)
    known: Known = Known()
    finding: str = ""
    tried: tuple[str, ...] = ()

    @property
    def usual(self) -> bool:
        """Whether it holds nothing of the customer's own: no form, no request.

        What a state shows then depends on little, and is the same for many; see `standing`.
        """
        return not (self.draft or self.known.requests or self.known.today)

    @property
    def standing(self) -> "Standing":
        """What the screens and the ways of a usual conversation depend on, beside its state."""
        return Standing(self.answers, bool(self.trail), self.page, self.finding)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON types."""
        return {
            "format": FORMAT,
            "state": self.state,
            "language": self.language,
            "answers": _pack(self.answers),
            "trail": [[state, _pack(answers), page] for state, answers, page in self.trail],
            "since": self.since,
            "pressed": self.pressed,
            "page": self.page,
            "draft": dict(self.draft),
            "finding": self.finding,
            "tried": list(self.tried),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Conversation":
        """The inverse of `to_json`.

        Raises:
            ValueError: the data was written by a version that this one does not know.
        """
        if data.get("format") != FORMAT:
            raise ValueError(data.get("format"))
        return cls(
            state=data["state"],
            language=data["language"],
            answers=Answers(*data["answers"]),
            trail=tuple(_visit(*visit) for visit in data["trail"]),
            since=data["since"],
            pressed=data["pressed"],
            page=data.get("page", 0),
            draft=data.get("draft", {}),
            finding=data.get("finding", ""),
            tried=tuple(data.get("tried", ())),
        )


def _visit(state: str, answers: list[Any], page: int = 0) -> Visit:
    return Visit(state, Answers(*answers), page)


def _pack(answers: Answers) -> list[str | bool | None]:
    return [answers.program, answers.protocol, answers.incoming_ssl, answers.outgoing_ssl]
