"""Where flows/ and locales/ are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE.parent


def _data(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _ROOT / name


FLOWS = _data("flows")
LOCALES = _data("locales")
DOCS = _ROOT / "docs"
TRANSCRIPTS = _ROOT / "tests" / "transcripts"
"""Only in a checkout."""
