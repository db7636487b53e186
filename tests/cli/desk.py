"""A user's desk: a folder, the commands run in it, and what they printed."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import swapproto
from swapproto.cli import main

SOURCE = Path(swapproto.__file__).parents[1]
PROGRAM = "import sys\nfrom swapproto.cli import main\nsys.exit(main())"
LONGEST_ERROR = 300
PEOPLE = "id,name,health\n1,Olha Вишневська,sound\n2,Petro Lelko,cough\n3,Ганна Дзвінка,fever\n"
GUARDED = (
    '{"fields": [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}, '
    '{"name": "health", "type": "string", "restricted": true}], "primaryKey": ["id"]}'
)


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def manners(result: Result) -> Result:
    """Check what holds for every command: no traceback, and errors of a line or two."""
    assert "Traceback" not in result.all, result.err
    for line in result.err.splitlines():
        if line.startswith("swapproto: "):
            assert len(line) <= LONGEST_ERROR, line
            assert result.code != 0, line
    return result


class Desk:
    """Runs commands in a folder of its own, with a trust folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *words: object, expect: int = 0) -> Result:
        """Run a command in this process, and fail if it ends with another exit code."""
        self._capsys.readouterr()
        code = main([str(word) for word in words])
        captured = self._capsys.readouterr()
        result = manners(Result(code, captured.out, captured.err))
        assert code == expect, f"{code}, expected {expect}\n{result.all}"
        return result

    def fails(self, code: int, error: str, *words: object) -> Result:
        """Run a command that ends with this exit code and names this error."""
        result = self.run(*words, expect=code)
        assert f"[{error}]" in result.err, result.err
        return result

    def process(
        self,
        *words: object,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        before: str = "",
        fds: Sequence[int] = (),
    ) -> Result:
        """Run a command in a process of its own; ``before`` is Python that runs in it first."""
        done = subprocess.run(
            command(*words, before=before),
            input=stdin,
            capture_output=True,
            env=environment(env),
            timeout=60,
            check=False,
            pass_fds=tuple(fds),
        )
        return manners(
            Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        )

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def secret(self, name: str, content: str | bytes) -> Path:
        """Write a file that only its owner can read."""
        path = self.write(name, content)
        path.chmod(0o600)
        return path

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}

    def party(self, name: str, *, pin: bool = True) -> str:
        """Make NAME.swapkey without passphrase and NAME.swap, pinned or not. Return the 60 digits."""
        digits = self.run("keygen", name, "--no-passphrase").out.strip()
        if pin:
            self.run("trust", f"{name}.swap", "--fingerprint", digits)
        return digits

    def commit(
        self, name: str = "list", *words: object, by: str = "North", table: str = PEOPLE, expect: int = 0
    ) -> Result:
        """Commit to NAME.csv, into NAME.swap; in the role ``report``, unless the words say another."""
        self.write(f"{name}.csv", table)
        output = () if "-o" in words else ("-o", f"{name}.swap")
        given = any(str(word).partition("=")[0] in ("--role", "--previous") for word in words)
        more = (*output, *(() if given else ("--role", "report")))
        return self.run("commit", f"{name}.csv", "-k", f"{by}.swapkey", "--yes", *more, *words, expect=expect)


def command(*words: object, before: str = "") -> list[str]:
    return [sys.executable, "-c", f"{before}\n{PROGRAM}", *map(str, words)]


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, **(more or {})}
