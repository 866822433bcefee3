"""Conversations as plain text: what people do, and everything that the bot then does.

A transcript is read into acts. Each is done on a stage (bot/play.py); what the bot does there is
written in the same words; the two must be equal, line by line. So whatever a transcript does not
mention fails it. docs/writing-conversations.md describes the format.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from bot.config import Operator
from bot.source import Fault, collect

CUSTOMER: Final = "Customer"
NOTHING: Final = ("Bot says nothing", "Bot says nothing more")
INDENT: Final = "    "

_PERSON: Final = re.compile(
    r"(?P<who>(?:Customer|Agent)(?: [A-Z]\w*)?)(?: \((?P<language>[a-z]{2})\))?"
    r"(?: (?P<where>in the desk|answering in the desk|beside the tickets))?"
    r"(?: (?P<verb>edits|forges|sends a picture|sends a document|blocks the bot))?"
    r"(?:: ?(?P<value>.*))?"
)
_PRESS: Final = re.compile(r"\[(?P<label>.+)\](?: of message (?P<number>\d+))?(?P<twice> twice)?")
_LATER: Final = re.compile(r"Later: (?P<count>\d+) (?P<unit>second|minute|hour|day|week)s?")
_OTHER: Final = re.compile(
    r"(?P<what>Telegram|Include|Conversation|Operator|Command): (?P<value>.+)"
)
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
DESK_SETTING: Final = "desk"
"""`Operator: desk = topics: Agent Anna, Agent Bob` opens a group for agents, or `plain: ...`."""
_OPERATOR: Final = {DESK_SETTING, *(field.name for field in fields(Operator))}
_NAMES: Final = ", ".join(sorted(_OPERATOR))
_RESTART: Final = "Postbode restarts"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person, the clock or Telegram does, and what the bot is to do then.

    Attributes:
        path: the file it stands in.
        line: its line, from 1.
        who: the person, as the transcript calls them; empty for the clock and Telegram.
        verb: "says", "presses", "edits", "forges", "sends a picture", "later", "telegram" ...
        value: the text, the label, the file, the seconds or the fault.
        number: which of the bot's messages is pressed, from 1; 0 for the newest that has it.
        twice: whether it is a double tap.
        language: what the person's Telegram is set to, when the line says so.
        where: in which part of the agents' group it is done; empty for a private chat.
        expected: what the bot is to do, in canonical lines.
        span: the lines of the file that `expected` came from: from 0, one past the last.
    """

    path: Path
    line: int
    who: str
    verb: str
    value: str = ""
    number: int = 0
    twice: bool = False
    language: str = ""
    where: str = ""
    expected: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Script:
    """One conversation of a transcript file.

    Attributes:
        path: the file.
        name: what the conversation is called.
        acts: what happens in it.
        operator: what the operator has configured, by the names of bot.config.Operator.
    """

    path: Path
    name: str
    acts: tuple[Act, ...]
    operator: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """A line and the indented lines that belong to it; `line` counts from 0."""

    line: int
    lines: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.lines[0]

    @property
    def end(self) -> int:
        return self.line + len(self.lines)


def read(path: Path) -> tuple[Script, ...]:
    """Read the conversations of a transcript file.

    Raises:
        ContentBroken: with FILE:LINE of every line that can't be read.
    """
    scripts: list[Script] = []
    faults: list[Fault] = []
    for name, blocks in _conversations(path):
        try:
            operator = tuple(_settings(blocks))
            acts = tuple(_acts(path, [b for b in blocks if not _setting(b)]))
            scripts.append(Script(path, name, acts, operator))
        except _Unreadable as error:
            faults.append(Fault(str(path), error.line + 1, error.message))
    collect(faults)
    return tuple(scripts)


class _Unreadable(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def _blocks(path: Path) -> Iterator[_Block]:
    """The blocks of a file; comments and the blank lines around blocks are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = 0
    while at < len(lines):
        start, at = at, at + 1
        if not lines[start].strip() or lines[start].startswith("#"):
            continue
        while at < len(lines) and (lines[at][:1].isspace() or not lines[at].strip()):
            at += 1
        while not lines[at - 1].strip():
            at -= 1
        yield _Block(start, tuple(lines[start:at]))


def _conversations(path: Path) -> Iterator[tuple[str, list[_Block]]]:
    name, blocks = path.stem, list[_Block]()
    for block in _blocks(path):
        match = _OTHER.fullmatch(block.head)
        if match and match["what"] == "Conversation":
            if blocks:
                yield name, blocks
            name, blocks = match["value"].strip(), []
        else:
            blocks.append(block)
    yield name, blocks


def _setting(block: _Block) -> str:
    match = _OTHER.fullmatch(block.head)
    return match["value"] if match and match["what"] == "Operator" else ""


def _settings(blocks: Iterable[_Block]) -> Iterator[tuple[str, str]]:
    """What lines such as `Operator: helpdesk = 0800 1234` configure."""
    for block in blocks:
        if text := _setting(block):
            name, equals, value = (part.strip() for part in text.partition("="))
            if not equals or name not in _OPERATOR:
                raise _Unreadable(block.line, f"write NAME = VALUE, with one of: {_NAMES}")
            yield name, value


def _acts(path: Path, blocks: Iterable[_Block]) -> Iterator[Act]:
    act: Act | None = None
    for block in blocks:
        if not block.head.startswith("Bot"):
            if act:
                yield act
            *before, act = _begun(path, block)
            yield from before
        elif act is None:
            raise _Unreadable(block.line, "the bot can't begin; someone has to write to it first")
        else:
            said = () if block.head in NOTHING else _canonical(block)
            span = (act.span[0], block.end)
            act = replace(act, expected=(*act.expected, *said), span=span)
    if act:
        yield act


def _canonical(block: _Block) -> tuple[str, ...]:
    head, *more = (line.strip() for line in block.lines)
    return (head, *(f"{INDENT}{line}" if line else "" for line in more))


def _begun(path: Path, block: _Block) -> Sequence[Act]:
    """The act that a block begins; an included file brings all of its own."""
    place = {"path": path, "line": block.line + 1, "span": (block.end, block.end)}
    if later := _LATER.fullmatch(block.head):
        seconds = int(later["count"]) * _SECONDS[later["unit"]]
        return [Act(who="", verb="later", value=str(seconds), **place)]  # type: ignore[arg-type]
    if block.head == _RESTART:
        return [Act(who="", verb="restarts", **place)]  # type: ignore[arg-type]
    if other := _OTHER.fullmatch(block.head):
        if other["what"] == "Include":
            return _included(path, block, other["value"])
        verb = other["what"].lower()
        return [Act(who="", verb=verb, value=other["value"], **place)]  # type: ignore[arg-type]
    person = _PERSON.fullmatch(block.head)
    if not person or (person["value"] is None and person["verb"] != "blocks the bot"):
        raise _Unreadable(block.line, f"“{block.head}” is not understood")
    return [_by_person(path, block, person)]


def _by_person(path: Path, block: _Block, person: re.Match[str]) -> Act:
    value = "\n".join([person["value"] or "", *(line.strip() for line in block.lines[1:])])
    act = Act(
        path,
        block.line + 1,
        who=person["who"],
        verb=person["verb"] or "says",
        value=value,
        language=person["language"] or "",
        where=person["where"] or "",
        span=(block.end, block.end),
    )
    press = _PRESS.fullmatch(value) if act.verb == "says" else None
    if not press:
        return act
    number = int(press["number"] or 0)
    twice = press["twice"] is not None
    return replace(act, verb="presses", value=press["label"], number=number, twice=twice)


def _included(path: Path, block: _Block, name: str) -> Sequence[Act]:
    other = path.parent / name.strip()
    if not other.is_file():
        raise _Unreadable(block.line, f"there is no file “{name.strip()}” beside this one")
    acts = [act for script in read(other) for act in script.acts]
    if not acts:
        raise _Unreadable(block.line, f"“{name.strip()}” holds no conversation")
    return acts
