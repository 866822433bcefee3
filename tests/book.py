"""The book of conversations: walks generated from the flow itself.

Every place the customer can be in is reached on the shortest way; from there every button is
pressed, its own words are typed, and some of the words and commands that all states share. A walk
is told in no language: buttons by their English text, words by their class. `pages` tells it
in that of a customer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from bot.engine.actions import Action
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import explain
from bot.engine.moves import ADDRESS
from bot.engine.phrases import STEM
from bot.engine.place import begin
from bot.engine.understand import SETTINGS
from bot.helpdesk import Helpdesk
from bot.transcript import CUSTOMER, Act, Script
from tests.known_values import HOST

PARTS = 4
"""What means the same everywhere is tried at the start, and elsewhere in so many turns."""
PASTED = {
    SETTINGS: "pop ssl",
    ADDRESS: "jan@voorbeeld.example",
    "error_relay": "553 relaying denied",
    "error_address": "553 5.1.2 no such address",
    "error_later": "451 4.7.1 try again later",
    "error_reputation": "554 5.7.1 on a blacklist",
    "error_certificate": "the certificate is not valid",
    "error_password": "535 authentication failed",
    "error_other": "error 0x800ccc0e",
    "doctor_found": "smtp server: mail",
    "doctor_right": f"smtp server: {HOST}",
}
"""What is pasted, for the classes that no phrase list holds."""
WALKS = Path(__file__).parent / "book.txt"


class Move(NamedTuple):
    """One thing a customer does: press a button, type words of a class, send a command."""

    kind: Literal["press", "type", "command"]
    value: str

    def __str__(self) -> str:
        return {"press": f"[{self.value}]", "type": f"({self.value})"}.get(
            self.kind, f"/{self.value}"
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """Moves from /start on, and where they end."""

    moves: tuple[Move, ...]
    end: Conversation

    def __str__(self) -> str:
        code = self.end.answers.code()
        return f"{' '.join(map(str, self.moves))} = {self.end.state}" + (f" {code}" if code else "")


def walks(flow: Flow) -> list[Walk]:
    """Every walk of the book, those to a place before those from it."""
    first = _take(flow, begin(flow, "en", 0), Started())
    found = {_place(flow, first[0]): (Walk((), first[0]), first[1])}
    told: dict[tuple[Move, ...], Walk] = {}
    ahead = [*found.values()]
    while ahead:
        walk, actions = ahead.pop(0)
        number = list(found).index(_place(flow, walk.end))
        for move, event in _moves(flow, walk.end, actions, number):
            after, shown = _take(flow, walk.end, event)
            longer = Walk((*walk.moves, move), after)
            told[longer.moves] = longer
            if _place(flow, after) not in found:
                found[_place(flow, after)] = (longer, shown)
                ahead.append((longer, shown))
    return list(told.values())


def _take(flow: Flow, here: Conversation, event: Event) -> tuple[Conversation, tuple[Action, ...]]:
    return explain(flow, here, event, here.since + 60)[:2]


def _place(flow: Flow, here: Conversation) -> tuple[str, str]:
    """Places that differ: states, and for the settings each combination of the guide's program.

    The settings of other programs count as one, but for the files that they take: what they hold,
    tests/test_programs.py tells.
    The question for the program is asked with SSL and without, which not every program can do.
    """
    code, files = here.answers.code(), " ".join(sorted(flow.program(here.answers).imports))
    match here.state:
        case "setup.answer":
            return here.state, f"other {files}" if here.answers.program else code
        case "setup.protocol":
            return here.state, files
        case "setup.program":
            return here.state, "plain" if "plain" in code else ""
    return here.state, ""


def _moves(
    flow: Flow, here: Conversation, actions: tuple[Action, ...], number: int
) -> Iterator[tuple[Move, Event]]:
    """What is done in the place of that number: of what all states share, a part, turn by turn."""
    state = flow.states[here.state]
    own = {word for row in state.rows for choice in row for word in choice.words}
    for button in (b for action in actions for row in action.rows for b in row if b.data):
        yield Move("press", button.label), Chose(button.data)
    choices = list(state.choices())
    shared = dict.fromkeys(word for choice in choices for word in choice.words)
    if state.choice(ADDRESS):
        yield Move("type", ADDRESS), Typed(phrase_for(flow, ADDRESS, "en"))
    for i, word in enumerate(shared):
        if number and word not in own and i % PARTS != number % PARTS:
            continue
        if phrase := phrase_for(flow, word, "en"):
            yield Move("type", word), Typed(phrase)
    commands = ("start", *(choice.command for choice in choices if choice.command))
    for i, command in enumerate(commands):
        if number and i % PARTS != number % PARTS:
            continue
        yield Move("command", command), Started() if command == "start" else Commanded(command)


def phrase_for(flow: Flow, word: str, language: str) -> str:
    """Words of a class in a language; empty where it has none."""
    phrases = flow.vocabulary.phrases(language)
    if word in PASTED:
        return PASTED[word]
    tables = (phrases.alone, phrases.anywhere)
    found = (words for table in tables for words, meant in table.items() if meant == word)
    return " ".join(next(found, ())).replace(STEM, "")


def pages(helpdesk: Helpdesk, language: str) -> Iterator[tuple[Walk, Script]]:
    """Every walk, as a customer of that language does it."""
    catalog, facts = helpdesk.catalog(language), helpdesk.facts
    own = {name: name for name in helpdesk.languages.values()}
    own |= {facts.name(program, "en"): facts.name(program, language) for program in facts.programs}

    def act(move: Move, line: int) -> Act:
        if move.kind == "press":
            label = own.get(move.value) or catalog.text(move.value)
            return Act(WALKS, line, CUSTOMER, "presses", label)
        phrase = phrase_for(helpdesk.flow, move.value, language)
        typed = f"/{move.value}" if move.kind == "command" else phrase
        return Act(WALKS, line, CUSTOMER, "says", typed)

    for number, walk in enumerate(walks(helpdesk.flow), 1):
        start = Act(WALKS, number, CUSTOMER, "says", "/start", language=language)
        acts = (start, *(act(move, number) for move in walk.moves))
        yield walk, Script(WALKS, f"{language} {walk}", acts)
