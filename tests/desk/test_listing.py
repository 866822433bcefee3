"""Tickets for people at a terminal, and for other programs."""

import csv
import json
from dataclasses import replace
from io import StringIO

from bot.desk.life import load_life
from bot.desk.listing import as_csv, as_json, as_table, as_text
from bot.desk.visible import cell, visible
from bot.engine.ticket import Entry, Ticket

TICKET = Ticket(
    number="ACDEFH",
    key="secret-key",
    kind="paid",
    state="new",
    chat=987654,
    language="nl",
    code="imap-ssl",
    contact="+31 20 123 4567",
    note='first\n=HYPERLINK("http://x")\x1b[2J\u202e',
    opened=0.0,
    changed=60.0,
)
OTHER = replace(TICKET, number="HKMNPR", owner="Anna", state="claimed", note="")


def test_a_table_has_a_line_for_each() -> None:
    """The table shows what is needed to choose one, and nothing that a customer typed."""
    head, first, second = as_table([TICKET, OTHER]).splitlines()
    assert head.split() == ["NUMBER", "KIND", "STATE", "OWNER", "OPENED", "LANGUAGE", "CODE"]
    opened = "1970-01-01T00:00:00+00:00"
    assert first.split() == ["ACDEFH", "paid", "new", "-", opened, "nl", "imap-ssl"]
    assert second.split()[3] == "Anna"
    assert as_table([]) == "No requests."


def test_json_holds_everything_that_the_work_needs() -> None:
    """JSON holds what was typed as it is, and neither keys nor chats."""
    (first,) = json.loads(as_json([TICKET]))
    assert (first["note"], first["contact"]) == (TICKET.note, TICKET.contact)
    assert first["changed"] == "1970-01-01T00:01:00+00:00"
    assert not {"key", "chat", "card", "topic", "version"} & first.keys()


def test_csv_is_no_formula() -> None:
    """No cell of the CSV is one that a spreadsheet calculates, and each ticket has one row."""
    rows = list(csv.DictReader(StringIO(as_csv([TICKET, OTHER]))))
    assert [row["number"] for row in rows] == ["ACDEFH", "HKMNPR"]
    assert rows[0]["contact"] == "'+31 20 123 4567"
    assert not [value for row in rows for value in row.values() if value[:1] in tuple("=+-@")]


def test_one_ticket_is_shown_with_its_log_and_what_can_be_done() -> None:
    """The text names who did what when, and the commands that are possible now."""
    opened = Entry(0.0, "customer", "chat", "open", "", "new")
    log = [opened, Entry(5.0, "A", "desk", "note", "new", "new", "old")]
    text = as_text(TICKET, log, load_life())
    assert "customer (chat)  open -> new" in text
    assert "A (desk)  note -> new: old" in text
    assert "postbode ticket ACDEFH --claim --note --as NAME" in text
    assert "--done" in as_text(OTHER, log, load_life())
    assert "--takeover" in as_text(OTHER, log, load_life())


def test_one_that_is_to_be_forgotten_says_so() -> None:
    """Before its end, what that will do; after it, that there is nothing left to be done."""
    life = load_life()
    before = as_text(replace(TICKET, forget_when_closed=True), [], life)
    assert "\nforget:   when it ends: then it is deleted, and can't be reopened\n" in before
    assert "forget:" not in as_text(TICKET, [], life)
    after = as_text(replace(TICKET, chat=None), [], life)
    assert "To do:" not in after
    assert after.endswith("nothing more can be done with it.")


def test_nothing_that_was_typed_acts_on_a_terminal() -> None:
    """Escapes and characters that turn or hide are written out."""
    text = as_text(TICKET, [], load_life())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "⟨U+001B⟩[2J⟨U+202E⟩" in text
    assert visible("a\u200bb") == "a⟨U+200B⟩b"
    assert cell("@SUM(A1)\nx") == "'@SUM(A1) ⏎ x"
