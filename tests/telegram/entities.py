"""Formatting checked by TDLib's own parser; without `tdjson`, by the plain rules of the ranges."""

import json
from collections.abc import Callable
from itertools import accumulate
from typing import Any, Final

from tests.telegram.refused import refuse

Json = dict[str, Any]
_execute: Callable[[bytes], bytes | None] | None
try:
    from tdjson import td_execute as _execute
except ImportError:
    _execute = None

TDLIB: Final = _execute is not None
"""Whether TDLib checks, or only the rules below."""
_TYPES: Final = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "blockquote": "BlockQuote",
    "expandable_blockquote": "ExpandableBlockQuote",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "text_mention": "MentionName",
    "custom_emoji": "CustomEmoji",
}
_FOUND: Final = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "BankCardNumber": "bank_card_number",
}
"""What Telegram finds by itself; a bot that sends it is not heard."""
_MODES: Final[dict[str, Json]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}


def formatted(text: str, mode: str, marks: list[Json]) -> tuple[str, list[Json]]:
    """The visible text and its formatting, trimmed.

    Args:
        text: what the bot sent.
        mode: the parse_mode, in which case `marks` do not count.
        marks: the entities.

    Raises:
        Refused: the formatting is broken.
    """
    if text and mode and mode.lower() != "none":
        text, marks = _parsed(text, mode.lower())
    else:
        marks = [mark for mark in marks if _counts(mark)]
        _check(text, marks)
    return _trimmed(text, marks)


def found(text: str) -> list[Json]:
    """What Telegram finds in the text of a person, such as commands and addresses."""
    if _execute is None:
        if not text.startswith("/"):
            return []
        return [{"type": "bot_command", "offset": 0, "length": units(text.split(maxsplit=1)[0])}]
    if not set(text) & set("/@#$.:") and not any(map(str.isdigit, text)):
        return []
    marks = _ask("getTextEntities", text=text)["entities"]
    return [mark for mark in map(_from_td, marks) if mark["type"] in _FOUND.values()]


def units(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _ask(what: str, **fields: Any) -> Json:  # noqa: ANN401 - JSON
    """What TDLib answers; it is silent and does not leave the process."""
    if _execute is None:
        reason = "parse_mode needs the package tdjson"
        raise RuntimeError(reason)
    answer: Json = json.loads(_execute(json.dumps({"@type": what, **fields}).encode()) or b"{}")
    return answer


def _parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    if mode not in _MODES:
        refuse("Unsupported parse_mode")
    answer = _ask("parseTextEntities", text=text, parse_mode=_MODES[mode])
    if answer["@type"] == "error":
        refuse(answer["message"])
    return answer["text"], [_from_td(mark) for mark in answer["entities"]]


def _counts(mark: Json) -> bool:
    """Whether an entity is one that a bot sends.

    Raises:
        Refused: there is no such type.
    """
    if mark["type"] in _FOUND.values():
        return False
    if mark["type"] not in _TYPES:
        refuse("can't parse MessageEntity: Unsupported type specified")
    if mark["type"] == "text_link" and "url" not in mark:
        refuse("can't parse MessageEntity: Can't find field \"url\"")
    return True


def _check(text: str, marks: list[Json]) -> None:
    """Refuse ranges that do not fit."""
    if _execute is None:
        _check_ranges(text, marks)
    elif marks:
        whole = {"@type": "formattedText", "text": text, "entities": list(map(_to_td, marks))}
        answer = _ask("getMarkdownText", text=whole)
        if answer["@type"] == "error":
            refuse(answer["message"])


def _check_ranges(text: str, marks: list[Json]) -> None:
    """The rules that TDLib has, without it."""
    borders = {0, *accumulate(map(units, text))}
    for mark in marks:
        start, end = mark["offset"], mark["offset"] + mark["length"]
        if start < 0 or end > max(borders):
            refuse(
                f"Entity beginning at UTF-16 offset {start} ends after the end of the text "
                f"at UTF-16 offset {end}"
            )
        if start not in borders or end not in borders:
            refuse(f"Entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol")


def _trimmed(text: str, marks: list[Json]) -> tuple[str, list[Json]]:
    """Without the blanks around it, which nobody sees."""
    before = units(text) - units(text.lstrip())
    text = text.strip()
    length = units(text)
    kept: list[Json] = []
    for mark in marks:
        start = max(mark["offset"] - before, 0)
        end = min(mark["offset"] + mark["length"] - before, length)
        if start < end:
            kept.append(mark | {"offset": start, "length": end - start})
    return text, kept


def _to_td(mark: Json) -> Json:
    kind: Json = {"@type": f"textEntityType{_TYPES[mark['type']]}"}
    if mark["type"] == "text_link":
        kind["url"] = mark["url"]
    elif mark["type"] == "text_mention":
        kind["user_id"] = mark["user"]["id"]
    elif mark["type"] == "custom_emoji":
        kind["custom_emoji_id"] = mark["custom_emoji_id"]
    elif mark["type"] == "pre" and mark.get("language"):
        kind |= {"@type": "textEntityTypePreCode", "language": mark["language"]}
    return {"@type": "textEntity", **{k: mark[k] for k in ("offset", "length")}, "type": kind}


def _from_td(mark: Json) -> Json:
    kind = mark["type"]["@type"].removeprefix("textEntityType")
    names = {td: ours for ours, td in _TYPES.items()} | _FOUND | {"PreCode": "pre"}
    read: Json = {"type": names.get(kind, kind), "offset": mark["offset"], "length": mark["length"]}
    if kind == "TextUrl":
        read["url"] = mark["type"]["url"]
    if kind == "PreCode":
        read["language"] = mark["type"]["language"]
    if kind == "MentionName":
        read["user"] = {"id": mark["type"]["user_id"]}
    if kind == "CustomEmoji":
        read["custom_emoji_id"] = str(mark["type"]["custom_emoji_id"])
    return read


if _execute is not None:
    _ask("setLogVerbosityLevel", new_verbosity_level=0)
