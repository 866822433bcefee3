"""SQL from files: named statements, and numbered steps from one schema to the next."""

import re
from pathlib import Path
from typing import Final

_SQL: Final = Path(__file__).parent / "sql"


def statements(database: str) -> dict[str, str]:
    """The statements for a kind of database, by name.

    Args:
        database: a folder in bot/store/sql.
    """
    text = (_SQL / database / "statements.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def migrations(database: str) -> list[str]:
    """The scripts that make a schema: the first makes schema 1, each other the next of it."""
    paths = {int(path.stem): path for path in (_SQL / database).glob("[0-9]*.sql")}
    return [paths[number].read_text(encoding="utf-8") for number in range(1, len(paths) + 1)]
