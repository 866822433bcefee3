"""The page of all pictures."""

from pathlib import Path

import pytest

import bot
from bot.gallery import Sheet, page, sheets, write
from bot.helpdesk import Helpdesk
from bot.render.picture import png

DOCS = Path(bot.__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def found(helpdesk: Helpdesk) -> list[Sheet]:
    """All sheets of today."""
    return list(sheets(helpdesk))


def test_the_page_is_fresh(found: list[Sheet]) -> None:
    """docs/pictures.md is what `postbode draw --pictures` writes today, each drawing by number."""
    assert (DOCS / "pictures.md").read_text(encoding="utf-8") == page(found)


def test_every_sheet_is_there_and_no_other(found: list[Sheet]) -> None:
    """docs/pictures/ holds the sheets of the page, each a PNG."""
    files = {path.stem: path.read_bytes() for path in (DOCS / "pictures").iterdir()}
    assert set(files) == {sheet.name for sheet in found}
    assert all(content.startswith(b"\x89PNG") for content in files.values())


def test_a_sheet_is_the_picture_of_its_drawing(found: list[Sheet]) -> None:
    """A sheet in the repository is to the byte what is drawn today."""
    sheet = found[0]
    assert (DOCS / "pictures" / f"{sheet.name}.png").read_bytes() == png(sheet.drawing)


def test_every_language_with_labels_is_shown(helpdesk: Helpdesk, found: list[Sheet]) -> None:
    """No language that has labels or texts is left out."""
    languages = {*helpdesk.facts.programs["windows8"].labels, *helpdesk.languages}
    assert all(set(sheet.languages) == languages for sheet in found if "-" in sheet.name[:5])


def test_writing_replaces_what_was_there(helpdesk: Helpdesk, tmp_path: Path) -> None:
    """A sheet of a combination that is gone does not stay behind."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "old.png").touch()
    write(helpdesk, tmp_path)
    assert not (tmp_path / "pictures" / "old.png").exists()
    assert (tmp_path / "pictures.md").is_file()
