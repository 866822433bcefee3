"""What goes wrong."""

import pytest

from bot.engine.clauses import Mark, negate
from bot.engine.symptoms import TROUBLE, Complaint, complains


def complaint(*texts: str) -> tuple[str, ...]:
    """What the clauses complain of."""
    heard = Complaint()
    for text in texts:
        marks = [Mark(kind, at) for at, kind in enumerate(text.split())]
        heard.hear(negate(marks, directions=True))
    return heard.meant()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["cannot send"], "trouble_send"),
        (["failing receive"], "trouble_receive"),
        (["no_mail"], "trouble_receive"),
        (["receive cannot send"], "trouble_send"),
        (["failing send password"], "trouble_password"),
        (["works negation", "send"], "trouble_send"),
        (["failing"], TROUBLE),
    ],
)
def test_a_complaint_is_about_what_stands_nearest(texts: list[str], expected: str) -> None:
    """What is denied fails, else what a failure stands beside, else the only thing named."""
    assert complaint(*texts)[0] == expected


def test_no_failure_is_no_complaint() -> None:
    """Sending and receiving that work are nothing to complain of."""
    assert complaint("send receive works") == ()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [("failing ssl", True), ("works negation", True), ("negation ssl", False)],
)
def test_a_clause_that_complains(kinds: str, expected: bool) -> None:
    """A failure, or a symptom that is denied, is a complaint; SSL that is denied is none."""
    marks = [Mark(kind, at) for at, kind in enumerate(kinds.split())]
    assert complains(negate(marks, directions=True)) is expected
