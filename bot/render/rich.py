"""Text with bold, code and links, as characters and spans.

Texts of flows and locales may hold `**bold**`, `` `code` ``, `[label](address)` and `{names}`. The
markup is read before the names are filled in, so a value is never markup.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

Kind = Literal["bold", "code", "link", "pre"]

_MARKUP: Final = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<address>[^)\s]+)\)"
)
_NAME: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is bold, code, a block or a link; counted in characters."""

    start: int
    length: int
    kind: Kind
    address: str = ""


@dataclass(frozen=True, slots=True)
class Rich:
    """A text with its spans, ordered by start."""

    plain: str = ""
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Rich | str") -> "Rich":
        later = Rich(other) if isinstance(other, str) else other
        moved = (replace(s, start=s.start + len(self.plain)) for s in later.spans)
        return Rich(self.plain + later.plain, (*self.spans, *moved))


def bold(text: str) -> Rich:
    """The text in bold."""
    return Rich(text, (Span(0, len(text), "bold"),))


def code(text: str) -> Rich:
    """The text as code, which Telegram copies when it is tapped."""
    return Rich(text, (Span(0, len(text), "code"),))


def join(parts: Iterable[Rich], separator: str) -> Rich:
    """The parts, one after the other."""
    whole: Rich | None = None
    for part in parts:
        whole = part if whole is None else whole + separator + part
    return whole or Rich()


def names(text: str) -> set[str]:
    """The {names} in a text."""
    return set(_NAME.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its {names} filled in."""
    return _NAME.sub(lambda match: values[match[1]], text)


def markup(text: str, values: Mapping[str, str]) -> Rich:
    """Read a text's markup, then fill in its {names}."""
    rich, at = Rich(), 0
    for match in _MARKUP.finditer(text):
        rich += fill(text[at : match.start()], values)
        kind: Kind = match.lastgroup if match.lastgroup in ("bold", "code") else "link"  # type: ignore[assignment]
        inner = fill(match[kind], values)
        address = fill(match["address"] or "", values)
        rich += Rich(inner, (Span(0, len(inner), kind, address),))
        at = match.end()
    return rich + fill(text[at:], values)
