"""The folder tests/broken_flows/: a fault of each kind that `postbode check` knows.

A file there is laid over a copy of flows/ in the place that its first line names, and that line is
what the check must say. A fault that takes more files than one has a folder, in which the line is
the first of some file; conversations in a folder take the place of all others. PORT and HOST stand
for values of the facts. Where there is a PO file, texts it does not hold are their own translation.
"""

import re
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.errors import ContentBroken
from bot.helpdesk import load_helpdesk
from bot.paths import FLOWS
from bot.texts import all_texts
from tests.known_values import HOST, OUTGOING

FOLDER: Final = Path(__file__).parent / "broken_flows"
_MESSAGE: Final = re.compile(r"# ((?:flows|locales)/[^:]+:\d+: .+)")


@dataclass(frozen=True)
class Broken:
    """One fault: the files that are laid over the copy, and what the check must say."""

    name: str
    files: dict[str, bytes]
    message: str


def all_broken() -> list[Broken]:
    """Every fault of the folder."""
    return [_read(path) for path in sorted(FOLDER.iterdir())]


def _read(path: Path) -> Broken:
    inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    contents = [_filled(p.read_bytes()) for p in inside]
    first = (content.partition(b"\n")[0].decode() for content in contents)
    message = next(match[1] for line in first if (match := _MESSAGE.fullmatch(line)))
    places = [p.relative_to(path).as_posix() for p in inside]
    if not path.is_dir():
        places = [message.partition(":")[0]]
    return Broken(path.name, dict(zip(places, contents, strict=True)), message)


def _filled(content: bytes) -> bytes:
    return content.replace(b"PORT", str(OUTGOING[False]).encode()).replace(b"HOST", HOST.encode())


def lay(root: Path, *broken: Broken) -> tuple[Path, Path]:
    """A copy of flows/, English alone, with the broken files laid over it; and its locales/."""
    flows, locales = root / "flows", root / "locales"
    shutil.copytree(FLOWS, flows)
    locales.mkdir()
    files = {place: content for one in broken for place, content in one.files.items()}
    if "flows/common.yaml" in files and "flows/person.yaml" in files:
        for conversation in flows.glob("*.yaml"):
            conversation.unlink()
    for place, content in files.items():
        path = root / place
        for taken in (path, path.parent):
            if taken.is_file():
                taken.unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for catalog in filter(Path.is_file, locales.glob("*.po")):
        catalog.write_bytes(catalog.read_bytes() + _other_texts(flows, catalog))
    return flows, locales


def _other_texts(flows: Path, catalog: Path) -> bytes:
    """Entries for every text that a catalog does not hold; each is its own translation."""
    held = catalog.read_text(encoding="utf-8", errors="replace")
    try:
        helpdesk = load_helpdesk(flows=flows, locales=flows)
    except ContentBroken:
        return b""
    others = Catalog()
    for text in all_texts(helpdesk.flow, helpdesk.facts):
        if f'msgid "{text}"' not in held:
            others.add(text, text)
    output = BytesIO()
    write_po(output, others, omit_header=True, width=0)
    return b"\n" + output.getvalue()
