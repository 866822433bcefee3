"""What an event stands for: a choice, made in a state, with answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.engine.address import address_in
from bot.engine.answers import Answers, parse_code
from bot.engine.callback import decode
from bot.engine.conversation import Conversation, Visit
from bot.engine.doctor import RIGHT, examine
from bot.engine.errors import OTHER, meaning
from bot.engine.events import Chose, Commanded, Event, Leaked, Started, Told, Typed
from bot.engine.flow import TYPED, Choice, Flow
from bot.engine.forms import accepted, on_the_way
from bot.engine.guards import hold
from bot.engine.place import begin, context, enterable, page_of
from bot.engine.understand import SETTINGS, WALKTHROUGH, Understood, understand

FEWEST: Final = 3
"""Words of an error message that is not known."""
PROGRAMS: Final = "programs"
"""The class of words that ask for another mail program, without saying which."""


ADDRESS: Final = "address"
"""The name of the choice that an address makes which is typed."""


@dataclass(frozen=True, slots=True)
class Move:
    """A choice made in a state.

    Attributes:
        source: the name of the state.
        choice: the choice.
        shown: the answers that were given when the state was shown.
        answers: those answers, with what this event says.
        language: the language the customer reads.
        trail: the states that led to the source.
        data: what the button carried, when it was one.
        page: the page of the source.
        token: the request that the button was about, or the key of a summary.
        words: what was typed in answer to what the state asks.
        finding: what the settings doctor has found in what was typed.
    """

    source: str
    choice: Choice
    shown: Answers
    answers: Answers
    language: str
    trail: tuple[Visit, ...]
    data: str = ""
    page: int = 0
    token: str = ""
    words: str = ""
    finding: str = ""


def without_secret(flow: Flow, event: Event) -> Event:
    """The event, or that a password was typed."""
    leaks = isinstance(event, Typed) and flow.vocabulary.secrets.given_away(event.text)
    return Leaked() if leaks else event


def read(flow: Flow, here: Conversation, event: Event) -> Move | None:
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
            return _heard(flow, here, text) or _type(flow, here, text) or _asked(flow, here, text)
        case Leaked() | Told():
            return None


def _choices(flow: Flow, here: Conversation, **wanted: str) -> Iterable[Choice]:
    """The choices of the current state whose attributes are as wanted."""
    choices = flow.states[here.state].choices()
    return (c for c in choices if all(getattr(c, name) == v for name, v in wanted.items()))


def _pick(
    flow: Flow, here: Conversation, answers: Answers, choices: Iterable[Choice]
) -> Move | None:
    """The first of the choices that is open."""
    seen = context(flow, replace(here, answers=answers))
    for choice in choices:
        if hold(choice.when, seen):
            places = here.state, choice, here.answers, answers, here.language, here.trail
            return Move(*places, page=here.page)
    return None


def _start(flow: Flow, here: Conversation, code: str) -> Move | None:
    """A new start; a short code that says something goes on from there."""
    answers, language = parse_code(code, flow.programs, flow.languages) or (Answers(), None)
    fresh = replace(begin(flow, language or here.language, 0), known=here.known)
    key = "restart" if answers == Answers() else "settings"
    return _pick(flow, fresh, answers, _choices(flow, fresh, key=key))


def _press(flow: Flow, here: Conversation, data: str) -> Move | None:
    """What a button means, wherever the customer is now."""
    pressed = decode(data)
    known = pressed and parse_code(pressed.code, flow.programs, flow.languages)
    if pressed is None or known is None:
        return None
    name, answers = flow.renamed.get(pressed.state, pressed.state), known[0]
    choice = flow.states[name].choice(pressed.choice) if name in flow.states else None
    there = replace(here, state=name, answers=answers)
    if choice is None or (pressed.token and not (choice.opens or choice.moves)):
        return None
    if not enterable(flow, there):
        return None
    trail, page = _trail_to(here, name), page_of(flow, name, answers, pressed.page)
    parts = name, choice, answers, answers, here.language, trail, data
    return Move(*parts, page=page, token=pressed.token)


def _trail_to(here: Conversation, name: str) -> tuple[Visit, ...]:
    """The trail to the state of a button: cut short at one that was left, longer by any other."""
    visited = [visit.state for visit in here.trail]
    if name == here.state:
        return here.trail
    if name in visited:
        return here.trail[: visited.index(name)]
    return (*here.trail, Visit(here.state, here.answers, here.page))


def _answer(flow: Flow, here: Conversation, text: str) -> Move | None:
    """The answer to what a state asks; None when the words can't be one."""
    state = flow.states[here.state]
    words, choice = accepted(state.asks, text), state.choice(TYPED)
    move = _pick(flow, here, here.answers, [choice] if choice and words else ())
    return replace(move, words=words) if move else None


def _heard(flow: Flow, here: Conversation, text: str) -> Move | None:
    """What is an error message, or tells of settings where they were asked for."""
    state = flow.states[here.state]
    if state.asks:
        return None
    if state.hears == "settings":
        found = examine(flow.program(here.answers), here.answers, text, flow.doctor)
        if found:
            answers = here.answers.merged(found.answers)
            means = "doctor_right" if found.name == RIGHT else "doctor_found"
            move = _pick(flow, here, answers, _meaning(flow, here, means))
            return replace(move, finding=found.name) if move else None
    means = meaning(flow.errors, text, asked=state.hears == "errors")
    return _pick(flow, here, here.answers, _meaning(flow, here, means))


def _asked(flow: Flow, here: Conversation, text: str) -> Move | None:
    """Words that mean nothing else, where an error message was asked for, are one."""
    asked = flow.states[here.state].hears == "errors" and len(text.split()) >= FEWEST
    return _pick(flow, here, here.answers, _meaning(flow, here, OTHER)) if asked else None


def _meaning(flow: Flow, here: Conversation, means: str) -> Iterable[Choice]:
    """The choices of the current state that words of that class mean."""
    return (choice for choice in flow.states[here.state].choices() if means in choice.words)


def _type(flow: Flow, here: Conversation, text: str) -> Move | None:
    """What typed words mean here: the answer to what the state asks, or what they ask for."""
    asks = flow.states[here.state].asks
    if asks and not on_the_way(flow, asks, text, here.language):
        return _answer(flow, here, text)
    if move := _addressed(flow, here, text):
        return move
    understood = _with_program(flow, understand(flow.vocabulary, text, here.language))
    known = flow.turned_to(here.answers, understood.answers.program)
    settled = replace(known, **dict.fromkeys(understood.doubted))
    for meant in understood.meant:
        about = meant in (SETTINGS, PROGRAMS, WALKTHROUGH)
        said = settled.merged(understood.answers) if about else here.answers
        if move := _pick(flow, here, said, _meaning(flow, here, meant)):
            return move
    return None


def _addressed(flow: Flow, here: Conversation, text: str) -> Move | None:
    """A mail address, typed where the state has a use for it."""
    address, choice = address_in(text), flow.states[here.state].choice(ADDRESS)
    move = _pick(flow, here, here.answers, [choice]) if address and choice else None
    return replace(move, words=address) if move else None


def _with_program(flow: Flow, understood: Understood) -> Understood:
    """What was said, with a mail program that was named as an answer; two of them are asked."""
    classes = {f"program_{name}": name for name in flow.programs}
    named = {classes[meant] for meant in understood.meant if meant in classes}
    if not named:
        return understood
    others = tuple(m for m in understood.meant if m not in (*classes, SETTINGS, PROGRAMS))
    if len(named) > 1:
        return replace(understood, meant=(*others, PROGRAMS))
    answers = understood.answers.merged(Answers(named.pop()))
    return replace(understood, meant=(*others, SETTINGS), answers=answers)
