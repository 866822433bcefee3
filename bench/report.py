"""Tables in docs/performance.md, between marks, so that no figure is ever typed by hand."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.results import Aim

PAGE: Final = Path(__file__).parent.parent / "docs/performance.md"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are figures."""
    marks = ["---", *("---:" for _ in head[1:])]
    lines = (head, marks, *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def aims_table(aims: Sequence[Aim]) -> str:
    """What was aimed at beside what came out; missed aims too."""
    rows = [[a.what, a.wanted, a.found, "met" if a.met else "missed"] for a in aims]
    return table(["aim", "wanted", "measured", ""], rows)


def machine() -> str:
    """Where and when this was measured, in a sentence."""
    cores = len(os.sched_getaffinity(0))
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Measured {today} on {cores} cores of {_processor()}, "
        f"Linux {platform.release().split('-')[0]}, Python {platform.python_version()}."
    )


def write(name: str, text: str) -> None:
    """Put what was measured where the page has a place for it.

    Raises:
        LookupError: the page has no place of that name.
    """
    page = PAGE.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    changed, count = place.subn(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", page)
    if not count:
        raise LookupError(name)
    PAGE.write_text(changed, encoding="utf-8")


def _processor() -> str:
    names = re.findall(
        r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE
    )
    return " ".join(names[0].split()) if names else platform.machine()
