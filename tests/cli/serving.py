"""Servers on 127.0.0.1 that send fixed bytes: whole, or so slowly that they never come to an end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sending(body: bytes, *, status: str = "200 OK", pause: float = 0) -> Iterator[str]:
    """Serve ``body`` to one client, and yield the address. With a ``pause`` in seconds after each byte, headers too."""
    ended = threading.Event()
    answer = f"HTTP/1.0 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def run() -> None:
        server.settimeout(30)
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            client.settimeout(5)
            client.recv(65_536)
            pieces = [answer] if not pause else [answer[at : at + 1] for at in range(len(answer))]
            for piece in pieces:
                if ended.wait(pause):
                    return
                try:
                    client.sendall(piece)
                except OSError:
                    return  # the other side has hung up

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            ended.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
