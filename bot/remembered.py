"""What was made of a text of our own, remembered between runs.

Reading YAML 1.2 with lines takes some 3 ms for each kB, and Babel takes memory that nothing needs
once the translations are read. So what was made of a text is kept as JSON in the user's cache
folder, with the hash of the text; of another text it is made anew. Without such a folder it is only
slower.
"""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bot import __version__
from bot.paths import FLOWS

FOLDER: Final = "postbode"
_FORMAT: Final = "2"
"""The number of the layout of what is kept."""


def remembered(name: str, text: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - JSON
    """What is made of a text, as JSON types; made when it is not remembered.

    Args:
        name: under which it is kept; only the last text of a name is.
        text: what it is made of.
        make: makes it. What is not of JSON types is not kept.
    """
    place = _place(name)
    digest = hashlib.sha256(f"{_FORMAT} {__version__}\n{text}".encode()).hexdigest()
    known = _kept(place, digest) if place else None
    if known is not None:
        return known["made"]
    made = make()
    if place:
        _keep(place, {"of": digest, "made": made})
    return made


def _place(name: str) -> Path | None:
    """Where something of that name is kept; None where there is no cache folder."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only for files of our own

    ours = hashlib.sha256(str(FLOWS.parent).encode()).hexdigest()[:12]  # each copy has its own
    folder = user_cache_path(FOLDER) / ours
    return folder / f"{name.replace('/', '-')}.json" if folder.is_absolute() else None


def _kept(place: Path, digest: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(place.read_bytes())
        return kept if kept["of"] == digest and "made" in kept else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(place: Path, what: dict[str, Any]) -> None:
    """Keep it for the next run, whole or not at all."""
    new = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError, TypeError, ValueError):
        text = json.dumps(what, ensure_ascii=False)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8")
        new.replace(place)
