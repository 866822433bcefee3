"""What every store does: the files that Telegram has."""

from bot.store import Store


def test_a_file_is_known_by_recipe_and_version(store: Store) -> None:
    """The id of a file is found by its recipe, as long as what it makes is the same."""
    with store.transaction() as transaction:
        transaction.keep_file("picture imap-ssl nl", "v1", "AgAC-1")
    with store.transaction() as transaction:
        assert transaction.file("picture imap-ssl nl", "v1") == "AgAC-1"
        assert transaction.file("picture imap-ssl nl", "v2") is None
        assert transaction.file("picture imap-ssl en", "v1") is None


def test_a_newer_version_takes_the_place_of_the_older(store: Store) -> None:
    """A recipe has one id: that of what was uploaded last."""
    with store.transaction() as transaction:
        transaction.keep_file("picture imap-ssl nl", "v1", "AgAC-1")
        transaction.keep_file("picture imap-ssl nl", "v2", "AgAC-2")
        assert transaction.file("picture imap-ssl nl", "v1") is None
        assert transaction.file("picture imap-ssl nl", "v2") == "AgAC-2"


def test_a_file_is_forgotten(store: Store) -> None:
    """What Telegram no longer takes is forgotten alone, and forgetting twice does no harm."""
    with store.transaction() as transaction:
        transaction.keep_file("a", "v1", "AgAC-1")
        transaction.keep_file("b", "v1", "AgAC-2")
        transaction.forget_file("a")
        transaction.forget_file("a")
    with store.transaction() as transaction:
        assert transaction.file("a", "v1") is None
        assert transaction.file("b", "v1") == "AgAC-2"
