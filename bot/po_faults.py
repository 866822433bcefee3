"""What can be wrong in a PO file beside missing texts: its header, its markup, its letters.

Where GNU gettext is installed, `msgfmt -c` looks too, when nothing was found here.
"""

import gettext
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from bot.render.rich import markup
from bot.source import Fault

_PLURAL: Final = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*(.+?)\s*;?\s*")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COUNTED: Final = range(201)
"""Numbers for which two plural rules are compared; no language has one that needs more."""


def po_faults(path: Path, catalog: Catalog) -> Iterator[Fault]:
    """Every fault of a PO file that can be read.

    Args:
        path: the file; its name is the code of its language.
        catalog: what was read from it.
    """
    file = f"{path.parent.name}/{path.name}"
    found = [Fault(file, 1, message) for message in _header_faults(path)]
    for entry in catalog:
        if entry.id and entry.string:
            line = entry.lineno or 1
            found += [Fault(file, line, message) for message in _markup_faults(entry)]
    yield from found or _msgfmt_faults(path, file)


def _header_faults(path: Path) -> Iterator[str]:
    header = _header(path.read_text(encoding="utf-8"))
    if "charset=utf-8" not in header.get("content-type", "").casefold():
        yield "its header does not say “Content-Type: text/plain; charset=utf-8”"
    if header.get("language") != path.stem:
        yield f"its header does not say “Language: {path.stem}”"
    rule = get_plural(path.stem)
    wanted = f"nplurals={rule.num_plurals}; plural={rule.plural_expr};"
    if not _same_plurals(header.get("plural-forms", ""), wanted):
        yield f"its header does not say “Plural-Forms: {wanted}”"


def _header(text: str) -> dict[str, str]:
    """The fields of the header, which is the translation of the empty text."""
    entry = re.split(r"\n\s*\n", text.partition('msgid ""\nmsgstr')[2])[0]
    lines = "".join(_QUOTED.findall(entry)).split("\\n")
    fields = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().casefold(): value.strip() for name, _, value in fields}


def _same_plurals(said: str, wanted: str) -> bool:
    """Whether two plural rules choose the same form for every whole number."""
    match, right = _PLURAL.fullmatch(said), _PLURAL.fullmatch(wanted)
    if match is None or right is None:
        return False
    try:
        choose, choose_right = _rule(match[2]), _rule(right[2])
    except ValueError:
        return False
    return all(choose(n) == choose_right(n) < int(match[1]) for n in _COUNTED)


def _rule(expression: str) -> Callable[[int], int]:
    """A plural rule as a function.

    Raises:
        ValueError: it is none.
    """
    made: Callable[[int], int] = gettext.c2py(expression)
    return made


def _markup_faults(entry: Message) -> Iterator[str]:
    text, translation = str(entry.id), str(entry.string)
    known: dict[str, str] = defaultdict(str)
    meant, found = markup(text, known), markup(translation, known)
    if Counter(span.kind for span in meant.spans) != Counter(span.kind for span in found.spans):
        yield f"“{_short(text)}”: bold, code or links are not those of the English text"
    elif "**" in found.plain or "`" in found.plain:
        yield f"“{_short(text)}”: a ** or a ` has no counterpart"
    odd = [letter for letter in translation if unicodedata.category(letter) in ("Cc", "Cf")]
    if set(odd) - {"\n"}:
        yield f"“{_short(text)}”: holds a letter that can't be seen ({odd[0]!a})"
    if translation != translation.strip():
        yield f"“{_short(text)}”: begins or ends with a space"


def _msgfmt_faults(path: Path, file: str) -> Iterator[Fault]:
    """What GNU gettext finds, where it is installed."""
    command = shutil.which("msgfmt")
    if command is None:
        return
    done = subprocess.run(  # noqa: S603 - our own file
        [command, "--check", f"--output-file={os.devnull}", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    if done.returncode:
        for line in done.stderr.splitlines():
            if match := re.fullmatch(re.escape(str(path)) + r":(\d+): (?!\.\.\.)(.+)", line):
                yield Fault(file, int(match[1]), f"msgfmt: {match[2]}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - fits on a line
