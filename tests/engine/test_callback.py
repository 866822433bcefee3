"""The data of buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.callback import VERSION, Pressed, decode, encode

parts = st.text(st.characters(exclude_characters=":@"))


@given(parts, parts, parts, st.integers(0, 999))
def test_data_is_taken_apart_as_it_was_put_together(
    state: str, choice: str, code: str, page: int
) -> None:
    """State, choice, code and page come back as they went in."""
    assert decode(encode(state, choice, code, page)) == Pressed(state, choice, code, page)


@given(st.text())
def test_any_data_can_be_read(data: str) -> None:
    """No data makes the reader raise."""
    decode(data)


def test_data_names_version_state_choice_and_answers() -> None:
    """The data reads version, state, choice, answers, as the design says."""
    assert encode("setup.ssl", "yes", "imap") == "1.setup.ssl:yes:imap"
    assert encode("read.field", "next", "imap-ssl", 3) == "1.read.field@3:next:imap-ssl"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1.",
        "1.:",
        f"{VERSION}.setup.ssl",
        f"{VERSION}.setup.ssl:yes",
        f"{VERSION}.setup.ssl:yes:imap:more:still",
        "2.setup.ssl:yes:imap",
        "setup.ssl:yes:imap",
        "01.setup.ssl:yes:imap",
        " 1.setup.ssl:yes:imap",
        "１.setup.ssl:yes:imap",
        "1.read.field@:next:imap-ssl",
        "1.read.field@x:next:imap-ssl",
        "1.read.field@-1:next:imap-ssl",
        "1.read.field@١:next:imap-ssl",
        "1.read.field@1234:next:imap-ssl",
    ],
)
def test_other_data_is_told_apart(data: str) -> None:
    """Data of another version or form is not taken for a button of this one."""
    assert decode(data) is None
