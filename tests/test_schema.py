"""The schema of flow files, for editors."""

import json

from bot.flow_file import schema
from bot.paths import FLOWS


def test_the_schema_is_fresh() -> None:
    """The schema in flows/ is the one that the models describe today."""
    assert (FLOWS / "flow.schema.json").read_text(encoding="utf-8") == schema()


def test_the_schema_allows_nothing_unknown() -> None:
    """An editor marks an entry that no state has."""
    assert json.loads(schema())["additionalProperties"] is False
