"""What clauses say together about protocol and SSL."""

import pytest

from bot.engine.clauses import Mark, negate
from bot.engine.said import Said


def hear(*texts: str) -> Said:
    """What was said in these clauses; one that ends with "?" wonders."""
    said = Said()
    for text in texts:
        kinds = text.removesuffix("?").split()
        clause = negate([Mark(kind, at) for at, kind in enumerate(kinds)], directions=not said.ssl)
        said.hear(clause, wonders=text.endswith("?"), length=len(kinds))
    return said


@pytest.mark.parametrize(
    ("texts", "protocol", "incoming", "outgoing"),
    [
        (["imap ssl"], "imap", True, True),
        (["imap", "pop"], None, None, None),
        (["negation imap pop"], "pop", None, None),
        (["incoming ssl", "outgoing without"], None, True, False),
        (["imap ssl", "outgoing without"], "imap", True, False),
        (["pop affirmation incoming without ssl"], "pop", False, None),
        (["imap ssl?"], None, None, None),
        (["imap", "ssl", "asks?"], "imap", None, None),
        (["imap affirmation ssl", "asks?"], "imap", True, True),
        (["ssl", "concludes imap without ssl"], "imap", False, False),
        (["imap ssl", "concludes imap without ssl"], "imap", None, None),
        (["ssl", "negation"], None, None, None),
        (["imap starttls"], "imap", None, None),
    ],
)
def test_what_clauses_say_together(
    texts: list[str], protocol: str | None, incoming: bool | None, outgoing: bool | None
) -> None:
    """One protocol counts, SSL per direction; what is said in two ways, or asked, is not said."""
    answers = hear(*texts).answers()
    assert (answers.protocol, answers.incoming_ssl, answers.outgoing_ssl) == (
        protocol,
        incoming,
        outgoing,
    )


def test_what_is_in_doubt_is_told() -> None:
    """The slots that were spoken of in two ways are named, so that they are asked."""
    assert hear("imap ssl", "pop without ssl").doubted() == {
        "protocol",
        "incoming_ssl",
        "outgoing_ssl",
    }


def test_a_question_names_and_says_nothing() -> None:
    """Who only wonders about settings has named them, without a tick."""
    said = hear("imap ssl?")
    assert not said.silent
    assert not said.ticked
