"""Questions whose answer is typed."""

import pytest

from bot.engine.flow import Flow
from bot.engine.forms import FIELDS, accepted, on_the_way, seen


@pytest.mark.parametrize(
    "text",
    [
        "jan@example.com",
        "  j.de-vries+mail@post.example.org ",
        "jan@müller.example",
        "+31 20 123 4567",
        "(020) 123-4567",
        "0612345678 na vijven",
        "bel 0032.470.12.34.56 of mail jan@example.com",
    ],
)
def test_an_address_or_a_number_is_a_way_to_reach_somebody(text: str) -> None:
    """E-mail addresses and phone numbers count, also with words around them."""
    assert accepted("contact", text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "here", "jan@", "@example.com", "jan@example", "12 34", "call me", "jan @ example.com"],
)
def test_other_words_are_no_way_to_reach_somebody(text: str) -> None:
    """What can't be an address or a number is asked again."""
    assert accepted("contact", text) == ""


@pytest.mark.parametrize(("field", "longest"), [(name, most) for name, (most, _) in FIELDS.items()])
def test_an_answer_has_an_end(field: str, longest: int) -> None:
    """An answer may be as long as its field allows, and not longer."""
    number = "+31201234567 "
    assert accepted(field, number + "x" * (longest - len(number)))
    assert accepted(field, number + "x" * (longest - len(number) + 1)) == ""


def test_what_can_not_be_seen_is_kept_for_agents() -> None:
    """Characters that turn, hide or ring stay in an answer; its author is not shown them."""
    text = "a\u202eb\u200bc\x07d\ne"
    assert accepted("note", f" {text}\n") == text
    assert seen(text) == "abcd\ne"
    assert accepted("note", "a\tb\u2028c\u00a0d") == "a b c d"


def test_what_can_not_be_seen_is_no_answer() -> None:
    """Without anything that can be seen there is none; hidden characters break up no number."""
    assert accepted("note", "\u202e\u200b \n") == ""
    assert accepted("contact", "06123\u200b45678") == "06123\u200b45678"


@pytest.mark.parametrize("text", ["back", "Cancel", "no", "nee", "help", "status", "annuleren"])
def test_a_short_word_leads_somewhere(flow: Flow, text: str) -> None:
    """In a form a short word is what it is everywhere; between people it is said."""
    assert on_the_way(flow, "note", text, "nl")
    assert not on_the_way(flow, "message", text, "nl")


@pytest.mark.parametrize("text", ["imap", "medewerker", "no, I have no phone here", "it works", ""])
def test_other_words_are_an_answer(flow: Flow, text: str) -> None:
    """Words that say something else, or more, are the answer."""
    assert not on_the_way(flow, "note", text, "nl")
