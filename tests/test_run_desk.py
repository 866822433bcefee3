"""The real process with a desk: a request, a claim and an answer over the network; the doctor."""

import asyncio
import signal
import sys
from pathlib import Path

from tests.process import PATIENCE, postbode
from tests.telegram import Group, Telegram


def office(telegram: Telegram) -> Group:
    """A group with an agent, in which the bot may do what it needs."""
    group = telegram.group("Helpdesk", telegram.customer("Anna"), forum=True)
    group.role = "administrator"
    return group


async def until(group: Group, text: str) -> None:
    """Wait until something stands in the group."""
    async with asyncio.timeout(PATIENCE):
        while not any(text in message.text for message in group.seen):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_request_goes_to_the_desk_and_an_answer_comes_back(tmp_path: Path) -> None:
    """Killed and started again in between, the process loses and doubles nothing."""
    async with postbode(tmp_path) as bot:
        group = office(bot.telegram)
        anna, customer = group.people[0], bot.telegram.customer("Piet", "nl")
        bot.environment |= {
            "POSTBODE_DESK_CHAT": str(group.id),
            "POSTBODE_AGENTS": f"{anna.id}:Anna",
        }
        await bot.start()
        customer.send("/start")
        await bot.until(customer, 1)
        customer.press("Met iemand spreken")
        await bot.until(customer, 3)
        customer.press("Hier een vraag achterlaten")
        await bot.until(customer, 5)
        customer.send("Mijn post komt niet aan")
        await bot.until(customer, 7)
        customer.press("Hier in deze chat")
        await bot.until(customer, 9)
        customer.press("Versturen")
        await until(group, "They write:")
        await bot.end()
        group.press(anna, "Claim")
        await bot.start()
        await until(group, "claimed · with Anna")
        group.send(anna, "Goedemorgen", max(group.topics))
        await until(group, "Passed on to the customer.")
        doctor = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "doctor"),
            env=bot.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await doctor.communicate()
        code, printed = await bot.end(signal.SIGTERM)
    assert "POSTBODE_AGENTS" not in printed
    assert (doctor.returncode, code, output.decode().count("ok ")) == (0, 0, 4)
    assert sum("Goedemorgen" in message.text for message in customer.seen) == 1
    assert len([message for message in group.seen if any(message.buttons())]) == 1
    assert bot.telegram.complaints == []
