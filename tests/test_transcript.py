"""Reading transcripts."""

from pathlib import Path

import pytest

from bot.errors import ContentBroken
from bot.transcript import Act, Script, read


def written(folder: Path, text: str, name: str = "case.chat") -> tuple[Script, ...]:
    """The conversations of a file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def only(folder: Path, line: str) -> Act:
    """The act that a line stands for."""
    (script,) = written(folder, line)
    (act,) = script.acts
    return act


@pytest.mark.parametrize(
    ("line", "who", "verb", "value"),
    [
        ("Customer: imap", "Customer", "says", "imap"),
        ("Customer: /start pop", "Customer", "says", "/start pop"),
        ("Customer:", "Customer", "says", ""),
        ("Customer Anna: [POP]", "Customer Anna", "presses", "POP"),
        ("Customer: [◀ Back]", "Customer", "presses", "◀ Back"),
        ("Customer edits: pop", "Customer", "edits", "pop"),
        ("Customer forges: 1.a:b:", "Customer", "forges", "1.a:b:"),
        ("Customer Piet blocks the bot", "Customer Piet", "blocks the bot", ""),
        ("Customer sends a picture: a.png", "Customer", "sends a picture", "a.png"),
        ("Customer (nl) sends a document: a.pdf", "Customer", "sends a document", "a.pdf"),
        ("Agent Bob: hello", "Agent Bob", "says", "hello"),
        ("Later: 31 minutes", "", "later", "1860"),
        ("Later: 1 day", "", "later", "86400"),
        ("Postbode restarts", "", "restarts", ""),
        ("Telegram: 403 on sendMessage", "", "telegram", "403 on sendMessage"),
    ],
)
def test_a_line_is_an_act(tmp_path: Path, line: str, who: str, verb: str, value: str) -> None:
    """Each kind of line says who does what."""
    act = only(tmp_path, line)
    assert (act.who, act.verb, act.value) == (who, verb, value)


def test_a_press_may_name_its_message(tmp_path: Path) -> None:
    """A button of an older message is pressed by the number of the message."""
    act = only(tmp_path, "Customer: [POP] of message 2 twice")
    assert (act.value, act.number, act.twice) == ("POP", 2, True)


def test_a_person_may_have_a_language(tmp_path: Path) -> None:
    """The language behind a name is that of the person's Telegram."""
    assert only(tmp_path, "Customer Anna (nl): /start").language == "nl"


def test_a_text_may_have_more_lines(tmp_path: Path) -> None:
    """Indented lines belong to the text above them."""
    assert only(tmp_path, "Customer: one\n    two\n").value == "one\ntwo"


def test_what_the_bot_does_belongs_to_the_act_before(tmp_path: Path) -> None:
    """Lines of the bot are expected after the act; their indentation does not count."""
    (script,) = written(
        tmp_path, "Customer: hi\nBot: Hello\n\n  there\n       [A] [B]\n\nBot pops up: !\n"
    )
    assert script.acts[0].expected == (
        "Bot: Hello",
        "",
        "    there",
        "    [A] [B]",
        "Bot pops up: !",
    )


@pytest.mark.parametrize("nothing", ["Bot says nothing", "Bot says nothing more"])
def test_nothing_may_be_said(tmp_path: Path, nothing: str) -> None:
    """That the bot says nothing may be written, and means no more than leaving it out."""
    (script,) = written(tmp_path, f"Customer: hi\n{nothing}\n")
    assert script.acts[0].expected == ()


def test_comments_and_blank_lines_do_not_count(tmp_path: Path) -> None:
    """A comment may stand anywhere between the lines."""
    (script,) = written(tmp_path, "# a\n\nCustomer: hi\n# b\n\nBot: Hello\n# c\n")
    assert script.acts[0].expected == ("Bot: Hello",)


def test_a_file_holds_many_conversations(tmp_path: Path) -> None:
    """Each conversation has its name; the first may go by that of the file."""
    scripts = written(tmp_path, "Customer: a\n\nConversation: second one\n\nCustomer: b\n")
    assert [script.name for script in scripts] == ["case", "second one"]


def test_the_operator_may_be_configured(tmp_path: Path) -> None:
    """What the operator has set belongs to one conversation."""
    text = "Conversation: a\nOperator: helpdesk = 0800 = free\nCustomer: x\n"
    first, second = written(tmp_path, f"{text}Conversation: b\nCustomer: y\n")
    assert first.operator == (("helpdesk", "0800 = free"),)
    assert second.operator == ()


def test_another_file_may_be_included(tmp_path: Path) -> None:
    """The acts of an included file are done in its place, and keep their own lines."""
    written(tmp_path, "# how it begins\nCustomer: /start\nBot: Hello\n", "start.chat")
    (script,) = written(tmp_path, "Include: start.chat\n\nCustomer: [POP]\n")
    assert [(act.path.name, act.line, act.value) for act in script.acts] == [
        ("start.chat", 2, "/start"),
        ("case.chat", 3, "POP"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Bot: Hello\n", "case.chat:1: the bot can't begin"),
        ("\nCustmer: hi\n", "case.chat:2: “Custmer: hi” is not understood"),
        ("Later: soon\n", "case.chat:1: “Later: soon” is not understood"),
        ("Include: gone.chat\n", "case.chat:1: there is no file “gone.chat”"),
        ("Operator: phone = 1\n", "case.chat:1: write NAME = VALUE"),
        ("Operator: helpdesk\n", "case.chat:1: write NAME = VALUE"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, message: str) -> None:
    """A mistake is reported with its file and line."""
    with pytest.raises(ContentBroken) as caught:
        written(tmp_path, text)
    assert message in str(caught.value)
