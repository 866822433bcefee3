"""The error tree and its messages."""

import inspect
import re
import string

import pytest

from bot import errors
from bot.errors import ContentBroken, PostbodeError, TokenMissing
from bot.source import Fault

BRANCHES = ("PostbodeError", "ConfigError", "ContentError", "DeskError", "StoreError")
ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, PostbodeError) and kind.__name__ not in BRANCHES
]
LEAVES = [kind for kind in ERRORS if kind is not ContentBroken]
ADVICE = (
    r"\b(set|check|copy|choose|run|stop|upgrade|say|go on|is not usable|it is tried again"
    r"|read it again)\b"
)


def names_in(kind: type[PostbodeError]) -> set[str]:
    """The names that a message fills in."""
    return {name for _, name, _, _ in string.Formatter().parse(kind.__doc__ or "") if name}


def example(kind: type[PostbodeError]) -> PostbodeError:
    """An error with something for each of its names."""
    return kind(**{name: f"<{name}>" for name in names_in(kind)})


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_a_message_is_complete(kind: type[PostbodeError]) -> None:
    """Each message holds all that the error was told, and no name is left open."""
    message = str(example(kind))
    assert all(f"<{name}>" in message for name in names_in(kind))
    assert "{" not in message


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_a_message_says_what_to_do(kind: type[PostbodeError]) -> None:
    """Each message tells the reader what to do about it."""
    assert re.search(ADVICE, str(example(kind)), re.IGNORECASE)


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_a_message_is_one_line(kind: type[PostbodeError]) -> None:
    """Each message is a single line, but for the two about a missing token."""
    assert len(str(example(kind)).splitlines()) == (2 if kind is TokenMissing else 1)


def test_values_are_not_taken_for_names() -> None:
    """Braces and percent signs in what an error is told are left as they are."""
    assert "{path} %s {0}" in str(errors.DatabaseForeign(path="{path} %s {0}"))


def test_the_tree_is_drawn() -> None:
    """The docstring of the module draws every error under the branch it belongs to."""
    branch, drawn = "", {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.search(r"[├└]── (\w+)", line):
            branch = match[1] if match[1] in BRANCHES else branch
            drawn[match[1]] = branch
    bases = {kind.__name__: kind.__mro__[1].__name__ for kind in ERRORS}
    assert {name: base for name, base in drawn.items() if name not in BRANCHES} == bases


def test_faults_are_shown_line_by_line() -> None:
    """Broken content shows each fault as FILE:LINE: what is wrong."""
    broken = ContentBroken([Fault("a.yaml", 3, "no"), Fault("b.yaml", 1, "never")])
    assert str(broken) == "a.yaml:3: no\nb.yaml:1: never"


def test_wrong_use_exits_with_two() -> None:
    """What was asked for wrongly exits with 2, a database that fails with 1."""
    assert TokenMissing.exit_code == errors.LanguageUnknown.exit_code == 2
    assert {kind.exit_code for kind in ERRORS if issubclass(kind, errors.StoreError)} == {1}
