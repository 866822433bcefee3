"""What customers type, in nine languages: how much of it is understood."""

import pytest

from bot.engine.flow import Flow
from bot.engine.intent import INTENTS
from tests.utterances import LANGUAGES, LEAST, Heard, listen, report, sentences


def shown(heard: list[Heard]) -> str:
    """The sentences that were misunderstood."""
    return "\n".join(f"{h.text!r}: {h.meant} taken for {h.taken}" for h in heard if not h.right)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_sentence_is_understood(
    flow: Flow, language: str, heard: dict[str, list[Heard]]
) -> None:
    """At least 95 % of the sentences of each language are understood, and no value wrongly."""
    heard[language] = said = listen(flow.vocabulary, language)
    assert not [h.text for h in said if h.wrong_value]
    assert sum(h.right for h in said) >= LEAST * len(said), shown(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_found_out(flow: Flow, language: str) -> None:
    """Without knowing the language, nearly as much is understood, and no value wrongly."""
    heard = listen(flow.vocabulary, language, told=False)
    assert not [h.text for h in heard if h.wrong_value]
    assert sum(h.right for h in heard) >= LEAST * len(heard), shown(heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_tried(language: str) -> None:
    """At least 120 sentences of each language are tried, of every intent, none of them twice."""
    said = list(sentences(language))
    assert len({text for text, _ in said}) == len(said) >= 120
    assert {meant.intent for _, meant in said} == set(INTENTS)


def test_the_report_counts_what_was_confused() -> None:
    """A sentence taken for another intent stands in the row of the one and the column of it."""
    paid = next((text, meant) for text, meant in sentences("en") if meant.intent == "paid")
    heard = Heard(paid[0], paid[1], paid[1]._replace(intent="person"))
    lines = list(report({"en": [heard]}))
    assert lines[0] == "en: 0 of 1 right (0.0%), 0 with a wrong protocol or SSL"
    row = next(line for line in lines if line.startswith("paid "))
    assert row.split()[1 + INTENTS.index("person")] == "1"
