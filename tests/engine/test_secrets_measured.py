"""How often a password is noticed, and how often something else is taken for one."""

from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from bot.engine.flow import Flow

LEAKS: Final = Path(__file__).parent.parent / "leaks"
MOST_FALSE: Final = 0.01
FEWEST_FOUND: Final = 0.95


def lines(name: str) -> dict[str, list[str]]:
    """The lines of a file, by the section they stand in."""
    found: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in (LEAKS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and section:
            found[section].append(line)
    return found


@pytest.mark.parametrize("language", lines("ordinary.txt"))
def test_ordinary_sentences_are_left_alone(flow: Flow, language: str) -> None:
    """At most one ordinary sentence in a hundred is taken for a password, in each language."""
    sentences = lines("ordinary.txt")[language]
    false = [text for text in sentences if flow.vocabulary.secrets.given_away(text)]
    assert len(false) <= MOST_FALSE * len(sentences), false


def test_passwords_are_noticed(flow: Flow) -> None:
    """At least 95 of 100 messages that hold a password are noticed."""
    leaks = [text for texts in lines("leaks.txt").values() for text in texts]
    missed = [text for text in leaks if not flow.vocabulary.secrets.given_away(text)]
    assert len(missed) <= (1 - FEWEST_FOUND) * len(leaks), missed
