"""Clauses, and what negations in them deny."""

import pytest

from bot.engine.clauses import Mark, bare, clauses, completed, negate


def marks(kinds: str) -> list[Mark]:
    """A mark for each class, in a row; "_" is a word that is known and has none."""
    return [Mark(kind.replace("_", ""), at) for at, kind in enumerate(kinds.split())]


def told(kinds: str) -> str:
    """The classes that remain; with "!" what is denied, with "?" what is in doubt."""
    heard = negate(marks(kinds), directions=True)
    return " ".join(m.kind + "!" * m.denied + "?" * m.doubted for m in heard)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("imap , ssl", ["imap ,", "ssl"]),
        ("imap contrast ssl", ["imap contrast", "ssl"]),
        ("ssl concludes imap", ["ssl", "concludes imap"]),
        ("negation concludes ssl", ["negation concludes ssl"]),
        ("incoming ssl outgoing without", ["incoming ssl", "outgoing without"]),
        ("receive cannot send", ["receive", "cannot send"]),
    ],
)
def test_a_sentence_is_cut_into_clauses(kinds: str, expected: list[str]) -> None:
    """Pauses, contrasts, conclusions and a second direction begin a new clause."""
    assert [" ".join(m.kind for m in c) for c in clauses(marks(kinds))] == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("negation imap ssl", "imap! ssl"),
        ("ssl without", "ssl!"),
        ("works negation _ ssl", "works! ssl"),
        ("cannot send", "send!"),
        ("without send ssl", "send ssl!"),
        ("negation imap or pop", "imap! or pop!"),
        ("ssl without imap", "ssl? imap!?"),
        ("affirmation or without ssl", "affirmation or ssl!?"),
        ("half negation ssl", "ssl!"),
        ("half ssl", "ssl!"),
        ("half affirmation ssl", "affirmation ssl?"),
        ("imap strange ssl", "imap ssl?"),
        ("imap affirmation ssl strange", "imap affirmation ssl"),
        ("blurred imap", "imap?"),
        ("negation imap without ssl", "imap!? ssl!?"),
        ("imap negation without ssl", "imap ssl!?"),
        ("plain imap negation", "plain? imap!?"),
        ("without ssl or affirmation", "ssl!? or affirmation"),
    ],
)
def test_a_negation_denies_one_thing(kinds: str, expected: str) -> None:
    """It denies the next thing, else the one before; what may be meant otherwise is in doubt."""
    assert told(kinds) == expected


@pytest.mark.parametrize(
    ("kinds", "ends"),
    [
        ("imap without _", "ssl"),
        ("concludes without", "ssl"),
        ("concludes imap affirmation", "ssl"),
        ("imap affirmation", "affirmation"),
        ("ssl imap without", "without"),
        ("outgoing without", "without"),
        ("concludes without failing", "failing"),
        ("without", "ssl"),
        ("_ affirmation", "ssl"),
        ("pop affirmation ssl or imap without", "ssl"),
    ],
)
def test_ssl_may_be_left_out_at_the_end(kinds: str, ends: str) -> None:
    """A clause that ends with "without", where nothing else is named, leaves SSL out."""
    assert [m.kind for m in completed(marks(kinds)) if m.kind][-1] == ends


def test_ssl_that_is_only_named() -> None:
    """SSL is bare where nothing affirms or denies it."""
    heard = [*marks("ssl affirmation ssl"), Mark("ssl", 9, denied=True)]
    assert [mark.at for mark in bare(heard)] == [0]
