"""Ideas that mean something when one sentence holds them."""

import pytest

from bot.engine.letters import tokens
from bot.engine.phrases import Phrases, cut
from bot.engine.together import Together
from bot.engine.understand import understand
from bot.engine.vocabulary import Vocabulary

GROUPS = {
    "contact": ["call*", "put me through"],
    "somebody": ["someone", "colleague*"],
    "mail": ["letter*"],
    "price": ["fee", "someone"],
}
PATTERNS = {
    "contact somebody": "person",
    "somebody price mail": "paid",
    "mail negation": "trouble_send",
    "mail cannot": "trouble_receive",
    "somebody negation arrives mail": "trouble_send",
}


def together(patterns: dict[str, str]) -> Together:
    """The groups above with these patterns."""
    names: dict[tuple[str, ...], frozenset[str]] = {}
    for name, phrases in GROUPS.items():
        for phrase in map(cut, phrases):
            names[phrase] = names.get(phrase, frozenset()) | {name}
    return Together(names, {frozenset(p.split()): kind for p, kind in patterns.items()})


PHRASES = Phrases(
    settings={
        ("imap",): "imap",
        ("ssl",): "ssl",
        ("not",): "negation",
        ("cannot",): "cannot",
        ("get",): "arrives",
    },
    anywhere={("agent",): "person", ("steps",): "walkthrough", ("values",): "settings"},
    together=together(PATTERNS),
    common=frozenset({"with"}),
)


def meant(text: str) -> set[str]:
    """What the ideas of a text mean together."""
    words = tuple(tokens(text))
    kinds = [(found.at, found.kind) for found in PHRASES.look_up(words, "settings")]
    return PHRASES.together.meant(PHRASES.ways(words), kinds)


@pytest.mark.parametrize(
    "text",
    [
        "call someone",
        "someone should be called",
        "could, if you please, a colleague of yours call me some day",
        "put me through to someone",
        "who cares. but calling a colleague? yes",
    ],
)
def test_a_word_of_each_group_is_enough(text: str) -> None:
    """The order of the words, the distance between them and commas do not count."""
    assert meant(text) == {"person"}


@pytest.mark.parametrize("text", ["call", "someone", "put someone", "call me! someone will", ""])
def test_less_than_that_is_nothing(text: str) -> None:
    """A word of but one group, a phrase by half, and words of two sentences mean nothing."""
    assert meant(text) == set()


def test_a_class_of_settings_is_a_group() -> None:
    """A pattern may name a class of settings, such as negations."""
    assert meant("the letter did not") == {"trouble_send"}


def test_the_pattern_with_the_most_groups_counts() -> None:
    """Where a sentence holds more ideas, the pattern that names more of them counts."""
    assert meant("call a colleague about the fee for a letter") == {"paid"}


def test_a_word_may_stand_for_two_ideas() -> None:
    """A phrase that stands in two groups counts for both."""
    assert meant("someone, letters") == {"paid"}


def test_patterns_of_the_same_size_all_count() -> None:
    """Two patterns that fit equally well mean both classes."""
    assert meant("letters i cannot and not") == {"trouble_send", "trouble_receive"}


def test_two_lists_are_one_over_the_other() -> None:
    """Groups of the same name are joined, and the patterns of the upper list count."""
    lower = Together({("a",): frozenset({"x"})}, {frozenset("xy"): "low", frozenset("xz"): "kept"})
    upper = Together({("a",): frozenset({"y"}), ("b",): frozenset({"x"})}, {frozenset("xy"): "up"})
    both = upper.over(lower)
    assert both.groups == {("a",): frozenset("xy"), ("b",): frozenset("x")}
    assert both.patterns == {frozenset("xy"): "up", frozenset("xz"): "kept"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("could someone call", "person"),
        ("imap, and someone should call", "person"),
        ("the values, and someone should call", "person"),
        ("steps, or someone should call", "walkthrough"),
        ("imap with ssl, someone said in a call", "settings"),
        ("the letter cannot be read to the agent", "person"),
        ("I do not get a colleague on the line", "trouble_receive"),
        ("a colleague does not get my letters", "trouble_send"),
    ],
)
def test_a_pattern_speaks_where_nothing_more_exact_does(text: str, first: str) -> None:
    """A phrase, a complaint and a tick leave no room for a guess, but for one of four groups."""
    assert understand(Vocabulary({"en": PHRASES}, {}), text, "en").meant[0] == first
