"""The data of buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.callback import VERSION, Pressed, decode, encode

parts = st.text(st.characters(exclude_characters=":"))


@given(parts, parts, parts)
def test_data_is_taken_apart_as_it_was_put_together(state: str, choice: str, code: str) -> None:
    """State, choice and code come back as they went in."""
    assert decode(encode(state, choice, code)) == Pressed(state, choice, code)


@given(st.text())
def test_any_data_can_be_read(data: str) -> None:
    """No data makes the reader raise."""
    decode(data)


def test_data_names_version_state_choice_and_answers() -> None:
    """The data reads version, state, choice, answers, as the design says."""
    assert encode("setup.ssl", "yes", "imap") == "1.setup.ssl:yes:imap"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1.",
        "1.:",
        f"{VERSION}.setup.ssl",
        f"{VERSION}.setup.ssl:yes",
        f"{VERSION}.setup.ssl:yes:imap:more",
        "2.setup.ssl:yes:imap",
        "setup.ssl:yes:imap",
        "01.setup.ssl:yes:imap",
        " 1.setup.ssl:yes:imap",
        "１.setup.ssl:yes:imap",
    ],
)
def test_other_data_is_told_apart(data: str) -> None:
    """Data of another version or form is not taken for a button of this one."""
    assert decode(data) is None
