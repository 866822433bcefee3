"""The state machine: one step of a conversation.

The rules:

1. A step is a function of flow, conversation, event and time; it never raises and does no I/O.
2. Where a choice leads is decided by one `transitions` table for all flows. An event that the table
   does not know in this state is illegal: nothing changes, and the question is asked again.
3. A pressed button brings its own state and answers, so it means the same at any age. One that is
   forged, or that no state knows any more, opens the start.
4. The way back is the conversation's own trail, not the table.
5. The same button pressed again at once is a double tap: nothing happens.
6. A password is no text: it is taken out before anything looks at it.
7. What commits somebody is pressed, never typed, and bound to what was shown: the button carries
   the key of its summary, or the request that it is about.
8. The settings are sent when they are reached, or the language changes, not when coming back.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from bot.engine.actions import Action, Effect
from bot.engine.answers import Answers
from bot.engine.conversation import Conversation, Standing, Visit
from bot.engine.events import Chose, Event, Leaked, Told
from bot.engine.flow import BACK, Choice, Flow, Target
from bot.engine.guards import Context, hold
from bot.engine.moves import Move, read, without_secret
from bot.engine.place import context, current, lasting, page_of
from bot.engine.requests import drafted, effects, keyed
from bot.engine.show import ask, show, tell
from bot.engine.table import Condition, Table

DOUBLE_TAP: Final = 3.0
"""Seconds within which the same press counts as the same tap."""
MOVES: Final = 4096
"""Moves that are remembered; some 0.5 kB each."""
LONGEST_TRAIL: Final = 12
"""States that "back" can walk; older ones are forgotten."""


class Step(NamedTuple):
    """What a step did.

    Attributes:
        conversation: where the customer stands now.
        actions: what is to be shown.
        taken: the state, the choice and the state it led to; None when nothing was chosen.
        effects: what is to be carried out with it.
    """

    conversation: Conversation
    actions: tuple[Action, ...]
    taken: tuple[str, str, str] | None = None
    effects: tuple[Effect, ...] = ()


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
    here = current(flow, conversation)
    event = without_secret(flow, event)
    if isinstance(event, Leaked):
        return Step(here, (ask(flow, here, flow.warning),))
    if isinstance(event, Told):
        return _told(flow, here, event, now)
    if _double_tap(conversation, event, now):
        return Step(conversation, ())
    move = read(flow, here, event)
    made = _moved(flow, here, move, now) if move else None
    if move is None or made is None:
        hint = "" if isinstance(event, Chose) else flow.states[here.state].hint
        return Step(here, (ask(flow, here, hint),))
    after, target = _forgotten(flow, made[0]), made[1]
    came_back = _leads_back(move.choice) and after.language == here.language
    taken = (move.source, move.choice.key, after.state)
    shown = show(flow, after, move.words, came_back=came_back)
    return Step(after, (shown,), taken, effects(flow, here, move, target, after))


def _told(flow: Flow, here: Conversation, event: Told, now: float) -> Step:
    """What an agent did: it leads the customer somewhere, or only tells them."""
    about = replace(here, draft={**here.draft, "about": event.number})
    if event.leads not in flow.states:
        return Step(here, (tell(about, event.text, event.words),))
    left = (Visit(here.state, here.answers, here.page),) if here.state != event.leads else ()
    trail = (*here.trail, *left)[-LONGEST_TRAIL:]
    there = replace(about, state=event.leads, trail=trail, since=now, pressed="", page=0)
    card = ask(flow, there, event.text)
    said = (card.paragraphs[0], *(("{words}",) if event.words else ()), *card.paragraphs[1:])
    told = replace(card, paragraphs=said, values=(*card.values, ("words", event.words)))
    return Step(there, (told,))


@lru_cache(maxsize=8)
def table(flow: Flow) -> Table:
    """All choices of all states; the key of a choice is the name of its move."""
    made = Table(flow.states, flow.start)
    for state in flow.states.values():
        for choice in state.choices():
            for target in choice.targets:
                destination = None if target.state == BACK else target.state
                offered, reachable = _guarded("before", choice.when), _guarded("after", target.when)
                made.add(choice.key, state.name, destination, offered, reachable)
    return made


@lru_cache(maxsize=MOVES)  # the same few guards stand in thousands of moves
def _guarded(moment: str, guards: tuple[str, ...]) -> Condition:
    """Guards that look at the answers before or after the choice is recorded."""
    return lambda given: hold(guards, given[moment])


def _double_tap(conversation: Conversation, event: Event, now: float) -> bool:
    same = isinstance(event, Chose) and event.data == conversation.pressed != ""
    return same and 0 <= now - conversation.since < DOUBLE_TAP


def _moved(
    flow: Flow, here: Conversation, move: Move, now: float
) -> tuple[Conversation, Target] | None:
    """The conversation after a move, and the way it took; None when the table does not allow it."""
    before = Answers() if move.choice.clears else move.answers
    before = flow.turned_to(before, move.choice.records.program)
    recorded = _recorded(before, move.choice)
    answers = flow.program(recorded).implied(recorded)
    shown = replace(here, answers=move.answers, trail=move.trail, page=move.page)
    finding = move.finding or here.finding
    entered = replace(shown, answers=answers, draft=drafted(flow, here, move), since=now, page=0)
    entered = replace(entered, finding=finding)
    way = _way(flow, move, shown, entered)
    if way is None:  # a link is no move either: it leads nowhere
        return None
    reached, target = way
    language = move.choice.language or move.language
    entered = replace(entered, language=language, pressed=move.data)
    if move.choice.clears:
        entered = replace(entered, finding="", tried=())
    if target.state == BACK:
        return _back(flow, entered, move), target
    if reached == flow.start:
        return replace(entered, state=reached, trail=()), target
    stays = move.source == reached
    left = () if stays else (Visit(move.source, move.shown, move.page),)
    trail = (*move.trail, *left)[-LONGEST_TRAIL:]
    page = move.page + move.choice.turns if stays else 0
    draft = keyed(flow, replace(entered, state=reached), target)
    after = replace(entered, state=reached, trail=trail, page=page, draft=draft)
    return replace(after, tried=_tried(flow, after)), target


def _tried(flow: Flow, after: Conversation) -> tuple[str, ...]:
    """What was tried, with what is tried in this state."""
    if not flow.states[after.state].tries or after.state in after.tried:
        return after.tried
    return (*after.tried, after.state)


def _way(
    flow: Flow, move: Move, shown: Conversation, entered: Conversation
) -> tuple[str, Target] | None:
    """Where a move leads, and by which way; the table is asked once for the same question."""
    if shown.usual and entered.usual and not move.token:
        return _known(flow, move.source, move.choice.key, shown.standing, entered.standing)
    before, after = (context(flow, here, move.token) for here in (shown, entered))
    return _asked(flow, move.source, move.choice, before, after)


@lru_cache(maxsize=MOVES)
def _known(
    flow: Flow, source: str, key: str, shown: Standing, entered: Standing
) -> tuple[str, Target] | None:
    choice = flow.states[source].choice(key)
    if choice is None:
        return None
    before, after = (context(flow, standing.conversation(source)) for standing in (shown, entered))
    return _asked(flow, source, choice, before, after)


def _asked(
    flow: Flow, source: str, choice: Choice, before: Context, after: Context
) -> tuple[str, Target] | None:
    reached = table(flow).reached(choice.key, source, before=before, after=after)
    if reached is None:
        return None
    ways = (way for way in choice.targets if way.state in (reached, BACK))
    return reached, next(way for way in ways if hold(way.when, after))


def _forgotten(flow: Flow, after: Conversation) -> Conversation:
    """The conversation, or as much of it as is left of a customer who wished to be forgotten."""
    if not flow.states[after.state].forgets:
        return after
    parts = after.state, after.language
    left = Conversation(*parts, since=after.since, pressed=after.pressed, forgotten=True)
    return replace(left, known=after.known)  # of what is told anew, nothing is kept


def _recorded(before: Answers, choice: Choice) -> Answers:
    """The answers with what a choice says; one that fills leaves alone what was said before."""
    filled = choice.records.merged(before)
    return filled if choice.fills and filled != before else before.merged(choice.records)


def _leads_back(choice: Choice) -> bool:
    return any(target.state == BACK for target in choice.targets)


def _back(flow: Flow, here: Conversation, move: Move) -> Conversation:
    """Where the customer was before: a page, the last of the trail that can be, or the start."""
    if move.page:
        return replace(here, state=move.source, answers=move.shown, page=move.page - 1)
    trail = here.trail
    while trail:
        *rest, last = trail
        trail = tuple(rest)
        there = replace(here, state=last.state, answers=last.answers, trail=trail)
        if lasting(flow, there):
            return replace(there, page=page_of(flow, last.state, last.answers, last.page))
    return replace(here, state=flow.start, answers=Answers(), trail=(), page=0)
