"""Parameters checked against the Bot API; schema.json is written by make_schema.py."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.telegram.files import Upload
from tests.telegram.refused import refuse

Json = dict[str, Any]
_FILE: Final = Path(__file__).with_name("schema.json")
_MISSING: Final = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "action": "wrong parameter action in request",
}
"""Where Telegram does not say that a parameter is required."""
_ILL_TYPED: Final = {
    "chat_id": "chat not found",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "reply_markup": "object expected as reply markup",
}
_SPOKEN: Final = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "ReplyParameters": "reply parameters",
    "LinkPreviewOptions": "link preview options",
}
_JSON_OF: Final = {"reply_markup": "reply keyboard markup", "media": "media"}
_WORDS_OF_TYPE: Final = {"Integer": "Number", "Float": "Number", "True": "Boolean"}
_NUMBER: Final = {"Integer": r"[+-]?\d+", "Float": r"[+-]?\d+(\.\d+)?"}
_YES: Final = {"true", "yes", "1"}


class _IllTyped(Exception):
    """A value is not what the Bot API takes."""


@cache
def api() -> Json:
    """The methods and the types of the Bot API."""
    loaded: Json = json.loads(_FILE.read_text("utf-8"))
    return loaded


def read(method: str, params: Json) -> tuple[Json, list[str]]:
    """Parameters as the types they stand for.

    Args:
        method: a method of the Bot API.
        params: what came, as text or as JSON types; files are Uploads.

    Returns:
        The parameters, and a complaint for each that the Bot API does not know.

    Raises:
        Refused: one is missing or ill-typed.
    """
    fields = api()["methods"][method]
    unknown = [f"{method} has no parameter {name}" for name in _strange(params, fields)]
    for name, (_, required) in fields.items():
        if required and params.get(name) in (None, ""):
            refuse(_MISSING.get(name, f'parameter "{name}" is required'))
    values = {
        name: _value(name, value, fields[name][0]) if name in fields else value
        for name, value in params.items()
    }
    for name, value in values.items():
        if name in fields:
            unknown += [f"{method}: {words}" for words in _inside(name, value, fields[name][0])]
    return values, unknown


def _strange(params: Json, fields: Json) -> Iterator[str]:
    """The parameters that are neither known nor files that others attach."""
    for name, value in params.items():
        if name not in fields and not isinstance(value, Upload):
            yield name


def _value(name: str, value: Any, types: list[str]) -> Any:  # noqa: ANN401 - JSON
    """A parameter that came as text, as its type."""
    if isinstance(value, Upload) or value is None:
        return value
    for kind in types:
        if kind in _NUMBER and re.fullmatch(_NUMBER[kind], str(value).strip()):
            return int(value) if kind == "Integer" else float(value)
        if kind in {"Boolean", "True"}:
            return str(value).strip().lower() in _YES
    if "String" in types:
        return value if isinstance(value, str) else json.dumps(value)
    if isinstance(value, str) and not set(types) & set(_NUMBER):
        try:
            return json.loads(value)
        except ValueError:
            spoken = _JSON_OF.get(name, name.replace("_", " "))
            refuse(f"can't parse {spoken} JSON object")
    return value


def _inside(name: str, value: Any, types: list[str]) -> list[str]:  # noqa: ANN401 - JSON
    """Complaints about what is inside a parameter."""
    if isinstance(value, Upload) or value is None:
        return []
    try:
        return _one_of(name, value, types)
    except _IllTyped as error:
        words = str(error)
        if words.startswith('field "'):
            words = _ILL_TYPED.get(name, words)
        if name == "reply_markup" and not isinstance(value, dict):
            words = _ILL_TYPED[name]
        refuse(words)


def _one_of(name: str, value: Any, types: list[str]) -> list[str]:  # noqa: ANN401 - JSON
    """Check against the alternative that fits best."""
    found: list[list[str]] = []
    errors: list[_IllTyped] = []
    for kind in _likely(value, types):
        try:
            found.append(_check(name, value, kind))
        except _IllTyped as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return min(found, key=len)


def _likely(value: Any, types: list[str]) -> list[str]:  # noqa: ANN401 - JSON
    """The alternatives that the "type" of an object names, or all."""
    if not isinstance(value, dict):
        return types
    camel = str(value.get("type", "")).title().replace("_", "")
    named = [kind for kind in types if camel and kind.endswith(camel)]
    telling = [kind for kind in types if set(value) & set(api()["types"].get(kind, ()))]
    return named or telling or types


def _check(name: str, value: Any, kind: str) -> list[str]:  # noqa: ANN401 - JSON
    """Check one value against one type."""
    if kind.startswith("["):
        if not isinstance(value, list):
            words = f"expected an Array of {kind.lstrip('[')}"
            raise _IllTyped(words)
        return [words for item in value for words in _check(name, item, kind[1:])]
    shape = api()["types"].get(kind)
    if shape is None:
        _plain(name, value, kind)
        return []
    if isinstance(shape, list):
        return _one_of(name, value, shape) if shape and kind != "RichText" else []
    if not isinstance(value, dict):
        words = f"can't parse {_SPOKEN.get(kind, kind)}: expected an Object"
        raise _IllTyped(words)
    return _object(value, kind, shape)


def _object(value: Json, kind: str, shape: Json) -> list[str]:
    """Check every field of an object."""
    spoken = _SPOKEN.get(kind, kind)
    for field, (_, required) in shape.items():
        if required and value.get(field) is None:
            words = f"can't parse {spoken}: Can't find field \"{field}\""
            raise _IllTyped(words)
    unknown = [f"{kind} has no field {field}" for field in value if field not in shape]
    for field, content in value.items():
        if field not in shape or content is None:
            continue
        try:
            unknown += _one_of(field, content, shape[field][0])
        except _IllTyped as error:
            words = str(error)
            if words.startswith('field "'):
                words = f"can't parse {spoken}: F{words[1:]}"
            raise _IllTyped(words) from None
    return unknown


def _plain(name: str, value: Any, kind: str) -> None:  # noqa: ANN401 - JSON
    """Check a number, a text or a truth value; numbers and texts may stand for each other."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "Boolean": isinstance(value, bool),
        "True": isinstance(value, bool),
        "String": isinstance(value, str) or number,
    }
    if kind in _NUMBER:
        right = number or (
            isinstance(value, str) and re.fullmatch(_NUMBER[kind], value.strip()) is not None
        )
    else:
        right = fits.get(kind, True)
    if not right:
        words = f'field "{name}" must be of type {_WORDS_OF_TYPE.get(kind, kind)}'
        raise _IllTyped(words)
