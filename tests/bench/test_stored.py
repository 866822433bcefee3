"""The big databases of the measurements."""

import json
from pathlib import Path

from bench.stored import BOT, FIRST_CHAT, fill_sqlite
from bot.engine.conversation import Conversation
from bot.store.sqlite import SqliteStore


def test_a_filled_database_is_one_of_ours(tmp_path: Path) -> None:
    """The store opens it, finds each conversation complete, and nothing that waits."""
    fill_sqlite(tmp_path / "kept.sqlite3", 8)
    store = SqliteStore(tmp_path / "kept.sqlite3", BOT)
    with store.transaction() as transaction:
        kept = [transaction.chat(FIRST_CHAT + number) for number in range(9)]
        waiting = transaction.waiting(10, frozenset())
    store.close()
    assert kept[8] is None
    assert waiting == []
    for chat in kept[:8]:
        assert chat is not None
        assert Conversation.from_json(json.loads(json.dumps(chat.conversation))).answers.complete
