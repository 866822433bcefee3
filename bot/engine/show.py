"""Where a customer stands -> what is shown: texts and buttons, still in English."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from bot.engine.actions import Action, Ask, Button, Rows, ShowSettings
from bot.engine.answers import Answers
from bot.engine.callback import encode
from bot.engine.conversation import Conversation, Standing
from bot.engine.flow import Choice, Flow, State, Text
from bot.engine.forms import DRAFTED, seen
from bot.engine.guards import Context, hold
from bot.engine.place import context

SCREENS: Final = 1024
"""Screens that are remembered; some 2 kB each."""
NEED_ADDRESS: Final = frozenset({"qr"})
"""Files that can't be made without an address."""
STATUS: Final = "status"
"""The way to the customer's requests."""
MINE: Final = "My request"
MOST_REQUESTS: Final = 5
"""Requests that are shown at once."""


class Screen(NamedTuple):
    """The texts and the buttons of a state.

    Attributes:
        heading: which settings these are.
        warnings: what is said above the settings.
        notes: what is said below them.
        texts: what is said and asked.
        rows: the buttons.
    """

    heading: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    texts: tuple[str, ...]
    rows: Rows


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
    screen = _screen(flow, here)
    return ShowSettings(
        answers=here.answers,
        heading=screen.heading[0],
        warnings=screen.warnings,
        notes=screen.notes,
        question=screen.texts,
        rows=screen.rows,
        sends=state.sends,
        address=words,
    )


def ask(flow: Flow, here: Conversation, first: str = "") -> Ask:
    """The card of the state a customer is in; `first` is what has to be said before it."""
    state, screen = flow.states[here.state], _screen(flow, here)
    return Ask(
        paragraphs=(*((first,) if first else ()), *screen.heading[:1], *screen.texts),
        rows=screen.rows,
        answers=here.answers,
        shows="" if state.shows == "settings" else state.shows,
        lead=2 if first else 1,
        page=here.page,
        requests=_requests(here) if state.shows == "requests" else (),
        values=values(here),
        keeps=state.keeps,
        finding=here.finding,
    )


def tell(here: Conversation, text: str, words: str) -> Ask:
    """A message of its own that interrupts nothing; its one button leads to the requests."""
    button = Button(MINE, data=encode(here.state, STATUS, here.answers.code()))
    return Ask(
        paragraphs=(text, "{words}") if words else (text,),
        rows=((button,),),
        answers=here.answers,
        values=(*values(here), ("words", words)),
        keeps=True,
    )


def values(here: Conversation) -> tuple[tuple[str, str], ...]:
    """What was typed, by the {names} that texts have for it; and the request that is spoken of."""
    if not here.draft and not here.known.requests:
        return ()
    request = here.known.spoken_of(here.draft)
    number = request.number if request else here.draft.get("about", "")
    standing = (request.offer, request.title) if request else ("", "")
    typed = ((name, seen(here.draft.get(name, ""))) for name in DRAFTED)
    return (*typed, *zip(("number", "offer", "standing"), (number, *standing), strict=True))


def _requests(here: Conversation) -> tuple[tuple[str, str, str], ...]:
    return tuple((r.number, r.kind, r.title) for r in here.known.requests[:MOST_REQUESTS])


def _screen(flow: Flow, here: Conversation) -> Screen:
    """What a state shows; the same few screens are shown again and again."""
    if not here.usual:
        return _drawn(flow, here)
    return _known(flow, here.state, here.standing)


@lru_cache(maxsize=SCREENS)
def _known(flow: Flow, state: str, standing: Standing) -> Screen:
    return _drawn(flow, standing.conversation(state))


def _drawn(flow: Flow, here: Conversation) -> Screen:
    state, seen = flow.states[here.state], context(flow, here)
    return Screen(
        heading=_said(state.heading, seen),
        warnings=_said(state.warnings, seen),
        notes=_said(state.notes, seen),
        texts=_said(state.texts, seen),
        rows=_rows(here, state, seen),
    )


def _said(texts: Iterable[Text], seen: Context) -> tuple[str, ...]:
    return tuple(text.text for text in texts if hold(text.when, seen))


def _rows(here: Conversation, state: State, seen: Context) -> Rows:
    """The state's own rows, then the ways it has in common with all, two in a row."""
    code = here.answers.code()
    own = [[choice for choice in row if _offered(here, choice, seen)] for row in state.rows]
    ways = [choice for choice in state.ways if _offered(here, choice, seen)]
    rows = [*own, *(ways[i : i + 2] for i in range(0, len(ways), 2))]
    return tuple(tuple(_button(here, choice, code) for choice in row) for row in rows if row)


def _button(here: Conversation, choice: Choice, code: str) -> Button:
    if choice.link:
        return Button(choice.label, link=choice.link)
    data = encode(here.state, choice.key, code, here.page, _token(here, choice))
    return Button(choice.label, data=data, program=choice.program)


def _token(here: Conversation, choice: Choice) -> str:
    """What a button carries that commits somebody: a key that is used once, or a request."""
    if choice.opens:
        return here.draft.get("key", "")
    request = here.known.spoken_of(here.draft) if choice.moves else None
    return request.token if request else ""


def _offered(here: Conversation, choice: Choice, seen: Context) -> bool:
    """Whether a choice gets a button: its guards hold and it leads somewhere else."""
    if not choice.label or not hold(choice.when, seen):
        return False
    changes = choice.records != Answers() or choice.language or choice.turns or choice.writes
    return bool(changes or choice.link or choice.targets[0].state != here.state)
