"""The texts in each language: locales/*.po, one file per language; English is in the flows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import ContentBroken
from bot.paths import LOCALES
from bot.remembered import remembered
from bot.source import Fault

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as PoCatalog

SOURCE_LANGUAGE: Final = "en"


@dataclass(frozen=True, eq=False)
class Catalog:
    """The texts of one language.

    Attributes:
        language: its code.
        texts: English text -> translation; English itself has none.
    """

    language: str
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, english: str) -> str:
        """The text in this language; the English one where a translation is missing."""
        return self.texts.get(english) or english


def languages(directory: Path = LOCALES) -> dict[str, str]:
    """The languages there are texts for, each with its name in that language, English first."""
    codes = [SOURCE_LANGUAGE, *sorted(path.stem for path in directory.glob("*.po"))]
    names: dict[str, str] = remembered("languages", " ".join(codes), lambda: _own_names(codes))
    return names


def _own_names(codes: Iterable[str]) -> dict[str, str]:
    return {code: _own_name(code) for code in codes}


def _own_name(code: str) -> str:
    from babel import Locale  # noqa: PLC0415 - takes memory, and is rarely needed
    from babel.core import UnknownLocaleError  # noqa: PLC0415 - the same

    try:
        name = Locale.parse(code).get_display_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def best(wanted: Iterable[str | None], available: Iterable[str]) -> str:
    """The first wanted language that is available; English when none is.

    Args:
        wanted: codes as Telegram or the environment give them: `nl`, `nl-BE`, `nl_NL.UTF-8`.
        available: the languages there are texts for.
    """
    known = set(available)
    codes = (code.replace("_", "-").split("-")[0].lower() for code in wanted if code)
    return next((code for code in codes if code in known), SOURCE_LANGUAGE)


@lru_cache
def load_catalog(language: str, directory: Path = LOCALES) -> Catalog:
    """Read the texts of one language; a fuzzy translation does not count.

    Raises:
        ContentBroken: the file is not a PO file.
    """
    if language == SOURCE_LANGUAGE:
        return Catalog(language)
    path = directory / f"{language}.po"
    if directory != LOCALES:
        return Catalog(language, _texts(path))
    text = path.read_bytes().decode("latin-1") if path.is_file() else ""  # any bytes are a text
    return Catalog(language, remembered(f"locales/{path.name}", text, lambda: _texts(path)))


def _texts(path: Path) -> dict[str, str]:
    messages = read_catalog(path)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


def read_catalog(path: Path) -> "PoCatalog":
    """Read a PO file.

    Raises:
        ContentBroken: it is missing or is not a PO file.
    """
    from babel.core import UnknownLocaleError  # noqa: PLC0415 - takes memory, and is rarely needed
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - the same

    name = f"{path.parent.name}/{path.name}"
    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.stem, abort_invalid=True)
    except OSError as error:
        raise ContentBroken([Fault(name, 1, f"can't be read: {error.strerror}")]) from error
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}")  # Babel counts lines from 0
        fault = Fault(name, error.lineno + 1, f"is not a PO file: {reason}")
        raise ContentBroken([fault]) from error
    except (UnicodeDecodeError, UnknownLocaleError, ValueError) as error:
        raise ContentBroken([Fault(name, 1, f"is not a PO file: {error}")]) from error
