"""`postbode check --online`: whether the links that customers are shown lead somewhere.

Web pages move and lie behind proxies, so they are asked for with httpx.
"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Final

import httpx

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
    async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=True) as client:
        return list(await asyncio.gather(*(_reason(client, url) for url in links.values())))


async def _reason(client: httpx.AsyncClient, url: str) -> str:
    """Why a page is not there; empty when it is."""
    try:
        async with asyncio.timeout(PATIENCE), client.stream("GET", url) as answer:
            return f"HTTP {answer.status_code}" if answer.status_code >= BROKEN else ""
    except (TimeoutError, httpx.TimeoutException):
        return f"no answer within {PATIENCE:.0f} seconds"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return str(error) or type(error).__name__
