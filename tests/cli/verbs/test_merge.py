"""merge: the union of files, each artefact once."""

import stat
import sys

import pytest

from swapproto import Transcript
from tests.cli.desk import Desk


def test_merge_keeps_every_artefact_once(mailed: Desk) -> None:
    names = ["list.swap", "key.swap", "strange.swap"]
    mailed.run("merge", *names, *names, "-o", "all.swap")
    whole = Transcript.read(mailed.read("all.swap"))
    assert sorted(whole.artefacts()) == sorted({a for n in names for a in Transcript.read(mailed.read(n)).artefacts()})
    mailed.run("merge", "all.swap", "--armor", "-o", "all.txt")
    assert mailed.read("all.txt").isascii()
    mailed.run("merge", "all.txt", "-o", "again.swap")
    assert mailed.read("again.swap") == mailed.read("all.swap")
    assert mailed.process("merge", "all.swap", "--only", "card", "-o", "-").code == 0


def test_merge_keeps_only_the_kinds_that_were_asked_for(mailed: Desk) -> None:
    words = ["merge", "list.swap", "key.swap", "strange.swap"]
    mailed.run(*words, "--only", "envelope", "--only", "card", "-o", "some.swap")
    found = Transcript.read(mailed.read("some.swap"))
    assert (len(found.envelopes), [s.kind for s in found.statements.values()]) == (2, ["card"])
    mailed.fails(2, "usage", *words, "--only", "disclosure", "-o", "none.swap")
    mailed.fails(2, "usage", *words, "--only", "letter", "-o", "none.swap")
    mailed.fails(2, "file", "merge", "nowhere.swap", "-o", "none.swap")
    mailed.write("garbage.swap", b"\xff")
    mailed.fails(2, "usage", "merge", "garbage.swap", "-o", "none.swap")
    assert "none.swap" not in mailed.names()


def test_merge_omits_junk_and_reports_it(mailed: Desk) -> None:
    result = mailed.run("merge", "list.swap", "junk.swap", "-o", "all.swap", expect=1)
    assert "omitted: junk.swap, byte 0" in result.err
    mailed.run("verify", "all.swap")


def test_merge_refuses_to_write_a_file_that_is_too_large_to_read(mailed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from swapproto.cli.verbs import merge

    monkeypatch.setattr(merge, "FILE_LIMIT", 100)
    mailed.fails(2, "usage", "merge", "list.swap", "-o", "all.swap")
    assert "all.swap" not in mailed.names()


def test_merge_says_which_keys_for_everyone_it_takes_in(north: Desk) -> None:
    """The key of Friday's list would go out on Monday, in a folder that was merged."""
    north.commit()
    words = ("-k", "North.swapkey", "--yes", "-o")
    north.run("reveal", "list.swap", *words, "for all.swap", "--public")
    north.run("reveal", "list.swap", *words, "for South.swap", "--to", "South")
    said = north.run("merge", "list.swap", "for South.swap", "-o", "some.swap").err
    assert "key for everyone" not in said
    north.write("ours/list.swap", north.read("list.swap"))
    north.write("ours/key.swap", north.read("for all.swap"))
    said = north.run("merge", "ours", "-o", "all.swap").err
    assert "all.swap: 4 artefacts\n" in said
    assert "with the key for everyone of list " in said
    assert "version 1, report (we hold), by North: whoever has this file can read that list" in said
    said = north.run("merge", "ours", "--only", "reveal", "-o", "keys.swap").err
    assert "keys.swap: 1 artefact\n" in said
    assert "whoever has this file and the sealed list can read that list" in said
    said = north.run("merge", "for all.swap", "-o", "key.swap").err
    assert "of the list of commitment " in said
    if sys.platform != "win32":
        modes = {name: stat.S_IMODE((north.folder / name).stat().st_mode) for name in ("all.swap", "some.swap")}
        assert modes["all.swap"] == 0o600
        assert modes["some.swap"] & 0o044


def test_merge_names_a_reveal_that_it_cannot_read(north: Desk) -> None:
    north.party("Stranger", pin=False)
    north.commit("list", by="Stranger")
    north.run("reveal", "list.swap", "-k", "Stranger.swapkey", "--public", "--yes", "-o", "key.swap")
    north.run("merge", "key.swap", "--only", "reveal", "-o", "alone.swap")
    assert "perhaps with a key for everyone" in north.run("merge", "alone.swap", "-o", "again.swap").err
