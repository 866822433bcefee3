"""What is left of a customer who is forgotten: nothing, in the file, its log or a backup."""

import json
import random
from pathlib import Path

import pytest

from bot.helpdesk import Helpdesk
from bot.store import Store, Update
from bot.store.backup import backup
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore
from bot.turn import Turns

CANARY = "quokka-{chat}-wallaby"


@pytest.fixture
def turns(helpdesk: Helpdesk) -> Turns:
    """Turns of the real bot, on a clock that never double-taps."""
    now = iter(range(1_000_000, 2_000_000, 60))
    return Turns(helpdesk, clock=lambda: float(next(now)))


def say(turns: Turns, store: Store, number: int, chat: int, **payload: object) -> None:
    """One update of a customer."""
    with store.transaction() as transaction:
        turns.take(transaction, [Update(number, chat, {"language": "en", **payload})])


def sent(store: Store, chat: int) -> list[dict[str, object]]:
    """Send what waits for a chat."""
    with store.transaction() as transaction:
        mine = [o for run in transaction.waiting(999, frozenset()) for o in run if o.chat == chat]
        for outgoing in mine:
            transaction.settle(outgoing)
    return [outgoing.call for outgoing in mine]


def files(path: Path) -> bytes:
    """Everything in the folder of the database."""
    return b"".join(found.read_bytes() for found in path.parent.iterdir())


def test_nothing_is_left_of_a_customer_who_was_forgotten(turns: Turns, tmp_path: Path) -> None:
    """Of what a third of many customers wrote, no byte stands in file, log or backup afterwards."""
    path = tmp_path / "state" / "postbode.sqlite3"
    store = SqliteStore(path, bot=1)
    chance, number = random.Random(5), 0  # noqa: S311 - the same in every run
    chats, forgotten = range(100, 220), range(100, 220, 3)
    for _ in range(600):
        number += 1
        chat = chance.choice(chats)
        words = CANARY.format(chat=chat) * chance.randrange(1, 20)
        say(turns, store, number, chat, text=words)
        with store.transaction() as transaction:
            transaction.queue(None, chat, [{"do": "send", "content": {"text": words}}])
        if chance.random() < 0.7:
            sent(store, chat)
    assert all(CANARY.format(chat=chat).encode() in files(path) for chat in forgotten)
    for chat in forgotten:
        for command in ("forget", "yes"):
            number += 1
            what = {"command": command} if command == "forget" else {"text": command}
            say(turns, store, number, chat, **what)
    tidy(store)
    backup(path, path.parent / "copy.sqlite3")
    left = files(path)
    assert [chat for chat in forgotten if CANARY.format(chat=chat).encode() in left] == []
    assert CANARY.format(chat=101).encode() in left
    store.close()


def tidy(store: Store) -> None:
    """Tidy once."""
    with store.transaction() as transaction:
        transaction.tidy(0)


def test_the_log_of_sqlite_is_emptied_at_once(turns: Turns, tmp_path: Path) -> None:
    """What a customer wrote does not wait in SQLite's log until that is full."""
    path = tmp_path / "postbode.sqlite3"
    store = SqliteStore(path, bot=1)
    say(turns, store, 1, 7, text=CANARY)
    log = path.with_name(path.name + "-wal")
    assert CANARY.encode() in log.read_bytes()
    with store.transaction() as transaction:
        transaction.forget(7)
    assert log.stat().st_size == 0
    store.close()


def test_the_log_is_emptied_as_soon_as_nobody_reads(tmp_path: Path) -> None:
    """While somebody reads the file the log stays; the next commit after that empties it."""
    path = tmp_path / "postbode.sqlite3"
    store = SqliteStore(path, bot=1)
    log = path.with_name(path.name + "-wal")
    with store.transaction() as transaction:
        transaction.save(7, {"words": CANARY})
    reader = SqliteStore(path, bot=1, reading=True)
    with reader.transaction() as reading:
        assert reading.chat(7) is not None
        with store.transaction() as transaction:
            transaction.forget(7)
        assert log.stat().st_size > 0
    with store.transaction() as transaction:
        transaction.save(8, {})
    assert log.stat().st_size == 0
    assert CANARY.encode() not in files(path)
    reader.close()
    store.close()


def test_a_large_file_is_written_anew_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgetting in a large file leaves a note, also for the next process, until a day is over."""
    monkeypatch.setattr("bot.store.sqlite_session.CHECK_AT_ONCE", 0)
    path = tmp_path / "postbode.sqlite3"
    store = SqliteStore(path, bot=1, clock=lambda: 1000.0)
    with store.transaction() as transaction:
        transaction.forget(7)
    store.close()
    store = SqliteStore(path, bot=1)
    notes = []
    for now in (2000.0, 90_000.0, 90_001.0):
        with store.transaction() as transaction:
            transaction.tidy(now)
        notes.append(store._one("traces")[0])  # noqa: SLF001 - nothing else tells
    assert notes == [1000.0, None, None]
    store.close()


def test_an_export_holds_what_the_customer_said(turns: Turns) -> None:
    """/export sends a document with the conversation and every update, in readable JSON."""
    store = MemoryStore()
    say(turns, store, 1, 7, text="imap, zei Zoë")
    say(turns, store, 2, 7, command="export")
    document = sent(store, 7)[-1]
    assert document["do"] == "document"
    file = document["file"]
    assert isinstance(file, dict)
    assert not file["recipe"]
    assert "Zoë" in file["content"]
    kept = json.loads(file["content"])
    assert [update["payload"].get("text") for update in kept["updates"]] == ["imap, zei Zoë", None]
    assert kept["conversation"]["state"] == "setup.ssl"


def test_an_export_is_made_once(turns: Turns) -> None:
    """Coming back to the export does not send it again."""
    store = MemoryStore()
    say(turns, store, 1, 7, command="export")
    say(turns, store, 2, 7, command="forget")
    say(turns, store, 3, 7, text="back")
    assert [call["do"] for call in sent(store, 7)].count("document") == 1


def test_a_wish_to_be_forgotten_is_asked_first(turns: Turns) -> None:
    """/forget alone deletes nothing."""
    store = MemoryStore()
    say(turns, store, 1, 7, text="imap")
    say(turns, store, 2, 7, command="forget")
    assert store.chat(7) is not None


def test_nothing_is_kept_of_the_wish_itself(turns: Turns) -> None:
    """After the wish there is no conversation and no update; one that comes again counts not."""
    store = MemoryStore()
    say(turns, store, 1, 7, text="imap")
    say(turns, store, 2, 7, command="forget")
    say(turns, store, 3, 7, text="yes")
    assert sent(store, 7)[-1]["do"] == "send"
    assert not any(store.export(7).values())
    say(turns, store, 1, 7, text="imap")
    assert store.chat(7) is None
