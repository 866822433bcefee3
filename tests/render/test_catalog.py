"""The texts in each language."""

from pathlib import Path

import pytest

from bot.errors import ContentBroken
from bot.render import catalog
from bot.render.catalog import Catalog, best, languages, load_catalog

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def catalog_of(folder: Path, entries: str, language: str = "nl") -> Catalog:
    """The catalog with these entries."""
    (folder / f"{language}.po").write_text(HEAD + entries, encoding="utf-8")
    return load_catalog(language, folder)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], "en"),
        (["nl"], "nl"),
        (["nl-BE"], "nl"),
        (["nl_NL.UTF-8"], "nl"),
        (["NL"], "nl"),
        (["de"], "en"),
        (["de", "nl"], "nl"),
        ([None, "", "C", "C.UTF-8", "nl"], "nl"),
        (["nlx"], "en"),
        (["🐟", "-", "_"], "en"),
    ],
)
def test_the_best_language_is_the_first_that_is_there(
    wanted: list[str | None], expected: str
) -> None:
    """The first wanted language that is available is used, English when none is."""
    assert best(wanted, ["en", "nl"]) == expected


def test_each_file_is_a_language_with_its_own_name(tmp_path: Path) -> None:
    """Each PO file is a language, called by its name in that language, English first."""
    for code in ("nl", "fr", "pt", "xx"):
        catalog_of(tmp_path, "", code if code != "xx" else "nl")
    (tmp_path / "xx.po").write_text(HEAD, encoding="utf-8")
    assert list(languages(tmp_path).items()) == [
        ("en", "English"),
        ("fr", "Français"),
        ("nl", "Nederlands"),
        ("pt", "Português"),
        ("xx", "xx"),
    ]


def test_a_translation_is_used(tmp_path: Path) -> None:
    """A text is given in its translation, with every character of it."""
    catalog = catalog_of(tmp_path, 'msgid "a “b”"\nmsgstr "één ‘twee’ 🐟\\nderde"\n')
    assert catalog.text("a “b”") == "één ‘twee’ 🐟\nderde"


@pytest.mark.parametrize(
    "entries",
    [
        "",
        'msgid "a"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        '#~ msgid "a"\n#~ msgstr "b"\n',
    ],
)
def test_english_stands_in_for_a_missing_translation(tmp_path: Path, entries: str) -> None:
    """A text that is missing, empty, fuzzy or obsolete is given in English."""
    assert catalog_of(tmp_path, entries).text("a") == "a"


def test_english_needs_no_file(tmp_path: Path) -> None:
    """English texts are those of the flows."""
    assert load_catalog("en", tmp_path).text("as it is") == "as it is"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A language without a file is told as a fault with the name of the file."""
    with pytest.raises(ContentBroken, match=r"/nl.po:1: can't be read"):
        load_catalog("nl", tmp_path)


def test_translations_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of our own translations is not read again, and is the same."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_catalog.cache_clear()
    first, names = load_catalog("nl"), languages()
    load_catalog.cache_clear()
    monkeypatch.setattr(catalog, "read_catalog", None)
    monkeypatch.setattr(catalog, "_own_name", None)
    assert load_catalog("nl").texts == first.texts
    assert languages() == names
    assert first.texts
