"""The state machine: one step of a conversation.

The rules:

1. A step is a function of flow, conversation, event and time; it never raises and does no I/O.
2. Where a choice leads is decided by one `transitions` table for all flows. An event that the table
   does not know in this state is illegal: nothing changes, and the question is asked again.
3. A pressed button brings its own state and answers, so it means the same at any age. One that is
   forged, or that no state knows any more, opens the start.
4. The way back is the conversation's own trail, not the table.
5. The same button pressed again at once is a double tap: nothing happens.
6. The settings are sent when they are reached, or the language changes, not when coming back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from transitions import EventData, Machine

from bot.engine.actions import Action, Ask, Button, Rows, ShowSettings
from bot.engine.answers import Answers, parse_code
from bot.engine.callback import decode, encode
from bot.engine.conversation import Conversation, Visit
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.flow import BACK, Choice, Flow, State, Text
from bot.engine.guards import Context, hold
from bot.engine.understand import SETTINGS, understand

DOUBLE_TAP: Final = 3.0
"""Seconds within which the same press counts as the same tap."""
LONGEST_TRAIL: Final = 12
"""States that "back" can walk; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A choice made in a state.

    Attributes:
        shown: the answers that were given when the state was shown.
        answers: those answers, with what this event says.
    """

    source: str
    choice: Choice
    shown: Answers
    answers: Answers
    language: str
    trail: tuple[Visit, ...]
    data: str = ""


class _Probe:
    """What the machine moves in place of a conversation; thrown away after each step."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def begin(flow: Flow, language: str, now: float) -> Conversation:
    """A new conversation at the start of the flow."""
    return Conversation(flow.start, language, since=now)


class Step(NamedTuple):
    """What a step did.

    Attributes:
        conversation: where the customer stands now.
        actions: what is to be shown.
        taken: the state, the choice and the state it led to; None when nothing was chosen.
    """

    conversation: Conversation
    actions: tuple[Action, ...]
    taken: tuple[str, str, str] | None = None


def step(
    flow: Flow, conversation: Conversation, event: Event, now: float
) -> tuple[Conversation, tuple[Action, ...]]:
    """Take one event in.

    Args:
        flow: all states and choices.
        conversation: where the customer stands.
        event: what happened.
        now: the time, in seconds since the epoch.

    Returns:
        Where the customer stands now, and what is to be shown.
    """
    return explain(flow, conversation, event, now)[:2]


def explain(flow: Flow, conversation: Conversation, event: Event, now: float) -> Step:
    """Like `step`; tells also which way was taken, for those who watch over coverage."""
    here = _current(flow, conversation)
    if _double_tap(conversation, event, now):
        return Step(conversation, ())
    move = _read(flow, here, event)
    after = _moved(flow, here, move, now) if move else None
    if move is None or after is None:
        return Step(here, (_ask(flow, here, hint=not isinstance(event, Chose)),))
    came_back = _leads_back(move.choice) and after.language == here.language
    taken = (move.source, move.choice.key, after.state)
    return Step(after, (_show(flow, after, came_back=came_back),), taken)


@lru_cache(maxsize=8)
def table(flow: Flow) -> Machine:
    """All choices of all states as one machine; the key of a choice is its trigger."""
    machine = Machine(
        model=None,
        states=list(flow.states),
        initial=flow.start,
        auto_transitions=False,
        send_event=True,
        ignore_invalid_triggers=True,
    )
    for state in flow.states.values():
        for choice in state.choices():
            for target in choice.targets:
                destination = None if target.state == BACK else target.state
                offered = _condition("before", choice.when)
                reachable = _condition("after", target.when)
                machine.add_transition(
                    choice.key, state.name, destination, conditions=[offered, reachable]
                )
    return machine


def _condition(moment: str, guards: tuple[str, ...]) -> Callable[[EventData], bool]:
    """Guards that look at the answers before or after the choice is recorded."""

    def condition(event: EventData) -> bool:
        return hold(guards, event.kwargs[moment])

    return condition


def _context(flow: Flow, answers: Answers, trail: tuple[Visit, ...]) -> Context:
    return Context(answers, flow.programs, flow.switches, came_from=bool(trail))


def _current(flow: Flow, conversation: Conversation) -> Conversation:
    """The conversation in a state that exists, whichever version of the flow it was saved under."""
    name = flow.renamed.get(conversation.state, conversation.state)
    if _enterable(flow, name, conversation.answers, conversation.trail):
        return replace(conversation, state=name)
    return begin(flow, conversation.language, conversation.since)


def _enterable(flow: Flow, name: str, answers: Answers, trail: tuple[Visit, ...]) -> bool:
    state = flow.states.get(name)
    known = answers.program is None or answers.program in flow.programs
    return state is not None and known and hold(state.needs, _context(flow, answers, trail))


def _double_tap(conversation: Conversation, event: Event, now: float) -> bool:
    same = isinstance(event, Chose) and event.data == conversation.pressed != ""
    return same and 0 <= now - conversation.since < DOUBLE_TAP


def _read(flow: Flow, here: Conversation, event: Event) -> _Move | None:
    """The choice that an event stands for; None when it stands for none."""
    match event:
        case Started(code):
            return _start(flow, here, code)
        case Chose(data):
            return _press(flow, here, data) or _start(flow, here, "")
        case Commanded(name):
            choices = _choices(flow, here, command=name) if name else ()
            return _pick(flow, here, here.answers, choices)
        case Typed(text):
            return _type(flow, here, text)


def _choices(flow: Flow, here: Conversation, **wanted: str) -> Iterable[Choice]:
    """The choices of the current state whose attributes are as wanted."""
    choices = flow.states[here.state].choices()
    return (c for c in choices if all(getattr(c, name) == v for name, v in wanted.items()))


def _pick(
    flow: Flow, here: Conversation, answers: Answers, choices: Iterable[Choice]
) -> _Move | None:
    """The first of the choices that is open."""
    context = _context(flow, answers, here.trail)
    for choice in choices:
        if hold(choice.when, context):
            return _Move(here.state, choice, here.answers, answers, here.language, here.trail)
    return None


def _start(flow: Flow, here: Conversation, code: str) -> _Move | None:
    """A new start; a short code that says something goes on from there."""
    answers, language = parse_code(code, flow.programs, flow.languages) or (Answers(), None)
    fresh = begin(flow, language or here.language, 0)
    key = "restart" if answers == Answers() else "settings"
    return _pick(flow, fresh, answers, _choices(flow, fresh, key=key))


def _press(flow: Flow, here: Conversation, data: str) -> _Move | None:
    """What a button means, wherever the customer is now."""
    pressed = decode(data)
    known = pressed and parse_code(pressed.code, flow.programs, flow.languages)
    if pressed is None or known is None:
        return None
    name, answers = flow.renamed.get(pressed.state, pressed.state), known[0]
    choice = flow.states[name].choice(pressed.choice) if name in flow.states else None
    if choice is None or not _enterable(flow, name, answers, here.trail):
        return None
    trail = _trail_to(here, name)
    return _Move(name, choice, answers, answers, here.language, trail, data)


def _trail_to(here: Conversation, name: str) -> tuple[Visit, ...]:
    """The trail to the state of a button: cut short at one that was left, longer by any other."""
    visited = [visit.state for visit in here.trail]
    if name == here.state:
        return here.trail
    if name in visited:
        return here.trail[: visited.index(name)]
    return (*here.trail, Visit(here.state, here.answers))


def _type(flow: Flow, here: Conversation, text: str) -> _Move | None:
    """What typed words mean here: the first thing they ask for that this state can do."""
    understood = understand(flow.vocabulary, text, here.language)
    settled = replace(here.answers, **dict.fromkeys(understood.doubted))
    for meant in understood.meant:
        said = settled.merged(understood.answers) if meant == SETTINGS else here.answers
        means = (c for c in _choices(flow, here) if meant in c.words)
        if move := _pick(flow, here, said, means):
            return move
    return None


def _moved(flow: Flow, here: Conversation, move: _Move, now: float) -> Conversation | None:
    """The conversation after a move; None when the table does not allow it."""
    before = Answers() if move.choice.clears else move.answers
    answers = before.merged(move.choice.records)
    probe = _Probe(move.source)
    contexts = {
        "before": _context(flow, move.answers, move.trail),
        "after": _context(flow, answers, move.trail),
    }
    trigger = table(flow).events.get(move.choice.key)  # a link has none: it leads nowhere
    if trigger is None or not trigger.trigger(probe, **contexts):
        return None
    language = move.choice.language or move.language
    entered = replace(here, language=language, since=now, pressed=move.data)
    if _leads_back(move.choice):
        return _back(flow, replace(entered, trail=move.trail))
    if probe.state == flow.start:
        return replace(entered, state=probe.state, answers=answers, trail=())
    left = (Visit(move.source, move.shown),) if move.source != probe.state else ()
    trail = (*move.trail, *left)[-LONGEST_TRAIL:]
    return replace(entered, state=probe.state, answers=answers, trail=trail)


def _leads_back(choice: Choice) -> bool:
    return any(target.state == BACK for target in choice.targets)


def _back(flow: Flow, here: Conversation) -> Conversation:
    """Where the customer was before: the last of the trail that still can be, or the start."""
    trail = here.trail
    while trail:
        *rest, last = trail
        trail = tuple(rest)
        if _enterable(flow, last.state, last.answers, trail):
            return replace(here, state=last.state, answers=last.answers, trail=trail)
    return replace(here, state=flow.start, answers=Answers(), trail=())


def _show(flow: Flow, here: Conversation, *, came_back: bool) -> Action:
    state = flow.states[here.state]
    if state.shows != "settings" or came_back:
        return _ask(flow, here)
    return ShowSettings(
        answers=here.answers,
        heading=_said(flow, here, state.heading)[0],
        warnings=_said(flow, here, state.warnings),
        notes=_said(flow, here, state.notes),
        question=_said(flow, here, state.texts),
        rows=_rows(flow, here, state),
    )


def _ask(flow: Flow, here: Conversation, *, hint: bool = False) -> Ask:
    state = flow.states[here.state]
    return Ask(
        paragraphs=(
            *((state.hint,) if hint else ()),
            *_said(flow, here, state.heading)[:1],
            *_said(flow, here, state.texts),
        ),
        rows=_rows(flow, here, state),
        answers=here.answers,
        sources=state.shows == "sources",
    )


def _said(flow: Flow, here: Conversation, texts: Iterable[Text]) -> tuple[str, ...]:
    context = _context(flow, here.answers, here.trail)
    return tuple(text.text for text in texts if hold(text.when, context))


def _rows(flow: Flow, here: Conversation, state: State) -> Rows:
    """The state's own rows, then the ways it has in common with all, two in a row."""
    own = [[choice for choice in row if _offered(flow, here, choice)] for row in state.rows]
    ways = [choice for choice in state.ways if _offered(flow, here, choice)]
    rows = [*own, *(ways[i : i + 2] for i in range(0, len(ways), 2))]
    return tuple(tuple(_button(here, choice) for choice in row) for row in rows if row)


def _button(here: Conversation, choice: Choice) -> Button:
    if choice.link:
        return Button(choice.label, link=choice.link)
    return Button(choice.label, data=encode(here.state, choice.key, here.answers.code()))


def _offered(flow: Flow, here: Conversation, choice: Choice) -> bool:
    """Whether a choice gets a button: its guards hold and it leads somewhere else."""
    context = _context(flow, here.answers, here.trail)
    if not choice.label or not hold(choice.when, context):
        return False
    changes = choice.records != Answers() or choice.language
    return bool(changes or choice.link or choice.targets[0].state != here.state)
