"""Fields that are read aloud."""

import pytest

from bot.engine.answers import Answers
from bot.helpdesk import Helpdesk
from bot.render.aloud import SPELLED, TEXTS, ZERO_AMONG_LETTERS, read_aloud, spell
from bot.render.catalog import Catalog, languages, load_catalog
from tests.known_values import HOST, OTHER_PROGRAMS, OUTGOING

CODES = ["imap-ssl", "pop-plain", *(f"{program}-{code}" for program, code in OTHER_PROGRAMS)]


def words_of(catalog: Catalog) -> dict[str, str]:
    """What each word stands for."""
    named = {catalog.text(word): char for char, word in SPELLED.items()}
    return named | {catalog.text(ZERO_AMONG_LETTERS): "0"}


@pytest.mark.parametrize("language", languages())
def test_what_is_spelled_can_be_written_down(language: str) -> None:
    """Whoever writes down what they hear has the value, in every language."""
    catalog = load_catalog(language)
    for value in (HOST, f"{HOST}:{OUTGOING[True]}", *map(str, range(10)), "a-b/c"):
        heard = spell(value, catalog).split(" · ")
        assert "".join(words_of(catalog).get(word, word) for word in heard) == value


@pytest.mark.parametrize("language", languages())
def test_no_two_characters_sound_alike(language: str) -> None:
    """Each digit and sign has a word of its own in every language."""
    catalog = load_catalog(language)
    assert len(words_of(catalog)) == len(SPELLED) + 1


def test_a_zero_among_letters_is_told_apart() -> None:
    """The zero of the server's name is told apart from the letter o; that of a port is a zero."""
    catalog = Catalog("en")
    assert spell("ab0.c", catalog) == "a · b · zero, not the letter o · dot · c"
    assert spell("500", catalog) == "five · zero · zero"


def test_dutch_spells_in_dutch() -> None:
    """A Dutch customer hears Dutch words."""
    spelled = spell("l0.o", load_catalog("nl"))
    assert spelled == "l · nul, niet de letter o · punt · o"


@pytest.mark.parametrize("code", CODES)
def test_every_field_of_every_screen_can_be_read(helpdesk: Helpdesk, code: str) -> None:
    """Each field says how far we are, its label, and its value or what to do with its box."""
    *program, protocol, ssl = code.split("-")
    said = Answers(program[0] if program else None, protocol, ssl == "ssl", ssl == "ssl")
    lines = helpdesk.answer(said, "en").lines
    for i, line in enumerate(lines):
        head, told, *spelled = read_aloud(lines, i, Catalog("en")).plain.split("\n")
        assert head == f"{i + 1}/{len(lines)} · {line.label}"
        assert told.startswith(line.shown) or told.endswith(line.shown)
        assert bool(spelled) is (line.field.kind in ("server", "port"))
        if isinstance(line.value, bool):
            assert ("Tick" in told, "empty" in told) == (line.value, not line.value)


def test_the_texts_are_translated(helpdesk: Helpdesk) -> None:
    """No word that is read aloud is left in English."""
    for language in set(helpdesk.languages) - {"en"}:
        assert all(text in helpdesk.catalog(language).texts for text in TEXTS)
