"""What people typed, so that it can be shown to agents: nothing hidden in it, nothing that acts."""

from typing import Final

from bot.render.rich import Kind, Rich, Span

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that count as printable and are not seen all the same."""
_EMPTY: Final = "⟨empty⟩"
_CUT: Final = " ⟨cut; `postbode ticket` shows it all⟩"


def visible(text: str) -> str:
    """A text in which characters that turn, hide or control are written out, as `⟨U+202E⟩`."""
    return "".join(char if _is_seen(char) else f"⟨U+{ord(char):04X}⟩" for char in text)


def _is_seen(char: str) -> bool:
    return char == "\n" or (char.isprintable() and char not in _BLANK)


def cell(text: str) -> str:
    """A text on one line, which no spreadsheet takes for a formula."""
    line = visible(text).replace("\n", " ⏎ ")
    return f"'{line}" if line[:1] in tuple("=+-@") else line


def block(text: str, most: int = 3000) -> Rich:
    """What somebody typed as a block of its own, in which Telegram finds no link and no name.

    Args:
        text: what they typed.
        most: the characters that are shown; what is longer is cut, and says so.
    """
    return _set_off(visible(text.strip()), most, "pre")


def inline(text: str, most: int = 300) -> Rich:
    """The same within a line; see `block`."""
    return _set_off(visible(text.strip()).replace("\n", " ⏎ "), most, "code")


def _set_off(shown: str, most: int, kind: Kind) -> Rich:
    shown = shown or _EMPTY
    shown = shown if len(shown) <= most else shown[: most - len(_CUT)] + _CUT
    return Rich(shown, (Span(0, len(shown), kind),))
