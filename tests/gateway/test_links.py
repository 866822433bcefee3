"""Whether links lead somewhere, asked on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.gateway.links import dead


class Page(BaseHTTPRequestHandler):
    """A page that is there, and others that are not."""

    def do_GET(self) -> None:
        """Answer with the status that the path names."""
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def pages() -> Iterator[str]:
    """The address of a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_links_that_lead_nowhere_are_named(pages: str) -> None:
    """A page that answers is well; one that is gone is named, with the reason."""
    links = {"A": f"{pages}/200", "B": f"{pages}/404", "C": "http://127.0.0.1:1/"}
    told = list(dead(links))
    assert [line.partition(":")[0] for line in told] == ["B", "C"]
    assert "HTTP 404" in told[0]
    assert "check the address" in told[1]


def test_no_links_no_complaint() -> None:
    """With nothing configured there is nothing to ask."""
    assert list(dead({})) == []
