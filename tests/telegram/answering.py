"""The methods that answer presses and inline queries."""

from typing import Any, Final

from tests.telegram.core import LIVES, Telegram
from tests.telegram.messages import Deed
from tests.telegram.refused import TOO_OLD, refuse

Json = dict[str, Any]
LONGEST_POP_UP: Final = 200
MOST_RESULTS: Final = 50
LONGEST_ID: Final = 64


def answer_callback_query(telegram: Telegram, params: Json) -> bool:
    """Tell Telegram that a press has arrived."""
    number, text = str(params["callback_query_id"]), params.get("text") or ""
    if len(text) > LONGEST_POP_UP:
        refuse("MESSAGE_TOO_LONG")
    customer, asked = telegram.queries.pop(number, (None, 0.0))
    if customer is None or telegram.clock() - asked > LIVES["callback_query"]:
        refuse(TOO_OLD)
    what = "pops up" if text else "answers"
    telegram.place_of(number).note(Deed(what, 0, text))
    return True


def answer_inline_query(telegram: Telegram, params: Json) -> bool:
    """Offer results to what somebody types after the bot's name."""
    results = params["results"]
    if len(results) > MOST_RESULTS:
        refuse("RESULTS_TOO_MUCH")
    names = [str(result["id"]) for result in results]
    if len(set(names)) < len(names):
        refuse("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(name.encode()) <= LONGEST_ID for name in names):
        refuse("RESULT_ID_INVALID")
    number = str(params["inline_query_id"])
    customer, asked = telegram.inline_queries.pop(number, (None, 0.0))
    if customer is None or telegram.clock() - asked > LIVES["inline_query"]:
        refuse(TOO_OLD)
    customer.offered = results
    return True
