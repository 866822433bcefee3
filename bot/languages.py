"""How complete each language is, and the skeleton of a new one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import write_po

from bot.errors import LanguageThere, LanguageUnheard
from bot.helpdesk import Helpdesk
from bot.render.catalog import SOURCE_LANGUAGE, languages, read_catalog
from bot.source import read
from bot.texts import all_texts

BEGUN: Final = datetime.fromisoformat("2026-01-01T00:00+00:00")
"""What a new PO file says of its beginning; the same skeleton is the same to the byte."""
_OWN: Final = frozenset({"groups", "together"})
"""Sections of the words that each language fills in its own way, with names of its own."""


class Share(NamedTuple):
    """How much is there of how much."""

    done: int
    of: int

    def __str__(self) -> str:
        return f"{self.done}/{self.of}"


class Completeness(NamedTuple):
    """How complete a language is.

    Attributes:
        language: its code.
        name: its name in itself.
        texts: texts of the flows that are translated.
        words: lists of typed words, of those that English has, that hold any.
        labels: mail programs whose labels are quoted in it; the others show the English ones.
    """

    language: str
    name: str
    texts: Share
    words: Share
    labels: Share

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that a translator can write; labels are facts."""
        return self.texts.done == self.texts.of and self.words.done == self.words.of


def completeness(helpdesk: Helpdesk, flows: Path, locales: Path) -> list[Completeness]:
    """How complete every language is, English first.

    Args:
        helpdesk: the texts and the labels.
        flows: the folder flows/.
        locales: the folder with the PO files.
    """
    wanted = _lists(flows, SOURCE_LANGUAGE)
    texts = all_texts(helpdesk.flow, helpdesk.facts)
    programs = helpdesk.facts.programs.values()
    found = []
    for code, name in languages(locales).items():
        words = {place for place, phrases in _lists(flows, code).items() if phrases}
        labelled = sum(code in program.labels for program in programs)
        found.append(
            Completeness(
                code,
                name,
                Share(_translated(locales, code, texts), len(texts)),
                Share(len(words & wanted.keys()), len(wanted)),
                Share(labelled, len(programs)),
            )
        )
    return found


def _translated(locales: Path, code: str, texts: Mapping[str, str]) -> int:
    if code == SOURCE_LANGUAGE:
        return len(texts)
    catalog = read_catalog(locales / f"{code}.po")
    done = {str(m.id) for m in catalog if m.id and m.string and not m.fuzzy}
    return len(done & texts.keys())


def _lists(flows: Path, code: str) -> dict[str, list[Any]]:
    """Every list of a language's words by where it stands; none where there is no file."""
    path = flows / "words" / f"{code}.yaml"
    if not path.is_file():
        return {}
    data = read(path, flows).data
    return dict(_lists_in({key: inner for key, inner in data.items() if key not in _OWN}))


def _lists_in(node: Any, place: str = "") -> Iterator[tuple[str, list[Any]]]:  # noqa: ANN401 - YAML
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _lists_in(inner, f"{place}.{name}".removeprefix("."))
    elif isinstance(node, list):
        yield place, node


def new_language(code: str, helpdesk: Helpdesk, flows: Path, locales: Path) -> tuple[Path, ...]:
    """Write the skeleton of a language: a PO file and a file of typed words.

    Returns:
        The files that were written; one that is there already is left as it is.

    Raises:
        LanguageUnheard: nobody speaks it.
        LanguageThere: it has both files already.
    """
    try:
        name = Locale.parse(code).get_display_name("en")
    except (UnknownLocaleError, ValueError):
        raise LanguageUnheard(code=code) from None
    po, words = locales / f"{code}.po", flows / "words" / f"{code}.yaml"
    new = tuple(path for path in (po, words) if not path.exists())
    if code == SOURCE_LANGUAGE or not new:
        raise LanguageThere(code=code)
    if po in new:
        po.write_bytes(_skeleton(code, name or code, all_texts(helpdesk.flow, helpdesk.facts)))
    if words in new:
        words.write_text("\n".join(_words(flows, name or code)) + "\n", encoding="utf-8")
    return new


def _skeleton(code: str, name: str, texts: Mapping[str, str]) -> bytes:
    catalog = PoCatalog(
        locale=code,
        project="Postbode",
        version="0.1",
        header_comment=f"# {name} texts of Postbode. docs/translating.md tells how to go on.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        last_translator="The Postbode authors",
        language_team=name,
    )
    catalog.fuzzy, catalog.msgid_bugs_address = False, ""
    for text, where in texts.items():
        catalog.add(text, locations=[(where.rpartition(":")[0], None)])  # type: ignore[list-item]
    output = BytesIO()
    write_po(output, catalog, width=100, include_lineno=False)
    return output.getvalue()


def _words(flows: Path, name: str) -> Iterator[str]:
    """The English lists, empty, each with the English phrases as a hint."""
    yield f"# What {name} customers type. Fill in the lists; the English phrases are but hints."
    yield from _emptied(read(flows / "words" / f"{SOURCE_LANGUAGE}.yaml", flows).data)


def _emptied(node: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, inner in node.items():
        if key in _OWN:
            yield f"{key}: {{}}"
            continue
        quoted = f'"{key}"' if key in ("yes", "no") else key
        if isinstance(inner, dict):
            yield f"{indent}{quoted}:"
            yield from _emptied(inner, f"{indent}  ")
        else:
            yield f"{indent}# {', '.join(map(str, inner))}"
            yield f"{indent}{quoted}: []"


def table(found: list[Completeness]) -> str:
    """The languages as a table for people."""
    rows = [["", "", "texts", "words", "labels"]]
    rows += [[c.language, c.name, *map(str, (c.texts, c.words, c.labels))] for c in found]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(part.ljust(w) for part, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def as_data(found: list[Completeness]) -> list[dict[str, Any]]:
    """The languages as JSON types."""
    return [
        {
            "language": one.language,
            "name": one.name,
            **{kind: getattr(one, kind)._asdict() for kind in ("texts", "words", "labels")},
            "complete": one.complete,
        }
        for one in found
    ]
