"""A PostgreSQL server for tests, from Debian's package, in a folder of its own and without a network.

Whoever tests where there is none is told so, and the test is skipped.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from swapproto.ledger import InDatabase

_NOBODY = "nobody"  # the server refuses to run as root


@contextmanager
def postgresql(folder: Path) -> Iterator[InDatabase]:
    """Yield the storage of a ledger of this folder, over a connection of its own."""
    if find_spec("psycopg") is None:
        pytest.skip("PostgreSQL is not tried: psycopg is not installed")
    import psycopg

    with closing(psycopg.connect(host=_server(), dbname="postgres", user="tests")) as connection:
        storage = InDatabase(connection, str(folder), parameter="%s")
        storage.create()
        yield storage


@cache
def _server() -> str:
    """Start a server, once for each process, and return the folder of its socket."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if sys.platform == "win32" or not versions:
        pytest.skip("PostgreSQL is not tried: /usr/lib/postgresql has no server (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's name has at most 107 bytes
    user = _NOBODY if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, programs = str(folder / "data"), versions[-1].parent

    def run(name: str, *words: str) -> None:
        subprocess.run([programs / name, "-D", data, *words], user=user, cwd=folder, check=True, capture_output=True)

    run("initdb", "--auth=trust", "--username=tests", "--no-sync")
    (folder / "log").touch()
    if user is not None:
        shutil.chown(folder / "log", user)
    run("pg_ctl", "--wait", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses='' -F", "start")

    @atexit.register
    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    return str(folder)
