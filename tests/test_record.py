"""Recording a conversation in the terminal."""

from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from bot.play import rehearse


def recorded(path: Path, typed: str) -> str:
    """The transcript of a conversation in which this was typed."""
    result = CliRunner().invoke(main, ["chat", "--lang", "nl", "--record", str(path)], input=typed)
    assert result.exit_code == 0, result.output
    return path.read_text(encoding="utf-8")


def test_a_recording_plays_as_written(tmp_path: Path) -> None:
    """What was recorded is a transcript that passes."""
    path = tmp_path / "pop.chat"
    recorded(path, "2\nnee\nwaarom\n/help\n")
    rehearsal = rehearse([path])
    assert not rehearsal.mismatches
    assert len(rehearsal.played[0][0].acts) == 5


def test_a_number_is_recorded_as_a_label(tmp_path: Path) -> None:
    """A button that was chosen by its number stands in the transcript by its label."""
    assert "\nCustomer: [POP]\nBot edits: " in recorded(tmp_path / "a.chat", "2\n")


def test_words_are_recorded_as_they_were_typed(tmp_path: Path) -> None:
    """What was typed stands there word by word."""
    assert "\nCustomer: imap graag\nBot removes" in recorded(tmp_path / "a.chat", "imap graag\n")


def test_a_second_recording_is_added(tmp_path: Path) -> None:
    """Recording into a file that exists adds a conversation to it."""
    path = tmp_path / "my-case.chat"
    recorded(path, "pop\n")
    recorded(path, "imap\n")
    assert [script.name for script, _ in rehearse([path]).played] == ["my case", "my case 2"]
