"""merge: the union of files, each artefact once."""

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
