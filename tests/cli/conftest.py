"""Every test of the command line has a desk and a trust folder of its own: the user's own is never touched."""

from pathlib import Path

import pytest

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SWAPPROTO_TRUST", str(tmp_path / "trust"))
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return Desk(folder, capsys)


@pytest.fixture
def north(desk: Desk) -> Desk:
    """A desk with the keys and pinned cards of North, South and Heron."""
    for name in ("North", "South", "Heron"):
        desk.party(name)
    return desk
