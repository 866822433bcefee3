"""Walks over the machine, for tests: what a customer can press, and where it leads."""

import json
from collections.abc import Iterator

from bot.engine.actions import Action, Button
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Event, Started
from bot.engine.flow import Flow
from bot.engine.machine import step
from bot.engine.place import begin

Place = tuple[Conversation, tuple[Action, ...]]


def reread(conversation: Conversation) -> Conversation:
    """The conversation, written to JSON and read again."""
    return Conversation.from_json(json.loads(json.dumps(conversation.to_json())))


def go(flow: Flow, conversation: Conversation, *events: Event) -> Place:
    """Take events in, a minute apart, re-reading the conversation between them."""
    actions: tuple[Action, ...] = ()
    for event in events:
        conversation, actions = step(flow, reread(conversation), event, conversation.since + 60)
    return conversation, actions


def started(flow: Flow, language: str = "en", code: str = "") -> Place:
    """A conversation after /start."""
    return go(flow, begin(flow, language, 0), Started(code))


def buttons(actions: tuple[Action, ...]) -> list[Button]:
    """The buttons on the screen that lead somewhere."""
    return [button for action in actions for row in action.rows for button in row if button.data]


def key(flow: Flow, conversation: Conversation) -> tuple[str, str, str, bool]:
    """What makes two places different for a walk; other programs differ by the files they take."""
    here = conversation
    files = " ".join(sorted(flow.program(here.answers).imports))
    code = f"other {files}" if here.answers.program else here.answers.code()
    return here.state, code, here.language, bool(here.trail)


def walk(flow: Flow, language: str = "en") -> dict[tuple[str, str, str, bool], tuple[int, Place]]:
    """Every place that can be reached by pressing buttons, with the fewest presses to it."""
    first = started(flow, language)
    found = {key(flow, first[0]): (0, first)}
    ahead = [(0, first)]
    while ahead:
        presses, (conversation, actions) = ahead.pop(0)
        for button in buttons(actions):
            place = go(flow, conversation, Chose(button.data))
            if key(flow, place[0]) not in found:
                found[key(flow, place[0])] = (presses + 1, place)
                ahead.append((presses + 1, place))
    return found


def places(flow: Flow, language: str = "en") -> Iterator[Place]:
    """Every place that can be reached by pressing buttons."""
    yield from (place for _, place in walk(flow, language).values())
