"""Fixtures for every test: a desk on which commands run, and another program that reads and writes workbooks."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.stamps.authorities import authorities

__all__ = ["authorities", "desk", "north", "office"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a desk with a trust folder of its own: the user's own is never touched."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SWAPPROTO_TRUST", str(tmp_path / "trust"))
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return Desk(folder, capsys)


@pytest.fixture
def north(desk: Desk) -> Desk:
    """Return a desk with the keys and pinned cards of North, South and Heron."""
    for name in ("North", "South", "Heron"):
        desk.party(name)
    return desk


@pytest.fixture
def office(tmp_path: Path) -> Callable[[str, bytes, str], bytes]:
    """Return a function that converts a file into another format with LibreOffice."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")

    def convert(name: str, data: bytes, to: str, *options: str) -> bytes:
        (tmp_path / name).write_bytes(data)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = [soffice, profile, "--headless", "--convert-to", to, *options, "--outdir", "out", name]
        subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=120, check=True)
        return (tmp_path / "out" / name).with_suffix("." + to.partition(":")[0]).read_bytes()

    return convert
