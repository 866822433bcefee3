"""The conversation in a terminal and over a pipe."""

from collections.abc import Iterator
from io import StringIO

import pytest

from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.helpdesk import Helpdesk
from bot.render.file import File, FileKind
from bot.render.message import Button, Message
from bot.render.rich import Rich
from bot.terminal import NARROWEST, Screen, chat, lines_of
from tests.known_values import HOST, INCOMING, OUTGOING

GOLDEN = f"""\
Bot: Hallo, ik ben Postbode. Ik vertel u precies wat u moet invullen om uw mailbox in te stellen in\
 de app E-mail van Windows 8, of in een ander e-mailprogramma.

     Welk protocol gebruikt uw e-mailprogramma?
     1) [IMAP (aanbevolen)]  2) [POP]
     3) [Weet ik niet]  4) [Ander e-mailprogramma]
     5) [Laat het instellen]  6) [Met iemand spreken]
     7) [🌐 Taal (Language)]

Customer: 1
Bot: Is SSL beschikbaar?
     1) [Ja, met SSL (aanbevolen)]
     2) [Nee, zonder SSL]
     3) [Weet ik niet]  4) [Ander e-mailprogramma]
     5) [◀ Terug]  6) [↺ Opnieuw beginnen]
     7) [Laat het instellen]  8) [Met iemand spreken]
     9) [🌐 Taal (Language)]

Customer: nee, ZONDER ssl
Bot: E-mail (Windows 8): IMAP zonder SSL

     ⚠ Zonder SSL gaan uw wachtwoord en uw e-mail leesbaar over het netwerk. Gebruik SSL overal\
 waar uw e-mailprogramma dat biedt.

     E-mailadres: uw volledige e-mailadres
     Gebruikersnaam: uw volledige e-mailadres
     Wachtwoord: het wachtwoord van de mailbox
     Inkomende mail server (IMAP): {HOST}
     Port: {INCOMING["imap", False]}
     ☐ De inkomende server vereist SSL (niet aanvinken)
     Uitgaande Mail Server(SMTP): {HOST}
     Port: {OUTGOING[False]}
     ☐ De uitgaande server vereist SSL (niet aanvinken)
     ☑ De uitgaande server vereist verificatie
"""


@pytest.fixture
def clock() -> Iterator[float]:
    """Times that are a minute apart."""
    return iter([60.0 * n for n in range(100)])


def piped(helpdesk: Helpdesk, typed: str, language: str, clock: Iterator[float]) -> str:
    """What the terminal shows when these lines come through a pipe."""
    shown: list[str] = []
    screen = Screen(shown.append)
    lines = lines_of(StringIO(typed), shown.append)
    chat(helpdesk, language, lines, screen, lambda: next(clock))
    return "\n".join(shown)


def test_a_whole_conversation(helpdesk: Helpdesk, clock: Iterator[float]) -> None:
    """A conversation over a pipe is shown to the letter, with what was typed."""
    shown = piped(helpdesk, "1\nnee, ZONDER ssl\n", "nl", clock)
    assert shown.startswith(GOLDEN)


@pytest.mark.parametrize(
    "typed",
    [
        "1\n1\n",
        "IMAP (recommended)\nYes, with SSL (recommended)\n",
        "imap (RECOMMENDED)\nyes\n",
        "/start imap-ssl\n",
        "imap with ssl\n",
        "\n\n  1  \n\n1",
        "/help\n/START imap-ssl\n/start imap-ssl\n",
    ],
)
def test_numbers_labels_words_and_commands(
    helpdesk: Helpdesk, clock: Iterator[float], typed: str
) -> None:
    """A number, a label in any case, words and commands all lead to the settings."""
    shown = piped(helpdesk, typed, "en", clock)
    assert "Bot: Mail (Windows 8): IMAP with SSL" in shown
    assert f"Port: {INCOMING['imap', True]}" in shown


def test_the_end_of_the_input_ends_the_conversation(
    helpdesk: Helpdesk, clock: Iterator[float]
) -> None:
    """Without a single line the first question is shown, and that is all."""
    assert piped(helpdesk, "", "en", clock).count("Bot:") == 1


@pytest.mark.parametrize("leave", ["/quit", "/exit", "  /quit  "])
def test_quit_leaves(helpdesk: Helpdesk, clock: Iterator[float], leave: str) -> None:
    """/quit and /exit end the conversation before the input ends."""
    assert "SSL" not in piped(helpdesk, f"{leave}\nimap with ssl\n", "en", clock)


def test_what_is_not_understood_gets_a_hint(helpdesk: Helpdesk, clock: Iterator[float]) -> None:
    """Rubbish, a number too high and an unknown command get a hint, never silence."""
    shown = piped(helpdesk, "99\n🐟\x00\udcff\n/fly\n/\n0\n", "en", clock)
    assert shown.count("Bot: I'm sorry, I did not understand that.") == 5


@pytest.fixture
def screen() -> Screen:
    """A screen with two buttons on it."""
    shown: list[str] = []
    screen = Screen(shown.append)
    link, copy = Button("More", link="https://x.example"), Button("C", copy="c")
    rows = ((copy,), (Button("One", data="1"), link), (Button("2", data="2"),))
    screen.show(Message("card", Rich("Hello"), rows))
    return screen


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("1", Chose("1")),
        (" ONE ", Chose("1")),
        ("2", Chose("2")),
        ("3", Typed("3")),
        ("01", Typed("01")),
        ("more", Typed("more")),
        ("/start  imap-ssl ", Started("imap-ssl")),
        ("/start", Started("")),
        ("/Language", Commanded("language")),
        ("/", Commanded("")),
    ],
)
def test_a_line_is_an_event(screen: Screen, line: str, event: Event) -> None:
    """Only buttons that lead somewhere have a number; other lines are commands or words."""
    assert screen.event(line) == event


def test_links_are_shown_and_copies_are_not() -> None:
    """A link shows its address; a button that copies is of no use in a terminal."""
    shown: list[str] = []
    rows = ((Button("C", copy="c"),), (Button("One", data="1"), Button("More", link="https://x")))
    Screen(shown.append).show(Message("card", Rich("Hello\n\nyou"), rows))
    assert shown == ["Bot: Hello", "", "     you", "     1) [One]  [More: https://x]"]


def test_a_file_is_named_and_its_caption_shown() -> None:
    """A terminal shows no picture: it names it, and says what it shows."""
    shown: list[str] = []
    kinds: tuple[FileKind, ...] = ("photo", "document")
    for kind in kinds:
        file = File(kind, "dialog.png", "r")
        Screen(shown.append).show(Message("keep", Rich("Port: 1"), (), file))
    assert shown[:2] == ["Bot: [picture: dialog.png]", "     Port: 1"]
    assert shown[2:] == ["Bot: [document: dialog.png]", "     Port: 1"]


@pytest.mark.parametrize("width", [1, 10, 40, 80])
def test_lines_are_wrapped_to_the_terminal(width: int) -> None:
    """Long lines are folded at words, however narrow the terminal is; nothing is lost."""
    shown: list[str] = []
    text = "one two three four five six seven eight nine ten"
    Screen(shown.append, width).show(Message("card", Rich(text), ()))
    assert all(len(line) <= max(width, NARROWEST + 5) for line in shown)
    assert " ".join(" ".join(shown).removeprefix("Bot:").split()) == text
