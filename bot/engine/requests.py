"""What a move does to the form that a customer fills in, and to their requests."""

from collections.abc import Mapping
from functools import lru_cache

from bot.engine.actions import Effect, MoveTicket, OpenTicket
from bot.engine.conversation import Conversation
from bot.engine.flow import Flow, Target
from bot.engine.forms import DRAFTED
from bot.engine.moves import Move


def drafted(flow: Flow, here: Conversation, move: Move) -> Mapping[str, str]:
    """What a form holds after a move. A summary that says something else needs another key."""
    field = flow.states[move.source].asks if move.words else ""
    typed = {field: move.words} if field in DRAFTED else {}
    written = {**({} if move.choice.clears else here.draft), **move.choice.writes, **typed}
    if any(written.get(name) != here.draft.get(name) for name in DRAFTED):
        written.pop("key", None)
    request = here.known.spoken_of(here.draft, move.token) if move.token else None
    return {**written, "about": request.number} if request else written


def keyed(flow: Flow, there: Conversation, way: Target) -> Mapping[str, str]:
    """The form when a state is entered: emptied by a request; with a key where one can be made."""
    if way.opens:
        return {"about": there.known.number}
    if there.known.key and "key" not in there.draft and _asks(flow, there.state):
        return {**there.draft, "key": there.known.key}
    return there.draft


@lru_cache
def _asks(flow: Flow, state: str) -> bool:
    """Whether a request can be made in a state."""
    return any(choice.opens for choice in flow.states[state].choices())


def effects(
    flow: Flow, here: Conversation, move: Move, way: Target, after: Conversation
) -> tuple[Effect, ...]:
    """What is to be carried out on the way that was taken."""
    if way.opens:
        draft = here.draft
        return (
            OpenTicket(
                number=here.known.number,
                key=move.token,
                kind=way.opens,
                language=after.language,
                code=move.answers.code(),
                program=move.answers.program or "",
                tried=tuple(flow.states[name].tries for name in here.tried if name in flow.states),
                contact=draft.get("contact", ""),
                time=draft.get("time", ""),
                note=draft.get("note", ""),
            ),
        )
    request = here.known.spoken_of(here.draft, move.token) if way.moves else None
    return (MoveTicket(request.number, way.moves, move.words),) if request else ()
