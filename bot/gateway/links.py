"""`postbode check --online`: whether the links that customers are shown lead somewhere."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Final

import aiohttp

PATIENCE: Final = 10.0
"""Seconds to wait for a page."""
BROKEN: Final = 400
"""From this status on a page is not there for a customer."""


def dead(links: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with links, a line each; every page is asked for once.

    Args:
        links: what each is called, and its address.
    """
    for name, reason in zip(links, asyncio.run(_ask(links)), strict=True):
        if reason:
            yield f"{name}: {links[name]} does not live ({reason}): check the address"


async def _ask(links: Mapping[str, str]) -> list[str]:
    timeout = aiohttp.ClientTimeout(PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        return list(await asyncio.gather(*(_reason(session, url) for url in links.values())))


async def _reason(session: aiohttp.ClientSession, url: str) -> str:
    """Why a page is not there; empty when it is."""
    try:
        async with session.get(url) as answer:
            return f"HTTP {answer.status}" if answer.status >= BROKEN else ""
    except TimeoutError:
        return f"no answer within {PATIENCE:.0f} seconds"
    except aiohttp.ClientError as error:
        return str(error) or type(error).__name__
