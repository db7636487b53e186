"""An authority by HTTP on 127.0.0.1, which answers soundly or in one of the ways in which servers do not."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from swapproto.stamps.requests import Request

from .authorities import Authority
from .forging import Recipe, response

LIFE = 120
"""The seconds after which a server ends whatever else happens."""


def _past(authority: Authority, query: bytes) -> bytes:
    """A token that was made long ago, without the nonce of the request."""
    return response(Recipe(authority.signer, time=b"20210101000000Z", imprint=Request.read(query).imprint).token())


MODES: Mapping[str, Callable[[Authority, bytes], bytes]] = {
    "sound": Authority.reply,
    "slow": Authority.reply,
    "redirect": Authority.reply,
    "wrong": lambda authority, query: authority.reply(query)[:-100] + bytes(100),
    "page": lambda *_: b"<!DOCTYPE html><title>Please pay</title>",
    "another's": lambda authority, _: authority.reply(Request.of(b"something else").raw),
    "past": _past,
    "nothing": lambda *_: b"",
    "large": lambda *_: bytes(2**20),
    "rejected": lambda *_: response(b"", 2, "No more stamps today"),
}


@contextmanager
def serving(authority: Authority, mode: str = "sound", *, most: int = 10, slowness: float = 2.0) -> Iterator[str]:
    """Serve an authority in one of the ``MODES``, and yield its address.

    It answers at most ``most`` requests, and ends with the block. ``slowness``: the seconds that the slow one waits.
    """
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(min(int(self.headers["Content-Length"]), 65_536))
            if mode == "slow":
                ended.wait(slowness)
            body = MODES[mode](authority, query)
            self.send_response(302 if mode == "redirect" else 200)
            self.send_header("Content-Type", "text/html" if mode == "page" else "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            if mode == "redirect":
                self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(HTTPServer):
        answered = 0

        def process_request(self, request: Any, client_address: Any) -> None:
            self.answered += 1
            super().process_request(request, client_address)

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # the other side may have hung up

    server = Server(("127.0.0.1", 0), Handler)
    server.timeout = 0.1

    def run() -> None:
        until = time.monotonic() + LIFE
        while not ended.is_set() and server.answered < most and time.monotonic() < until:
            server.handle_request()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        ended.set()
        thread.join()
        server.server_close()
