"""How wide texts are, and where they break."""

import pytest

from bot.render.font import FILES, load_font

# What fontTools reads from the same files, in parts of 1000 of the size.
KNOWN = {
    ("A", False): 639,
    (" ", False): 260,
    ("ł", False): 258,
    ("A", True): 690,
    ("ą", True): 604,
    ("€", True): 572,
}


@pytest.mark.parametrize(("letter", "bold"), KNOWN)
def test_the_width_of_a_letter(letter: str, bold: bool) -> None:
    """The width of a letter is what the font says."""
    assert load_font(bold=bold).width(letter, 1000) == pytest.approx(KNOWN[letter, bold])


def test_a_text_is_as_wide_as_its_letters() -> None:
    """The width of a text grows with its letters and with their size."""
    font = load_font()
    assert font.width("AA", 20) == pytest.approx(2 * font.width("A", 20))
    assert font.width("", 20) == 0
    assert font.width("漢", 20) == pytest.approx(20 * font.missing)


@pytest.mark.parametrize("letters", ["žąčęėįšųū", "äöåÄÖ", "ãõçáéíóú", "ñ¿¡ü", "àèìòù’“”«»€…–"])
def test_the_font_has_the_letters_of_the_languages(letters: str) -> None:
    """No letter of the nine languages is missing in either weight."""
    for bold in (False, True):
        assert set(letters) <= set(load_font(bold=bold).widths)


def test_lines_break_at_words() -> None:
    """A text is folded at spaces; no line is too long, and no word is lost."""
    font, text = load_font(), "Gebruik dezelfde gebruikersnaam en wachtwoord om te verzenden"
    lines = font.wrap(text, 30, 300)
    assert len(lines) > 2
    assert " ".join(lines) == text
    assert all(font.width(line, 30) <= 300 for line in lines)


def test_a_word_that_is_too_long_is_broken() -> None:
    """A word without a place to break is cut, so that nothing leaves its frame."""
    font, word = load_font(), "x" * 100
    lines = font.wrap(f"a {word} b", 30, 300)
    assert "".join(lines).replace(" ", "") == f"a{word}b"
    assert all(font.width(line, 30) <= 300 for line in lines)


def test_an_empty_text_is_one_empty_line() -> None:
    """A label without letters takes the room of a line."""
    assert load_font().wrap("", 30, 300) == [""]


def test_the_fonts_come_with_their_licence() -> None:
    """The licence stands beside the fonts, which are small."""
    licence = (FILES[0].parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert sum(path.stat().st_size for path in FILES) < 200_000
