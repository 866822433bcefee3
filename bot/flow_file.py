"""What a flow file may say: the models that flows/*.yaml are checked against.

docs/writing-flows.md describes each entry; `postbode schema` exports them for editors.
"""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _as_state(value: object) -> object:
    return {"state": value} if isinstance(value, str) else value


def _as_text(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class SourceModel(BaseModel):
    """A part of a file: every entry known, none converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Names = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]


class TargetSource(SourceModel):
    """Where a choice leads: a state, or a state under conditions."""

    state: str
    when: Names = []
    opens: Literal["", "paid", "person"] = ""
    moves: str = ""


class TextSource(SourceModel):
    """A paragraph, or a paragraph under conditions."""

    text: str
    when: Names = []


class Records(SourceModel):
    """What a choice says."""

    program: str | None = None
    protocol: Literal["imap", "pop"] | None = None
    incoming_ssl: bool | None = None
    outgoing_ssl: bool | None = None


Targets = Annotated[
    list[Annotated[TargetSource, BeforeValidator(_as_state)]],
    BeforeValidator(_as_list, json_schema_input_type=str | TargetSource | list[str | TargetSource]),
]
Texts = Annotated[
    list[Annotated[TextSource, BeforeValidator(_as_text)]],
    BeforeValidator(_as_list, json_schema_input_type=str | TextSource | list[str | TextSource]),
]


class ChoiceSource(SourceModel):
    """Something the customer can do; see bot.engine.flow.Choice."""

    label: str = ""
    to: Targets = []
    when: Names = []
    records: Records = Records()
    fills: bool = False
    words: Names = []
    command: str = ""
    link: str = ""
    clears: bool = False
    turns: bool = False
    each: Literal["", "program"] = ""
    writes: dict[Literal["contact", "time", "note", "about"], str] = {}


class AskSource(SourceModel):
    """What typed words are the answer to, and where they lead."""

    what: Literal["contact", "time", "note", "message"]
    to: Targets


Row = dict[str, ChoiceSource | None]


class StateSource(SourceModel):
    """A step of a conversation; see bot.engine.flow.State."""

    text: Texts
    choices: list[Row] | Literal["languages"] = []
    needs: Names = []
    hint: str = ""
    shows: Literal["", "settings", "sources", "values", "field", "requests"] = ""
    asks: AskSource | None = None
    keeps: bool = False
    sends: Literal["", "picture", "export", "profile", "autoconfig", "qr"] = ""
    forgets: bool = False
    hears: Literal["", "errors", "settings"] = ""
    tries: str = ""
    heading: Texts = []
    warnings: Texts = []
    notes: Texts = []


class ConversationFile(SourceModel):
    """One file of flows/."""

    states: dict[str, StateSource] = Field(min_length=1)


class ProfileSource(SourceModel):
    """What people see of the bot before they write to it; lengths are those of the Bot API."""

    name: str = Field(min_length=1, max_length=64)
    description: str = Field(min_length=1, max_length=512)
    short_description: str = Field(min_length=1, max_length=120)
    commands: dict[str, Annotated[str, Field(min_length=1, max_length=256)]]


class CommonFile(SourceModel):
    """flows/common.yaml."""

    start: str
    hint: str
    warning: str
    profile: ProfileSource | None = None
    everywhere: dict[str, ChoiceSource]
    renamed: dict[str, str] = {}


def schema() -> str:
    """The JSON schema of a flow file, made from the models above."""
    described = ConversationFile.model_json_schema()
    described["title"] = "A conversation of Postbode"
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
