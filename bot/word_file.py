"""The entries of a file of words, flows/words/xx.yaml, as its authors write them.

docs/writing-flows.md describes each entry.
"""

from pydantic import BaseModel, ConfigDict

Lists = dict[str, list[str]]
"""Phrases by the class, or the group, that they belong to."""


class SecretLists(BaseModel):
    """What gives a password away."""

    model_config = ConfigDict(extra="forbid", strict=True)

    names: list[str] = []
    links: list[str] = []
    ordinary: list[str] = []
    known: list[str] = []
    polite: list[str] = []
    logins: list[str] = []


class WordFile(BaseModel):
    """One file of words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    settings: Lists
    anywhere: Lists
    groups: Lists = {}
    together: Lists = {}
    alone: Lists
    filler: list[str]
    common: list[str] = []
    secret: SecretLists = SecretLists()
