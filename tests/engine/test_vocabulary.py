"""The words that the bot understands."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.flow import Flow
from bot.engine.letters import slip, tokens
from bot.engine.phrases import Phrases
from bot.engine.vocabulary import Vocabulary

words = st.text(string.ascii_lowercase, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IMAP met SSL", ["imap", "met", "ssl"]),
        ("Oké, één!", ["oke", ",", "een", "!"]),
        ("pop-3_zonder/ssl", ["pop", "3", "zonder", "ssl"]),
        ("ＩＭＡＰ ９９", ["imap", "99"]),
        ("im\u200bap s\u00adsl", ["imap", "ssl"]),
        ("İMAP", ["imap"]),
        ("straße", ["strasse"]),
        ("🐟 \x00 \n", []),
    ],
)
def test_a_text_is_cut_into_words(text: str, expected: list[str]) -> None:
    """Case, accents, joiners and invisible characters do not count; pauses are kept."""
    assert tokens(text) == expected


@given(st.text())
def test_any_text_is_cut_into_words(text: str) -> None:
    """No text makes the cutter raise, and no word is empty."""
    assert all(tokens(text))


@given(st.text())
def test_case_does_not_count(text: str) -> None:
    """A text says the same in capitals, for all letters that have both."""
    both_ways = text.upper().casefold() == text.casefold()
    assert not both_ways or tokens(text.upper()) == tokens(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zondr", "zonder"),
        ("zonderr", "zonder"),
        ("xonder", "zonder"),
        ("zodner", "zonder"),
        ("inap", "imap"),
        ("imapp", "imap"),
        ("mial", "mail"),
    ],
)
def test_one_slip_is_forgiven(typed: str, meant: str) -> None:
    """A letter wrong, missing, too many, or two swapped is one slip."""
    assert slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("imap", "imap"), ("iamp2", "imap"), ("pam", "map4"), ("zndr", "zonder"), ("", "ab")],
)
def test_more_or_less_than_one_slip_is_not(typed: str, meant: str) -> None:
    """The same word, and one with two slips, is no slip."""
    assert not slip(typed, meant)


@given(words, words)
def test_a_slip_works_both_ways(one: str, other: str) -> None:
    """If one word is a slip of another, so is the other of the one."""
    assert slip(one, other) == slip(other, one)


@given(words, st.data())
def test_leaving_out_a_letter_is_a_slip(word: str, data: st.DataObject) -> None:
    """A word without one of its letters is one slip away."""
    at = data.draw(st.integers(0, len(word) - 1))
    assert slip(word[:at] + word[at + 1 :], word)


PHRASES = Phrases(settings={("zonder",): "negation", ("imap",): "imap", ("ssl",): "ssl"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("zondr", "zonder"), ("inap", "imap"), ("sls", "sls"), ("4567", "4567"), ("onder", "onder")],
)
def test_only_long_words_are_repaired(typed: str, meant: str) -> None:
    """A known word one slip away is meant; short words, numbers and other initials stay."""
    assert PHRASES.repaired(typed) == meant


def test_a_word_between_two_known_ones_stays() -> None:
    """A word that is one slip away from two known ones is not guessed at."""
    phrases = Phrases(alone={("sender",): "a", ("sander",): "b"})
    assert phrases.repaired("sinder") == "sinder"


def test_the_language_of_the_customer_decides() -> None:
    """Where two languages differ about a phrase, the customer's own counts."""
    english = Phrases(alone={("no",): "no", ("yes",): "yes"})
    other = Phrases(alone={("no",): "yes"}, common=frozenset({"the"}))
    vocabulary = Vocabulary({"en": english, "xx": other}, {})
    assert vocabulary.alone(("no",), "en") == "no"
    assert vocabulary.alone(("no",), "xx") == "yes"
    assert vocabulary.alone(("yes",), "xx") == "yes"


def test_a_common_word_is_not_borrowed() -> None:
    """A word that a language knows is not taken for what it means in another."""
    english = Phrases(settings={("off",): "without", ("bez",): "ssl"})
    other = Phrases(common=frozenset({"off"}))
    settings = Vocabulary({"en": english, "xx": other}, {}).phrases("xx").settings
    assert settings == {("bez",): "ssl"}


def test_languages_that_disagree_about_a_word_leave_it_in_doubt() -> None:
    """A borrowed word that two languages understand differently says nothing for sure."""
    one, other = Phrases(settings={("off",): "without"}), Phrases(settings={("off",): "ssl"})
    vocabulary = Vocabulary({"en": one, "nl": other, "xx": Phrases()}, {})
    assert vocabulary.phrases("xx").settings == {("off",): "unsure"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("pour imap sans ssl", "nl", "fr"),
        ("imap met ssl", "nl", "nl"),
        ("imap ssl", "lt", "lt"),
        ("je n'arrive pas à envoyer", "en", "fr"),
        ("nie mogę wysłać maila", None, "pl"),
        ("en saa sähköpostia", None, "fi"),
    ],
)
def test_a_text_is_read_in_its_own_language(
    flow: Flow, text: str, language: str | None, expected: str
) -> None:
    """The customer's language is taken, unless another one knows more of the words."""
    assert flow.vocabulary.spoken(tokens(text), language)[0] == expected


def test_a_language_without_phrases_uses_all_others(flow: Flow) -> None:
    """A customer whose language has no phrase list is understood in the others."""
    assert flow.vocabulary.phrases("xx").settings[("imap",)] == "imap"


ORDINARY = [
    "geef",
    "neem",
    "need",
    "newer",
    "niets",
    "green",
    "been",
    "heeft",
    "nodig",
    "never",
    "goed",
    "graag",
    "gebruik",
    "heb",
    "hebt",
    "mijn",
    "weten",
    "werken",
    "works",
    "world",
    "words",
    "within",
    "width",
    "wish",
    "will",
    "want",
    "water",
    "where",
    "there",
    "these",
    "this",
    "that",
    "have",
    "here",
    "help",
    "hello",
    "mail",
    "mails",
    "outlook",
    "windows",
    "computer",
    "phone",
    "laptop",
    "telefoon",
    "iphone",
    "post",
    "under",
    "onder",
    "wonder",
    "zondag",
    "zomer",
    "beide",
    "allebei",
    "need",
    "needs",
    "neat",
    "next",
    "near",
    "nice",
    "note",
    "noot",
]


@pytest.mark.parametrize("word", ORDINARY)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_ordinary_word_is_not_taken_for_a_negation(flow: Flow, word: str, language: str) -> None:
    """A common word is never repaired into one that turns the meaning round."""
    phrases = flow.vocabulary.phrases(language)
    repaired = phrases.repaired(word)
    assert repaired == word or phrases.settings.get((repaired,)) != "negation"
