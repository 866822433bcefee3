"""Text with spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.rich import Rich, Span, bold, code, fill, join, markup, names

plain = st.text(st.characters(exclude_characters="*`[]{}"))
anything = st.text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Rich()),
        ("as it is", Rich("as it is")),
        ("a **b** c", Rich("a b c", (Span(2, 1, "bold"),))),
        ("`b`", Rich("b", (Span(0, 1, "code"),))),
        ("[b](https://x.y/?z=1)", Rich("b", (Span(0, 1, "link", "https://x.y/?z=1"),))),
        ("**a****b**", Rich("ab", (Span(0, 1, "bold"), Span(1, 1, "bold")))),
        ("é **ü** 🐟 `x`", Rich("é ü 🐟 x", (Span(2, 1, "bold"), Span(6, 1, "code")))),
        ("**open, `open, [open](", Rich("**open, `open, [open](")),
        ("2 * 3 * 4, [x] (y)", Rich("2 * 3 * 4, [x] (y)")),
        ("[a](two words)", Rich("[a](two words)")),
    ],
)
def test_markup_is_read(text: str, expected: Rich) -> None:
    """Bold, code and links become spans; what is not complete markup stays as it is."""
    assert markup(text, {}) == expected


@given(anything)
def test_a_value_is_never_markup(value: str) -> None:
    """A value that is filled in stays text, whatever characters it holds."""
    assert markup("a {name} b", {"name": value}) == Rich(f"a {value} b")


@given(anything, anything)
def test_a_value_inside_markup_stays_inside(value: str, address: str) -> None:
    """A value in bold is bold from end to end, and one in a link's address is its address."""
    values = {"name": value, "to": address}
    assert markup("**{name}**", values) == bold(value)
    assert markup("[x]({to})", values).spans == (Span(0, 1, "link", address),)


@given(anything)
def test_a_value_is_not_filled_in_again(value: str) -> None:
    """A {name} inside a value is not taken for a name."""
    assert fill("{a}", {"a": f"{value}{{b}}", "b": "wrong"}) == f"{value}{{b}}"


@given(anything)
def test_any_text_can_be_read(text: str) -> None:
    """No text makes the reader raise, and every span lies inside the text, in order."""
    rich = markup(text, dict.fromkeys(names(text), "value"))
    ends = [0]
    for span in rich.spans:
        assert ends[-1] <= span.start
        ends.append(span.start + span.length)
    assert ends[-1] <= len(rich.plain)


@given(st.lists(plain.map(Rich) | plain.map(bold) | plain.map(code)), plain)
def test_joining_moves_the_spans_along(parts: list[Rich], separator: str) -> None:
    """Joined parts keep their texts and what their spans cover."""
    whole = join(parts, separator)
    assert whole.plain == separator.join(part.plain for part in parts)
    covered = [whole.plain[span.start : span.start + span.length] for span in whole.spans]
    assert covered == [part.plain for part in parts for _ in part.spans]


def test_names_are_found() -> None:
    """The names of a text are its lower-case words in braces."""
    assert names("{a} {b_c} { d } {E} {} {{f}}") == {"a", "b_c", "f"}


def test_a_name_without_a_value_is_our_mistake() -> None:
    """A name that nothing stands for is not silently left open."""
    with pytest.raises(KeyError):
        fill("{gone}", {})
