"""Where a customer stands -> what is shown: texts and buttons, still in English."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.engine.actions import Action, Ask, Button, Rows, ShowSettings
from bot.engine.answers import Answers
from bot.engine.callback import encode
from bot.engine.conversation import Conversation
from bot.engine.flow import Choice, Flow, State, Text
from bot.engine.guards import Context, hold
from bot.engine.place import context

NEED_ADDRESS: Final = frozenset({"qr"})
"""Files that can't be made without an address."""


def show(flow: Flow, here: Conversation, words: str, *, came_back: bool) -> Action:
    """The state a customer has come to; the settings are not sent again to one who came back.

    Args:
        flow: all states.
        here: where the customer stands.
        words: what was typed to get here, in answer to what was asked: an address.
        came_back: whether they were here before.
    """
    state = flow.states[here.state]
    lacking = state.sends in NEED_ADDRESS and not words
    if state.shows != "settings" or came_back or lacking:
        return replace(ask(flow, here), sends="" if came_back or lacking else state.sends)
    return ShowSettings(
        answers=here.answers,
        heading=_said(flow, here, state.heading)[0],
        warnings=_said(flow, here, state.warnings),
        notes=_said(flow, here, state.notes),
        question=_said(flow, here, state.texts),
        rows=_rows(flow, here, state),
        sends=state.sends,
        address=words,
    )


def ask(flow: Flow, here: Conversation, first: str = "") -> Ask:
    """The card of the state a customer is in; `first` is what has to be said before it."""
    state = flow.states[here.state]
    return Ask(
        paragraphs=(
            *((first,) if first else ()),
            *_said(flow, here, state.heading)[:1],
            *_said(flow, here, state.texts),
        ),
        rows=_rows(flow, here, state),
        answers=here.answers,
        shows="" if state.shows == "settings" else state.shows,
        lead=2 if first else 1,
        page=here.page,
    )


def _said(flow: Flow, here: Conversation, texts: Iterable[Text]) -> tuple[str, ...]:
    seen = context(flow, here.answers, here.trail, here.page)
    return tuple(text.text for text in texts if hold(text.when, seen))


def _rows(flow: Flow, here: Conversation, state: State) -> Rows:
    """The state's own rows, then the ways it has in common with all, two in a row."""
    seen, code = context(flow, here.answers, here.trail, here.page), here.answers.code()
    own = [[choice for choice in row if _offered(here, choice, seen)] for row in state.rows]
    ways = [choice for choice in state.ways if _offered(here, choice, seen)]
    rows = [*own, *(ways[i : i + 2] for i in range(0, len(ways), 2))]
    return tuple(tuple(_button(here, choice, code) for choice in row) for row in rows if row)


def _button(here: Conversation, choice: Choice, code: str) -> Button:
    if choice.link:
        return Button(choice.label, link=choice.link)
    data = encode(here.state, choice.key, code, here.page)
    return Button(choice.label, data=data, program=choice.program)


def _offered(here: Conversation, choice: Choice, seen: Context) -> bool:
    """Whether a choice gets a button: its guards hold and it leads somewhere else."""
    if not choice.label or not hold(choice.when, seen):
        return False
    changes = choice.records != Answers() or choice.language or choice.turns
    return bool(changes or choice.link or choice.targets[0].state != here.state)
