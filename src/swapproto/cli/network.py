"""The network: one request by HTTP, with limits. No other module uses it, and no command does unless it is asked to."""

import queue
import threading
from typing import NamedTuple

from ..errors import InputError
from ..text import HIDING

SECONDS = 10.0
"""How long a request may take in all: finding the server, sending, and reading the answer."""
_SCHEMES = ("http://", "https://")
_MOST_SHOWN = 100


class Sent(NamedTuple):
    """What is sent with a request: its media type, and the bytes."""

    media_type: str
    data: bytes


def is_address(text: str) -> bool:
    """Return whether a text is the address of something on the network, and no file."""
    return text.lower().startswith(_SCHEMES)


def ask(address: str, sent: Sent | None = None, *, limit: int) -> bytes:
    """Return what a server answers, at most ``limit`` bytes; no redirection is followed.

    Raise :class:`InputError` ``network``, or ``usage`` for what is no address.
    """
    if not is_address(address):
        raise InputError("usage", f"{_shown(address)}: this is no address, which begins with http:// or https://")
    answers: queue.Queue[bytes | Exception] = queue.Queue()

    def run() -> None:
        try:
            answers.put(_exchange(address, sent, limit))
        except Exception as error:  # noqa: BLE001 (it is raised in the thread that asked)
            answers.put(error)

    # The library limits the time of each step alone: a server that sends a byte now and then would never end.
    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except queue.Empty:
        raise _failed(address, f"no answer within {SECONDS:g} seconds; try again later, or ask another") from None
    if isinstance(answer, Exception):
        raise _failed(address, _why(answer)) from None
    if not answer:
        raise _failed(address, "the answer is empty; check the address, or ask another")
    if len(answer) > limit:
        raise _failed(address, f"an answer of more than {limit:,} bytes, which nobody asked for; check the address")
    return answer


def _exchange(address: str, sent: Sent | None, limit: int) -> bytes:
    from urllib.request import HTTPRedirectHandler, Request, build_opener  # a slow import, for those who ask

    class NoRedirection(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    headers = {"User-Agent": "swapproto"} | ({} if sent is None else {"Content-Type": sent.media_type})
    request = Request(address, None if sent is None else sent.data, headers)  # noqa: S310 (ask lets only http in)
    with build_opener(NoRedirection).open(request, timeout=SECONDS) as response:
        return bytes(response.read(limit + 1))


def _why(error: Exception) -> str:
    """Return in words why a server could not be asked."""
    import socket
    import ssl
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    if isinstance(error, HTTPError):
        error.close()
        if 300 <= error.code < 400:
            to = _shown(error.headers.get("Location") or "elsewhere")
            return f"it sends on to {to}, which is not followed; if that is right, give that address"
        return f"it answers with error {error.code} ({_shown(str(error.reason))}); check the address, or ask another"
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLError):
        return "its certificate does not verify, so it may be another server; check the address"
    if isinstance(reason, TimeoutError):
        return "it does not answer in time; try again later, or ask another"
    if isinstance(reason, socket.gaierror):
        return "no server of this name is found; check the address, and whether this computer has a network"
    if isinstance(reason, ConnectionError):
        return "the connection is refused or broken; check the address, or ask another"
    if isinstance(reason, HTTPException | ValueError):
        return "this is no address of a web server, or what is there is none; check it"
    return f"it cannot be reached ({_shown(str(reason))}); check the address, and whether this computer has a network"


def _shown(text: str) -> str:
    return HIDING.sub("?", text)[:_MOST_SHOWN]


def _failed(address: str, why: str) -> InputError:
    return InputError("network", f"{_shown(address)}: {why}")
