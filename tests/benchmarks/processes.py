"""The command line, as whole processes: how long one takes, and how much memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from swapproto import List, Party, tables

from .entries import SCHEMA, made_up

BARE = (sys.executable, "-c", "pass")
SWAPPROTO = (sys.executable, "-c", "from swapproto.cli import main; raise SystemExit(main())")  # as the script has it
# as installed: modules are compiled once
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_PEAK = """
import sys
from swapproto.cli import main
code = main()
peak = next((line for line in open("/proc/self/status") if line.startswith("VmHWM")), "VmHWM: 0")
print("peak", int(peak.split()[1]) * 1024, file=sys.stderr)
raise SystemExit(code)
"""


class Failed(Exception):
    """A process of the benchmark did not do what it should."""


def best(commands: Mapping[str, Sequence[str]], repetitions: int) -> dict[str, float]:
    """The least time of each from start to end, in seconds, in turns."""
    found = dict.fromkeys(commands, float("inf"))
    for _ in range(repetitions):
        for name, command in commands.items():
            start = time.perf_counter()
            run(command)
            found[name] = min(found[name], time.perf_counter() - start)
    return found


def peak(*arguments: str) -> int:
    """The most memory that the program has while it carries out one command, in bytes. On Linux."""
    done = run((sys.executable, "-c", _PEAK, *arguments))
    return int(done.rsplit("peak", 1)[1])


def run(command: Sequence[str]) -> str:
    """What a command says on its way. Raises :class:`Failed` if it does."""
    done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Failed(f"{command[-4:]}: {done.stderr[-500:]}")
    return done.stderr


class Folder:
    """A folder with a key in it, its card's fingerprint, and a table of made-up people."""

    def __init__(self, path: Path, count: int) -> None:
        self.table, self._key = path / "people.csv", path / "me.swapkey"
        self._path = path
        run((*SWAPPROTO, "keygen", "me", "--out", str(path), "--no-passphrase"))
        self._fingerprint = Party.read((path / "me.swap").read_bytes()).fingerprint
        content = List.of("people", SCHEMA, made_up(count, 1))
        self.size = sum(map(len, content.public))
        with self.table.open("wb") as stream:
            tables.write(content, stream, "csv")

    def make(self, verb: str) -> tuple[str, ...]:
        """The command that commits to the table, or signs it, into VERB.swap."""
        options = ("-k", str(self._key), "--role", "report", "--yes", "--force")
        return (verb, str(self.table), *options, "-o", str(self._path / f"{verb}.swap"))

    def verify(self, verb: str) -> tuple[str, ...]:
        """The command that verifies what ``make`` made."""
        return ("verify", str(self._path / f"{verb}.swap"), "--from", self._fingerprint)

    def open_(self, verb: str) -> tuple[str, ...]:
        """The command that makes a table of it again."""
        out = str(self._path / "again.csv")
        return ("open", str(self._path / f"{verb}.swap"), "-k", str(self._key), "-o", out, "--force")
