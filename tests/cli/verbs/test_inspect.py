"""inspect: what anyone can see in files, without trust."""

import json

import pytest

from swapproto import Transcript
from tests.cli.desk import Desk


def test_inspect_needs_no_trust_and_shows_nothing_that_is_sealed(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    north.commit("list", "--to", "South")
    monkeypatch.setenv("SWAPPROTO_TRUST", str(north.folder / "junk" / "none"))
    result = north.run("inspect", "list.swap")
    for kind in ("card ", "commitment ", "envelope "):
        assert f"{kind} (list.swap, byte" in result.out
    assert "fits the card of 'North' in these files" in result.out
    assert not any(cell in result.all for cell in ("Olha", "Lelko", "health"))
    found = json.loads(north.run("inspect", "list.swap", "--json").out)
    assert [item["kind"] for item in found["artefacts"]] == ["card", "commitment", "envelope"]
    assert found["artefacts"][1]["count"] == 3
    assert len(found["artefacts"][2]["readers"]) == 2
    assert sum(item["bytes"] for item in found["artefacts"]) == len(north.read("list.swap"))


def test_inspect_reports_what_does_not_verify(north: Desk) -> None:
    north.commit()
    whole = north.read("list.swap")
    north.write("cut.swap", whole[:-1])
    result = north.run("inspect", "cut.swap", expect=1)
    assert "UNREADABLE" in result.out
    altered = bytearray(whole)
    altered[1900] ^= 1
    north.write("altered.swap", bytes(altered))
    assert "does not verify" in north.run("inspect", "altered.swap", expect=1).out
    north.write("garbage.swap", b"\xff")
    north.run("inspect", "garbage.swap", expect=2)
    north.fails(2, "file", "inspect", "nowhere.swap")
    commitment = Transcript.read(whole).artefacts()
    north.write("alone.swap", next(a for a in commitment if len(a) < 600))
    assert "not checked: no card" in north.run("inspect", "alone.swap").out
