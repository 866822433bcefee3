"""How typed words find their place in the lists."""

import pytest

from bot.engine.phrases import Phrases, cut
from bot.engine.together import Together

PHRASES = Phrases(
    settings={
        ("imap",): "imap",
        ("ssl",): "ssl",
        ("encrypt*",): "ssl",
        ("unencrypt*",): "plain",
        ("never",): "negation",
        ("non",): "negation",
        ("sending",): "send",
        ("sendings",): "send",
        ("no", "ssl"): "plain",
    },
    anywhere={("guide",): "walkthrough", ("guild",): "walkthrough", ("quote",): "paid"},
    common=frozenset({"need", "ho"}),
    together=Together({("colleague*",): frozenset({"somebody"})}, {}),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("encrpytion", "encrypt"),
        ("encrytion", "encrypt"),
        ("encristion", "encristion"),
        ("coleague", "colleague"),
        ("sendingd", "sending"),
        ("guied", "guide"),
        ("neer", "neer"),
        ("unencrpyted", "unencrpyted"),
    ],
)
def test_a_slip_is_repaired(typed: str, meant: str) -> None:
    """Into a stem, or any of those that mean the same; never where it may be a negation."""
    assert PHRASES.repaired(typed) == meant


@pytest.mark.parametrize(
    ("word", "expected"),
    [("neer", True), ("unencrpyted", True), ("nonho", True), ("nonstop", False), ("need", False)],
)
def test_a_word_that_may_be_a_negation_is_blurred(word: str, expected: bool) -> None:
    """One slip away from a negation, or holding one beside a known word."""
    assert PHRASES.blurred(word) is expected


def test_words_written_as_one_are_parted() -> None:
    """Joined words are taken apart where one of them is technical."""
    assert PHRASES.parted("imapssl") == ("imap", "ssl")
    assert PHRASES.parted("neverguide") == ("neverguide",)


def test_the_longest_phrase_counts() -> None:
    """A phrase of several words comes before the words by themselves."""
    found = [(f.words, f.kind) for f in PHRASES.look_up(("no", "ssl", "encrypted"), "settings")]
    assert found == [(("no", "ssl"), "plain"), (("encrypted",), "ssl")]


def test_a_phrase_is_cut_like_what_is_typed() -> None:
    """The sign of a stem is kept."""
    assert cut("I-Map colleague*") == ("i", "map", "colleague*")
