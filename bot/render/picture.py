"""The dialog of a mail program, drawn with the values: SVG, and PNG made of it.

Our own drawing, not a copy of anyone's screen: the fields in on-screen order, with their labels,
what belongs in them, and the boxes to tick. What is to be typed as it stands has a solid frame and
bold letters; what the customer knows (the address, the password) is told in a dashed frame.
"""

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from typing import Final

from bot.render.answer import Answer, Line
from bot.render.file import Draft
from bot.render.font import FAMILY, FILES, load_font

WIDTH: Final = 1080
"""Pixels; what a phone shows from edge to edge."""
_INK, _PAPER, _SHADE, _BAR, _DESK = "#16202b", "#ffffff", "#eef2f6", "#17324d", "#cfd8e1"
_MARGIN, _PADDING, _GAP = 24, 44, 28
_LEFT, _ROOM = _MARGIN + _PADDING, WIDTH - 2 * (_MARGIN + _PADDING)
_TITLE, _LABEL, _VALUE = 44, 32, 38
"""Sizes of letters."""
_BOX, _TICK, _ROW = 78, 50, 1.28
"""Heights: of a field, of a box to tick, of a line in parts of its letters."""
_PORT = 260
"""The width of a port's field, which stands beside its server."""


class _Sheet:
    """Grows downwards while it is drawn on."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 0.0

    def text(self, at: tuple[float, float], text: str, size: int, *, bold: bool, ink: str) -> None:
        """One line; `at` is the left end of its baseline."""
        weight = "bold" if bold else "normal"
        self.parts.append(
            f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="{size}" font-weight="{weight}" '
            f'fill="{ink}">{escape(text)}</text>'
        )

    def lines(self, x: float, y: float, lines: Iterable[str], size: int, ink: str = _INK) -> float:
        """Lines in bold from `y` downwards; returns where they end."""
        for line in lines:
            self.text((x, y + size), line, size, bold=True, ink=ink)
            y += size * _ROW
        return y

    def box(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """A rectangle."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {style}/>'
        )

    def path(self, data: str, style: str) -> None:
        """A line or a shape."""
        self.parts.append(f'<path d="{data}" {style}/>')


def svg(answer: Answer) -> str:
    """The dialog as an SVG document."""
    sheet = _Sheet()
    title = load_font(bold=True).wrap(answer.heading, _TITLE, _ROOM)
    bar = sheet.lines(_LEFT, _MARGIN + 24, title, _TITLE, _PAPER) + 22
    sheet.y = bar + _GAP
    for row in _rows(answer.lines):
        if isinstance(row[0].value, bool):
            _checkbox(sheet, row[0])
        else:
            _fields(sheet, row)
        sheet.y += _GAP
    height = round(sheet.y + _PADDING - _GAP + _MARGIN)
    return "\n".join([*_frame(answer, bar, height), *sheet.parts, "</svg>\n"])


@lru_cache(maxsize=16)  # many may ask for the same one before it is uploaded
def png(drawing: str) -> bytes:
    """An SVG document as PNG, with no font but our own; the same document gives the same bytes."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - most conversations do without it

    return svg_to_bytes(
        svg_string=drawing, skip_system_fonts=True, font_files=[str(path) for path in FILES]
    )


def draft(answer: Answer) -> Draft:
    """The picture, not yet made; its version is that of the drawing and of what makes it."""
    drawing = svg(answer)
    version = hashlib.sha256(f"{_tools()}\n{drawing}".encode()).hexdigest()[:16]
    return Draft(version, lambda: png(drawing))


@cache
def _tools() -> str:
    """What the bytes of a picture depend on, but for its drawing."""
    from importlib.metadata import version  # noqa: PLC0415 - only a picture needs it

    fonts = (hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES)
    return " ".join((version("resvg-py"), *fonts))


def _frame(answer: Answer, bar: float, height: int) -> tuple[str, ...]:
    """The document's beginning: the window and its bar."""
    inner, right, bottom = WIDTH - 2 * _MARGIN, WIDTH - _MARGIN, height - 2 * _MARGIN
    size = f'width="{WIDTH}" height="{height}"'
    corner = 18
    top = f"V{_MARGIN + corner}q0 -{corner} {corner} -{corner}H{right - corner}"
    window = f'x="{_MARGIN}" y="{_MARGIN}" width="{inner}" height="{bottom}" rx="{corner}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">',
        f"<title>{escape(answer.heading)}</title>",
        f'<rect {size} fill="{_DESK}"/>',
        f'<rect {window} fill="{_PAPER}" stroke="{_BAR}" stroke-width="4"/>',
        f'<path d="M{_MARGIN} {bar:g}{top}q{corner} 0 {corner} {corner}V{bar:g}z" fill="{_BAR}"/>',
    )


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """The fields row by row: a port stands beside its server."""
    rows: list[list[Line]] = []
    for line in lines:
        if line.field.kind == "port" and rows and rows[-1][-1].field.kind == "server":
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _fields(sheet: _Sheet, row: list[Line]) -> None:
    """One field, or a server and its port, with the labels above."""
    widths = [_ROOM] if len(row) == 1 else [_ROOM - _PORT - _GAP, _PORT]
    labels = [load_font(bold=True).wrap(line.label, _LABEL, w) for line, w in _zip(row, widths)]
    if len(row) == 1 and row[0].field.kind == "port":
        widths = [_PORT]
    top = sheet.y + max(map(len, labels)) * _LABEL * _ROW + 8
    x: float = _LEFT
    for line, width, label in zip(row, widths, labels, strict=True):
        sheet.lines(x, top - 8 - len(label) * _LABEL * _ROW, label, _LABEL)
        height = _value(sheet, (x, top), width, line)
        sheet.y = top + height
        x += width + _GAP


def _zip(row: list[Line], widths: list[int]) -> Iterable[tuple[Line, int]]:
    return zip(row, widths, strict=True)


def _value(sheet: _Sheet, at: tuple[float, float], width: float, line: Line) -> float:
    """What belongs in a field, in its frame; returns the height of the frame."""
    said = line.field.kind in ("text", "password")
    inner, inset = width - 2 * 22, 22
    font = load_font(bold=not said)
    lines = font.wrap(str(line.value), _VALUE, inner - 40 * (line.field.kind == "choice"))
    height = _BOX + (len(lines) - 1) * _VALUE * _ROW
    dashes, fill = (' stroke-dasharray="14 9"', _SHADE) if said else ("", _PAPER)
    sheet.box(*at, width, height, f'rx="6" fill="{fill}" stroke="{_INK}" stroke-width="4"{dashes}')
    for i, text in enumerate(lines):
        baseline = at[1] + _BOX / 2 + _VALUE * 0.36 + i * _VALUE * _ROW
        sheet.text((at[0] + inset, baseline), text, _VALUE, bold=not said, ink=_INK)
    if line.field.kind == "choice":
        x, y = at[0] + width - 58, at[1] + _BOX / 2 - 9
        sheet.path(f"M{x:g} {y:g}h36l-18 20z", f'fill="{_INK}"')
    return height


def _checkbox(sheet: _Sheet, line: Line) -> None:
    """A box, ticked or empty, with its label beside it."""
    x, y = float(_LEFT), sheet.y
    sheet.box(x, y, _TICK, _TICK, f'rx="4" fill="{_PAPER}" stroke="{_INK}" stroke-width="5"')
    if line.value:
        style = f'fill="none" stroke="{_INK}" stroke-width="9" stroke-linecap="round"'
        sheet.path(f"M{x + 11:g} {y + 26:g}l11 12l19 -26", style)
    left, room = x + _TICK + 22, _ROOM - _TICK - 22
    lines = load_font(bold=True).wrap(line.label, _LABEL, room)
    end = sheet.lines(left, y + 4, lines, _LABEL)
    if advice := line.told.replace(line.label, "").strip():
        end = _advice(sheet, (left, end), load_font(bold=True).width(lines[-1], _LABEL), advice)
    sheet.y = max(end, y + _TICK)


def _advice(sheet: _Sheet, at: tuple[float, float], used: float, advice: str) -> float:
    """What is said of a box and stands on no screen: after its label, or below it."""
    indent = used + 14
    fits = indent + load_font().width(advice, _LABEL) <= WIDTH - _LEFT - at[0]
    x, y = (at[0] + indent, at[1] - _LABEL * _ROW) if fits else at
    sheet.text((x, y + _LABEL), advice, _LABEL, bold=False, ink=_INK)
    return y + _LABEL * _ROW
