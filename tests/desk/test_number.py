"""Numbers of tickets."""

from bot.desk.number import ALPHABET, KEY, LENGTH, draw, read


def test_no_two_characters_look_alike() -> None:
    """Of each group of look-alikes at most one is used, and each character once."""
    assert len(set(ALPHABET)) == len(ALPHABET)
    for alike in ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1


def test_a_number_is_drawn_from_the_alphabet() -> None:
    """Numbers have their length, and differ."""
    numbers = {draw(LENGTH) for _ in range(200)}
    assert len(numbers) == 200
    assert all(len(number) == LENGTH and set(number) <= set(ALPHABET) for number in numbers)
    assert len(draw(KEY)) == KEY


def test_a_number_is_read_as_people_write_it() -> None:
    """Case, spaces and hyphens do not count; anything else is no number."""
    assert read(" acd-efh ") == read("ACD EFH") == "ACDEFH"
    assert read("ACDEF") == read("ACDEF0") == read("") == ""
