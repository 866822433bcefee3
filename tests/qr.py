"""Reads a QR code again, as ISO/IEC 18004 describes it: byte mode, no errors to correct.

Written for the tests, apart from the library that draws them.
"""

import struct
import zlib
from collections.abc import Callable
from itertools import product
from typing import Final

Matrix = list[list[int]]
BLOCKS: Final = {
    "L": "7x1 10x1 15x1 20x1 26x1 18x2 20x2 24x2 30x2 18x4 20x4 24x4 26x4 30x4 22x6",
    "M": "10x1 16x1 26x1 18x2 24x2 16x4 18x4 22x4 22x5 26x5 30x5 22x8 22x9 24x9 24x10",
}
"""Codewords that correct errors in a block, and the number of blocks, by level and version."""
LEVELS: Final = {1: "L", 0: "M"}
MASKS: Final[tuple[Callable[[int, int], int], ...]] = (
    lambda y, x: (y + x) % 2,
    lambda y, _: y % 2,
    lambda _, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)
ALIGNED: Final = {7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50), 11: (6, 30, 54)}
"""Where the alignment patterns stand, for the versions that are met."""


def text_of(png: bytes) -> str:
    """What the code in a picture says."""
    matrix = modules(png)
    size, format_bits = len(matrix), 0
    for y, x in [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [
        (y, 8) for y in (7, 5, 4, 3, 2, 1, 0)
    ]:
        format_bits = format_bits << 1 | matrix[y][x]
    format_bits = (format_bits ^ 0b101010000010010) >> 10
    version, level, mask = (size - 17) // 4, LEVELS[format_bits >> 3], MASKS[format_bits & 7]
    bits = [
        matrix[y][x] ^ (mask(y, x) == 0) for y, x in path(size) if not reserved(version, size, y, x)
    ]
    words = [int("".join(map(str, bits[i : i + 8])), 2) for i in range(0, len(bits) - 7, 8)]
    return message(data(words, version, level), version)


def modules(png: bytes) -> Matrix:
    """The dark (1) and light (0) squares of a code in a PNG of one bit per pixel."""
    width, height, depth, colours = struct.unpack_from(">IIBB", png, 16)
    assert (depth, colours) == (1, 0)
    packed, at = b"", 33
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    stride = 1 + (width + 7) // 8
    raw, above = zlib.decompress(packed), bytes(stride - 1)
    rows: Matrix = []
    for y in range(height):
        line = raw[y * stride : (y + 1) * stride]
        above = (
            bytes((a + b) % 256 for a, b in zip(line[1:], above, strict=True))
            if line[0]
            else line[1:]
        )
        assert line[0] in (0, 2)
        rows.append([1 - (above[x // 8] >> (7 - x % 8) & 1) for x in range(width)])
    edge = next(y for y, row in enumerate(rows) if any(row))
    scale = rows[edge][edge:].index(0) // 7
    return [row[edge : width - edge : scale] for row in rows[edge : height - edge : scale]]


def path(size: int) -> list[tuple[int, int]]:
    """The squares in reading order: two columns at a time, upwards and downwards in turn."""
    columns = [*[x for x in range(size - 1, 0, -1) if x > 6][::2], 5, 3, 1]
    found = []
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        found += [(y, x) for y in rows for x in (right, right - 1)]
    return found


def reserved(version: int, size: int, y: int, x: int) -> bool:
    """Whether a square belongs to a pattern, not to the data."""
    corners = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    numbered = (y < 6 and size - 11 <= x < size - 8) or (x < 6 and size - 11 <= y < size - 8)
    places = ALIGNED.get(version, (6, size - 7))
    corner = {(6, 6), (6, places[-1]), (places[-1], 6)}
    aligned = any(
        abs(y - a) <= 2 and abs(x - b) <= 2 for a, b in set(product(places, places)) - corner
    )
    return corners or (version >= 7 and numbered) or y == 6 or x == 6 or aligned


def data(words: list[int], version: int, level: str) -> list[int]:
    """The data, put together from its blocks."""
    correcting, count = map(int, BLOCKS[level].split()[version - 1].split("x"))
    total = len(words) // count - correcting
    longer = len(words) % count
    blocks: list[list[int]] = [[] for _ in range(count)]
    at = 0
    for row in range(total + 1):
        for i, block in enumerate(blocks):
            if row < total or i >= count - longer:
                block.append(words[at])
                at += 1
    return [word for block in blocks for word in block]


def message(words: list[int], version: int) -> str:
    """The text in the data, which is one stretch of bytes."""
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0100"
    counted = 8 if version < 10 else 16
    length = int(bits[4 : 4 + counted], 2)
    start = 4 + counted
    octets = [int(bits[start + 8 * i : start + 8 * i + 8], 2) for i in range(length)]
    return bytes(octets).decode()
