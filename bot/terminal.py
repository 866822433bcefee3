"""The conversation in a terminal, or over a pipe: a thin front end on the engine."""

import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TextIO

from bot.desk.customer import CustomerDesk
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.known import Known
from bot.helpdesk import Helpdesk
from bot.render.message import Button, Message
from bot.store.memory import MemoryStore

BOT: Final = "Bot"
CUSTOMER: Final = "Customer"
INDENT: Final = " " * len(f"{BOT}: ")
NARROWEST: Final = 20
"""Characters of text in a line, however narrow the terminal is."""
FILES: Final = {"photo": "picture", "document": "document"}
"""How a file is named that goes with a message; a terminal shows what its caption says."""
CHAT: Final = 0
"""The one chat of a terminal."""
NOT_PASSED_ON: Final = "(A rehearsal: what is requested in a terminal reaches nobody.)"
LEAVE: Final = frozenset({"/quit", "/exit"})


@dataclass
class Screen:
    """What stands on the screen.

    Attributes:
        write: takes one line of what the customer sees.
        width: characters in a line; None leaves lines as long as they are.
        heard: is told what the customer did, in the words of a transcript.
        buttons: the buttons that can be chosen, numbered from 1.
    """

    write: Callable[[str], object]
    width: int | None = None
    heard: Callable[[str], object] = str
    buttons: list[Button] = field(default_factory=list)

    def event(self, line: str) -> Event:
        """What a line typed by the customer means: a number, a label, a command or words."""
        text = line.strip()
        if text.startswith("/"):
            self.heard(text)
            name, _, rest = text[1:].partition(" ")
            return Started(rest.strip()) if name == "start" else Commanded(name.lower())
        for number, button in enumerate(self.buttons, 1):
            if text.casefold() in (str(number), button.label.casefold()):
                self.heard(f"[{button.label}]")
                return Chose(button.data)
        self.heard(text)
        return Typed(text)

    def show(self, message: Message) -> None:
        """Write a message; its buttons become the ones that can be chosen."""
        file = [f"[{FILES[message.file.kind]}: {message.file.name}]"] if message.file else []
        text = [*file, *message.text.plain.split("\n")]
        paragraphs = (self._wrapped(line) for line in text)
        for i, line in enumerate(line for paragraph in paragraphs for line in paragraph):
            self.write(f"{BOT}: {line}" if i == 0 else f"{INDENT}{line}".rstrip())
        self.buttons = [b for row in message.rows for b in row if b.data]
        for row in self._rows(message):
            self.write(row)

    def _wrapped(self, line: str) -> list[str]:
        room = self.width - len(INDENT) if self.width else None
        return textwrap.wrap(line, max(room, NARROWEST)) or [""] if room else [line]

    def _rows(self, message: Message) -> Iterator[str]:
        numbers = {id(button): number for number, button in enumerate(self.buttons, 1)}
        for row in message.rows:
            shown = [_shown(button, numbers.get(id(button))) for button in row if not button.copy]
            if shown:
                yield INDENT + "  ".join(shown)


def _shown(button: Button, number: int | None) -> str:
    return f"[{button.label}: {button.link}]" if button.link else f"{number}) [{button.label}]"


def chat(
    helpdesk: Helpdesk,
    language: str,
    lines: Iterator[str],
    screen: Screen,
    clock: Callable[[], float] = time.time,
) -> None:
    """Hold one conversation, from /start to the end of the lines.

    Args:
        helpdesk: the engine.
        language: the language the customer reads.
        lines: what the customer types.
        screen: where the customer sees it.
        clock: the time, in seconds since the epoch.
    """
    conversation = helpdesk.begin([language], clock())
    store, desk = MemoryStore(clock), CustomerDesk(helpdesk.flow.life)
    event: Event | None = Started()
    while event is not None:
        known = desk.known(store, CHAT, clock()) if helpdesk.operator.tickets else Known()
        step = helpdesk.step(replace(conversation, known=known), event, clock())
        conversation = step.conversation
        if desk.carry_out(store, CHAT, step.effects, clock()):
            screen.write(NOT_PASSED_ON)
        for message in helpdesk.render(step.actions, conversation.language):
            screen.show(message)
        screen.write("")
        event = next((screen.event(line) for line in lines if line.strip()), None)


def lines_of(stream: TextIO, write: Callable[[str], object]) -> Iterator[str]:
    """The lines of a pipe, each shown as it is read, until its end."""
    for line in stream:
        if line.strip() in LEAVE:
            return
        write(f"{CUSTOMER}: {line.strip()}")
        yield line


def lines_typed() -> Iterator[str]:
    """The lines a person types, until end of file or interrupt."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - a pipe does without it

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            line = session.prompt(f"{CUSTOMER}: ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() in LEAVE:
            return
        yield line


def run(helpdesk: Helpdesk, language: str, heard: Callable[[str], object] = str) -> None:
    """Chat with whoever is at standard input.

    Args:
        helpdesk: the engine.
        language: the language the customer reads.
        heard: is told what the customer did, in the words of a transcript.
    """
    write = lambda line: print(line, flush=True)  # noqa: E731, T201 - the terminal is the screen
    typed = sys.stdin.isatty() and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if typed else None
    lines = lines_typed() if typed else lines_of(sys.stdin, write)
    chat(helpdesk, language, lines, Screen(write, width, heard))
