"""Playing transcripts: verdicts, reports and --accept."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.play import ImpossibleAct, Mismatch, Stage, accept, play, rehearse
from bot.seen import Seen
from bot.transcript import Act, Script, read

GOOD = """\
Conversation: a

Customer (nl): imap
Bot: Is SSL beschikbaar?
    [Ja, met SSL (aanbevolen)]
    [Nee, zonder SSL]
    [Weet ik niet] [Ander e-mailprogramma]
    [◀ Terug] [↺ Opnieuw beginnen]
    [Laat het instellen] [Met iemand spreken]
    [🌐 Taal (Language)]
"""


class Told:
    """A stage on which the bot does what it is told."""

    def __init__(self, *seen: Seen) -> None:
        self._seen = seen

    async def do(self, act: Act) -> Sequence[Seen]:
        """Do it, whatever the act."""
        if act.value == "impossible":
            raise ImpossibleAct("it can't be done")  # noqa: EM101
        return self._seen


def played(path: Path, text: str, *seen: Seen) -> list[Mismatch]:
    """What is wrong with a transcript when the bot does this after each act."""
    path.write_text(text, encoding="utf-8")

    @asynccontextmanager
    async def theatre(_: Script) -> AsyncIterator[Stage]:
        yield Told(*seen)

    (script,) = read(path)
    return [wrong for _, wrong in asyncio.run(play(script, theatre)) if wrong]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the transcript is."""
    return tmp_path / "case.chat"


HELLO = Seen("Customer", text="Hello\n\nthere", rows=(("A", "B"),))


def test_what_is_as_written_passes(path: Path) -> None:
    """A transcript that tells all of it, line by line, has nothing wrong."""
    assert not played(path, "Customer: hi\nBot: Hello\n\n    there\n    [A] [B]\n", HELLO)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Bot: Hello\n    [A] [B]\n",
        "Bot: Hello\n\n    there\n    [A]\n",
        "Bot: Hello\n\n    there\n    [A]\n    [B]\n",
        "Bot: Hullo\n\n    there\n    [A] [B]\n",
        "Bot edits: Hello\n\n    there\n    [A] [B]\n",
        "Bot: Hello\n\n    there\n    [A] [B]\nBot: more\n",
        "Bot to Customer Anna: Hello\n\n    there\n    [A] [B]\n",
    ],
)
def test_anything_else_fails(path: Path, told: str) -> None:
    """A lost button, another row, another word, an edit, something more or less: each fails."""
    assert played(path, f"Customer: hi\n{told}", HELLO)


def test_a_report_names_the_line_and_shows_both_sides(path: Path) -> None:
    """A report says where, after what, what was expected and what came."""
    (wrong,) = played(path, "\nCustomer: hi\nBot: Port: 26\n", Seen("Customer", text="Port: 25"))
    report = wrong.report()
    assert "case.chat:2: after Customer says “hi”, the bot did something else:" in report
    (line,) = [line for line in report.splitlines() if line.startswith("| Bot")]
    assert line.split("|")[1:] == [f" {'Bot: Port: 26':<62} ", " Bot: Port: 25"]


def test_an_impossible_act_ends_the_conversation(path: Path) -> None:
    """When an act can't be done, it says why, and what follows is not played."""
    (wrong,) = played(path, "Customer: impossible\n\nCustomer: hi\n", HELLO)
    assert wrong.report().endswith("case.chat:1: it can't be done")


def test_others_are_told_apart(path: Path) -> None:
    """What another person sees stands with their name."""
    seen = Seen("Customer Anna", text="For you")
    assert not played(path, "Customer: hi\nBot to Customer Anna: For you\n", seen)


PICTURE = Seen("Customer", "sends a picture", "A caption", file="a.png", content=b"png")


def test_a_picture_is_compared_with_a_file(path: Path) -> None:
    """A picture passes when the file beside the transcript has the same bytes, and only then."""
    text = "Customer: hi\nBot sends a picture: a.png\n    A caption\n"
    (wrong,) = played(path, text, PICTURE)
    assert "which is not files/a.png" in wrong.report()
    (path.parent / "files").mkdir()
    (path.parent / "files" / "a.png").write_bytes(b"png")
    assert not played(path, text, PICTURE)


def test_accept_writes_what_the_bot_did(path: Path) -> None:
    """After --accept, what was wrong is right, pictures included, and comments stay."""
    text = "# why\nCustomer: hi\nBot: old\n\n# more\nCustomer: [X]\n"
    accept(played(path, text, HELLO, PICTURE))
    accepted = path.read_text(encoding="utf-8")
    assert accepted.startswith("# why\nCustomer: hi\nBot: Hello\n")
    assert "\n# more\nCustomer: [X]\nBot: Hello\n" in accepted
    assert not played(path, accepted, HELLO, PICTURE)


def test_accept_leaves_what_is_as_written(path: Path) -> None:
    """A transcript without a mistake is not touched."""
    path.write_text(GOOD, encoding="utf-8")
    before = path.stat().st_mtime_ns
    assert accept(rehearse([path]).mismatches) == set()
    assert path.stat().st_mtime_ns == before


def test_the_command_says_as_written(path: Path) -> None:
    """`postbode play` ends with success when everything is as written."""
    path.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["play", str(path)])
    assert (result.exit_code, result.output.count(": a: as written")) == (0, 1)


def test_the_command_shows_what_differs(path: Path) -> None:
    """`postbode play` ends with failure and a report when something differs."""
    path.write_text(GOOD.replace("[Weet ik niet] ", ""), encoding="utf-8")
    result = CliRunner().invoke(main, ["play", str(path)])
    assert result.exit_code == 1
    assert "|     [Ander e-mailprogramma]" in result.output


def test_the_command_accepts(path: Path) -> None:
    """`postbode play --accept` rewrites the file to what the bot does now."""
    path.write_text("Conversation: a\n\nCustomer (nl): imap\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["play", "--accept", str(path)])
    assert result.exit_code == 0
    assert path.read_text(encoding="utf-8") == GOOD


def test_a_button_that_is_not_there_is_named(path: Path) -> None:
    """A press on a button that no message has says which buttons there are."""
    path.write_text(GOOD + "\nCustomer: [Perhaps]\n", encoding="utf-8")
    (wrong,) = rehearse([path]).mismatches
    assert "no message has the button “Perhaps”" in wrong.report()
    assert "Nee, zonder SSL" in wrong.report()
