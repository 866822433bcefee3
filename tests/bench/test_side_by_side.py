"""The measured conversation, held by the real bot."""

from bench.contenders import CONTENDERS, running
from bench.stage import order, stage


def test_postbode_holds_the_measured_conversation() -> None:
    """The process of `postbode run` answers the customers of the measurement without a fault."""
    postbode = next(contender for contender in CONTENDERS if contender.letter == "c")
    with stage() as (path, api):
        folder = path.parent / "c"
        folder.mkdir()
        with running(postbode, path, api, folder) as bot:
            wanted = {"do": "load", "customers": 3, "seconds": 0.2, **bot.numbers()}
            came = order(api, wanted)
    assert came["wrong"] == {}
    assert came["ended"] >= 6
