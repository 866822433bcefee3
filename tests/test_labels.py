"""The labels on screen, against the table written out by hand."""

import itertools

import pytest

from bot.facts import Facts
from bot.helpdesk import Helpdesk
from tests.known_labels import LABELS
from tests.known_values import FIELDS

ROWS = {"incoming_port": "port", "outgoing_port": "port"}
"""Fields that share a row of the table."""


@pytest.mark.parametrize(("language", "field"), list(itertools.product(LABELS, FIELDS)))
def test_a_label_is_that_of_the_guide(facts: Facts, language: str, field: str) -> None:
    """Each field is called what the guide of that language calls it."""
    known = LABELS[language][ROWS.get(field, field)]
    assert facts.label("windows8", field, "imap", language) == known


@pytest.mark.parametrize("language", LABELS)
def test_only_the_incoming_server_speaks_of_the_protocol(facts: Facts, language: str) -> None:
    """With POP the label of the incoming server names POP, and no other label changes."""
    for field in FIELDS:
        imap, pop = (facts.label("windows8", field, p, language) for p in ("imap", "pop"))
        assert pop == (imap.replace("IMAP", "POP") if field == "incoming_server" else imap)


@pytest.mark.parametrize("language", LABELS)
def test_the_program_is_called_by_its_local_name(facts: Facts, language: str) -> None:
    """The mail program has the name that its tile has in that language."""
    assert facts.name("windows8", language) == f"{LABELS[language]['app']} (Windows 8)"


def test_there_are_nine_languages(facts: Facts) -> None:
    """The facts hold the labels of the nine languages of the table, and of no other."""
    assert set(facts.programs["windows8"].labels) == set(LABELS)


@pytest.mark.parametrize("language", LABELS)
def test_no_label_claims_to_be_verified(facts: Facts, language: str) -> None:
    """Labels quoted from guides that share screenshots are marked as not verified."""
    assert facts.programs["windows8"].labels[language].verified is False


def test_every_language_of_the_bot_has_labels(helpdesk: Helpdesk) -> None:
    """No language that the bot speaks falls back on English labels."""
    assert set(helpdesk.languages) <= set(LABELS)
