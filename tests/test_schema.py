"""The schema that editors use."""

import json

from bot.flow import schema
from bot.paths import FLOWS


def test_the_schema_is_fresh() -> None:
    """flows/flow.schema.json is what `postbode schema` writes today."""
    assert (FLOWS / "flow.schema.json").read_text(encoding="utf-8") == schema()


def test_the_schema_knows_every_entry_of_a_state() -> None:
    """What docs/writing-flows.md lists for a state, the schema knows."""
    entries = json.loads(schema())["$defs"]["StateSource"]["properties"]
    told = {"text", "choices", "needs", "hint", "shows", "heading", "warnings", "notes"}
    assert set(entries) == told


def test_every_flow_file_names_the_schema() -> None:
    """Each file of flows/ tells an editor where its schema is."""
    files = [path for path in FLOWS.glob("*.yaml") if path.name != "common.yaml"]
    wanted = "# yaml-language-server: $schema=flow.schema.json"
    assert all(path.read_text(encoding="utf-8").startswith(wanted) for path in files)
