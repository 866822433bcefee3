"""Faults that Telegram and the network make on demand."""

from dataclasses import dataclass
from typing import Any, Literal

When = Literal["before", "after", "answer"]


@dataclass
class Fault:
    """What goes wrong with the next calls of a method.

    Attributes:
        status: the HTTP status; 0 for a fault of the network.
        description: Telegram's words.
        retry_after: seconds, with a 429.
        network: "time-out" or "reset" where no answer comes.
        taken: whether the call is carried out all the same, and only its answer is lost.
        times: how many calls it spoils.
        skip: how many calls it lets pass first.
    """

    status: int = 0
    description: str = ""
    retry_after: int = 0
    network: Literal["", "time-out", "reset"] = ""
    taken: bool = False
    times: int = 1
    skip: int = 0

    def body(self) -> dict[str, Any]:
        """The answer, as the Bot API words it."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.retry_after:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer

    @classmethod
    def too_many(cls, seconds: int, times: int = 1) -> "Fault":
        """429: the bot sends too fast."""
        words = f"Too Many Requests: retry after {seconds}"
        return cls(429, words, retry_after=seconds, times=times)

    @classmethod
    def refused(cls, status: int, description: str, times: int = 1) -> "Fault":
        """An answer with an error, such as 400, 401, 403, 404, 409 or 502."""
        return cls(status, description, times=times)

    @classmethod
    def time_out(cls, *, taken: bool, times: int = 1) -> "Fault":
        """No answer in time; `taken` says whether the call was carried out."""
        return cls(network="time-out", taken=taken, times=times)

    @classmethod
    def reset(cls, *, taken: bool, times: int = 1) -> "Fault":
        """The connection is closed without an answer."""
        return cls(network="reset", taken=taken, times=times)
