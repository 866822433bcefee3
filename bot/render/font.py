"""How wide a text is: the advance widths of the font that pictures are drawn with.

Reads two tables of a TrueType file, as the OpenType specification describes them: `cmap` (which
glyph a character has, format 4) and `hmtx` (how wide a glyph is).
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FAMILY: Final = "Noto Sans"
FOLDER: Final = Path(__file__).parent / "fonts"
FILES: Final = tuple(FOLDER / f"NotoSans-{weight}.ttf" for weight in ("Regular", "Bold"))
"""The only fonts that pictures are drawn with."""


@dataclass(frozen=True, eq=False)
class Font:
    """The widths of one weight.

    Attributes:
        widths: the width of each character, in parts of the font's size.
        missing: that of a character that the font does not have.
    """

    widths: Mapping[str, float]
    missing: float

    def width(self, text: str, size: float) -> float:
        """The width of a text, in pixels; letters that move together make it a little less."""
        return size * sum(self.widths.get(letter, self.missing) for letter in text)

    def wrap(self, text: str, size: float, room: float) -> list[str]:
        """The lines of a text that has so much room; a word that is too long is broken."""
        lines, line = list[str](), ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self.width(longer, size) <= room:
                line = longer
                continue
            lines += [line] if line else []
            *full, line = self._pieces(word, size, room)
            lines += full
        return [*lines, line]

    def _pieces(self, word: str, size: float, room: float) -> Iterator[str]:
        piece = ""
        for letter in word:
            if piece and self.width(piece + letter, size) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


@lru_cache
def load_font(*, bold: bool = False) -> Font:
    """Read the widths of a weight."""
    data = FILES[bold].read_bytes()
    tables = _tables(data)
    units = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    measured = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    entries = struct.iter_unpack(">Hh", data[tables["hmtx"] : tables["hmtx"] + 4 * measured])
    advances = [advance / units for advance, _ in entries]
    glyphs = dict(_glyphs(data, tables["cmap"]))
    widths = {letter: advances[min(glyph, measured - 1)] for letter, glyph in glyphs.items()}
    return Font(widths, advances[0])


def _tables(data: bytes) -> dict[str, int]:
    """Where each table begins."""
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in entries}


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[str, int]]:
    """Each character with its glyph, from the first subtable of format 4."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = [struct.unpack_from(">I", data, cmap + 8 + 8 * i)[0] for i in range(count)]
    at = next(cmap + o for o in offsets if struct.unpack_from(">H", data, cmap + o)[0] == 4)  # noqa: PLR2004
    half = struct.unpack_from(">H", data, at + 6)[0]
    segments = half // 2

    def column(start: int, kind: str) -> tuple[int, ...]:
        return struct.unpack_from(f">{segments}{kind}", data, start)

    ends, starts = column(at + 14, "H"), column(at + 16 + half, "H")
    deltas, ranges = column(at + 16 + 2 * half, "h"), column(at + 16 + 3 * half, "H")
    for i, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        place = at + 16 + 3 * half + 2 * i + shift
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, place + 2 * (code - start))[0] if shift else code
            if glyph:
                yield chr(code), (glyph + delta) & 0xFFFF
