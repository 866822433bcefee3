"""Where flows/ and locales/ are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

from bot.errors import CheckoutMissing

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE.parent


def _data(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _ROOT / name


FLOWS = _data("flows")
LOCALES = _data("locales")
DOCS = _ROOT / "docs"
TRANSCRIPTS = _ROOT / "tests" / "transcripts"


def checkout() -> None:
    """Make sure that this is a checkout, whose files authors change.

    Raises:
        CheckoutMissing: it is an installed package.
    """
    if not DOCS.is_dir() or not TRANSCRIPTS.is_dir():
        raise CheckoutMissing(reason=f"there is no {DOCS.name}/ beside {_PACKAGE.name}/")
