"""Answers and their short code."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.answers import Answers, parse_code

PROGRAMS = ("windows8", "thunderbird")
LANGUAGES = ("en", "nl")

answers = st.builds(
    Answers,
    program=st.sampled_from([None, "thunderbird"]),
    protocol=st.sampled_from([None, "imap", "pop"]),
    incoming_ssl=st.sampled_from([None, True, False]),
    outgoing_ssl=st.sampled_from([None, True, False]),
)


@given(answers)
def test_a_code_says_everything(given_answers: Answers) -> None:
    """Reading the code of any answers gives the answers back."""
    assert parse_code(given_answers.code(), PROGRAMS, LANGUAGES) == (given_answers, None)


@given(answers, st.sampled_from(LANGUAGES))
def test_a_code_may_name_a_language(given_answers: Answers, language: str) -> None:
    """A language behind the code is read as such."""
    code = "-".join(filter(None, [given_answers.code(), language]))
    assert parse_code(code, PROGRAMS, LANGUAGES) == (given_answers, language)


@given(st.text())
def test_any_text_can_be_read_as_a_code(text: str) -> None:
    """No text makes the reader of codes raise."""
    parse_code(text, PROGRAMS, LANGUAGES)


def test_codes_are_those_of_the_design() -> None:
    """The codes are imap-ssl, pop-plain and imap-ssl-plain."""
    codes = [
        Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True).code(),
        Answers(None, "pop", incoming_ssl=False, outgoing_ssl=False).code(),
        Answers(None, "imap", incoming_ssl=True, outgoing_ssl=False).code(),
    ]
    assert codes == ["imap-ssl", "pop-plain", "imap-ssl-plain"]


def test_the_default_program_is_not_named() -> None:
    """Windows 8 Mail, the default, does not stand in a code."""
    assert Answers("windows8", "imap").code() == "imap"


def test_nothing_said_is_an_empty_code() -> None:
    """Without answers the code is empty."""
    assert not Answers().code()


def test_rubbish_is_no_code() -> None:
    """A text that is not a code is told apart."""
    assert parse_code("drop-table", PROGRAMS, LANGUAGES) is None


@given(answers, answers)
def test_later_answers_overwrite(first: Answers, later: Answers) -> None:
    """What is said later counts; what it leaves out stays."""
    merged = first.merged(later)
    for name in ("program", "protocol", "incoming_ssl", "outgoing_ssl"):
        said = getattr(later, name)
        assert getattr(merged, name) == (getattr(first, name) if said is None else said)
