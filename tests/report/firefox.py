"""Firefox, driven by its own remote protocol (Marionette): Debian has no driver for it, and this needs none."""

import json
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Self

START_SECONDS = 60


class Firefox:
    """A Firefox without a window, with a profile in a folder of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n', "utf-8")
        command = [program, "--headless", "--marionette", "--profile", str(folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._rest = b""
        self._number = 0
        self._socket = self._connect(port)
        self._receive()  # what it is
        self.do("WebDriver:NewSession")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait()

    def do(self, command: str, **parameters: Any) -> Any:
        """Carry out a WebDriver command and return its value."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(f"{len(message)}:".encode() + message)
        _, _, error, result = self._receive()
        assert error is None, error
        return result.get("value") if isinstance(result, dict) else result

    def find(self, selector: str) -> str:
        """Return the id of the element that a selector finds."""
        found = self.do("WebDriver:FindElement", using="css selector", value=selector)
        return str(next(iter(found.values())))

    def text(self, selector: str) -> str:
        """Return the text that is shown in the element that a selector finds."""
        return str(self.do("WebDriver:GetElementText", id=self.find(selector)))

    def verify(self, page: Path, file: Path, digits: str) -> str:
        """Open the verifier's page, give it a file and digits, and return its verdict."""
        self.do("WebDriver:Navigate", url=page.as_uri())
        self.do("WebDriver:ElementSendKeys", id=self.find("#files"), text=str(file))
        self.do("WebDriver:ElementSendKeys", id=self.find("#digits"), text=digits)
        self.do("WebDriver:ElementClick", id=self.find("#go"))
        until = time.monotonic() + START_SECONDS
        while self.text("#status") != "Done.":
            if time.monotonic() >= until:
                raise TimeoutError(self.text("#status"))
            time.sleep(0.1)
        return self.text("#verdict")

    def _connect(self, port: int) -> socket.socket:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS)
            except OSError:
                if time.monotonic() >= until:
                    raise TimeoutError("Firefox did not start") from None
                time.sleep(0.2)

    def _receive(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._more()
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._rest += self._more()
        message, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(message)

    def _more(self) -> bytes:
        data = self._socket.recv(65536)
        assert data, "Firefox ended"
        return data
