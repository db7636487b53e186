"""Files: nothing that was there is lost, nothing half written is left, whatever interrupts."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from swapproto.cli.disk import writing

from .desk import PEOPLE, Desk, command, environment

unix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals, limits or devices here")
OLD = b"what was there before"

# Stops for a minute in the middle of writing the nth file: it is there, in part, under another name.
PAUSE = """
import os, time
left = [{n}]
def pausing(handle, sync=os.fsync):
    left[0] -= 1
    if not left[0]:
        print("now", flush=True)
        time.sleep(60)
    sync(handle)
os.fsync = pausing
"""

WRITERS = {
    "commit": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report"),
    "sign": ("sign", "list.csv", "-k", "North.swapkey", "--yes", "--role=report"),
    "reveal": ("reveal", "sealed.swap", "-k", "North.swapkey", "--yes", "--public"),
    "open": ("open", "sealed.swap", "-k", "North.swapkey"),
    "disclose": ("disclose", "sealed.swap", "--yes", "-k", "North.swapkey", "--entry", "1"),
    "merge": ("merge", "sealed.swap"),
}
SYNCS_BEFORE = {"commit": 1, "sign": 2, "reveal": 1, "open": 0, "disclose": 0, "merge": 0}  # of the journal


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """Return a desk with a committed list, sealed.swap, and another one to commit to, list.csv."""
    desk.party("North")
    desk.commit("sealed")
    desk.write("list.csv", PEOPLE)
    return desk


def out_of(verb: str) -> str:
    return "out.csv" if verb == "open" else "out.swap"


@pytest.mark.parametrize("verb", WRITERS)
def test_a_file_is_overwritten_only_with_force(sealed: Desk, verb: str) -> None:
    name = out_of(verb)
    sealed.write(name, OLD)
    before = sealed.names()
    result = sealed.fails(2, "file", *WRITERS[verb], "-o", name)
    assert "--force" in result.err
    assert sealed.read(name) == OLD
    assert sealed.names() == before
    sealed.run(*WRITERS[verb], "-o", name, "--force")
    assert sealed.read(name) != OLD


@pytest.mark.parametrize("verb", WRITERS)
@pytest.mark.parametrize("where", ["nowhere/out.csv", "folder.csv", "list.csv/out.csv"])
def test_nothing_is_signed_if_its_file_cannot_be_written(sealed: Desk, verb: str, where: str) -> None:
    (sealed.folder / "folder.csv").mkdir()
    journal = sealed.read("North.journal")
    sealed.fails(2, "file", *WRITERS[verb], "-o", where)
    sealed.fails(2, "file", *WRITERS[verb], "-o", where, "--force")
    assert sealed.read("North.journal") == journal


@pytest.mark.parametrize("verb", ["commit", "sign", "reveal", "open", "disclose"])
def test_force_does_not_overwrite_the_key_the_journal_or_the_table(sealed: Desk, verb: str) -> None:
    spared = ["North.swapkey", "North.journal", "list.csv"] if verb in ("commit", "sign") else ["North.swapkey"]
    for name in spared:
        before = sealed.read(name)
        paths = [name, f"./{name}"]
        if sys.platform != "win32":
            os.symlink(name, f"link to {name}")
            paths.append(f"link to {name}")
        for path in paths:
            sealed.fails(2, "file", *WRITERS[verb], "-o", path, "--force")
            assert sealed.read(name) == before


def test_two_outputs_cannot_be_the_same_file(sealed: Desk) -> None:
    for one, two in (("a.swap", "a.swap"), ("a.swap", "./a.swap"), ("-", "-")):
        sealed.fails(2, "usage", *WRITERS["commit"], "-o", one, "--commitment", two)
    sealed.write("public.txt", OLD)
    sealed.fails(2, "file", *WRITERS["commit"], "-o", "a.swap", "--commitment", "public.txt")
    assert "a.swap" not in sealed.names()


@unix
def test_a_device_is_not_replaced_by_a_file(sealed: Desk) -> None:
    subprocess.run(["mkfifo", "pipe.csv"], check=True)
    sealed.fails(2, "file", *WRITERS["open"], "-o", "pipe.csv", "--force")
    assert stat.S_ISFIFO(os.stat("pipe.csv").st_mode)


def pause(desk: Desk, verb: str, name: str) -> "subprocess.Popen[bytes]":
    before = PAUSE.format(n=SYNCS_BEFORE[verb] + 1)
    process = subprocess.Popen(
        command(*WRITERS[verb], "-o", name, "--force", before=before),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"now\n"
    return process


@unix
@pytest.mark.parametrize("verb", ["commit", "open"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_leaves_the_old_file_and_nothing_else(sealed: Desk, verb: str, name: str) -> None:
    out = out_of(verb)
    sealed.write(out, OLD)
    before = sealed.names()
    process = pause(sealed, verb, out)
    assert len(sealed.names() - before) == 1
    process.send_signal(getattr(signal, name))
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in error
    assert b"interrupted" in error
    assert sealed.read(out) == OLD
    assert sealed.names() == before
    sealed.run(*WRITERS[verb], "-o", out, "--force")


@unix
@pytest.mark.parametrize("verb", ["commit", "open"])
def test_a_kill_leaves_the_old_file_in_place(sealed: Desk, verb: str) -> None:
    out = out_of(verb)
    sealed.write(out, OLD)
    before = sealed.names()
    process = pause(sealed, verb, out)
    process.kill()
    process.communicate(timeout=30)
    assert sealed.read(out) == OLD
    for name in sealed.names() - before:
        mode = stat.S_IMODE(os.stat(name).st_mode)
        assert verb != "open" or mode == 0o600, name
    result = sealed.run(*WRITERS[verb], "-o", out, "--force")
    assert "was removed" in result.err
    assert sealed.names() <= before | {out}
    if verb == "commit":
        assert "with the same root" in result.err


@unix
def test_a_crash_writes_no_memory_to_a_file(sealed: Desk) -> None:
    """A core file contains the seed, the passphrase and the entries."""
    before = "import atexit, resource\natexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)[0]))"
    assert sealed.process("verify", "sealed.swap", before=before).out.endswith("\n0\n")


@unix
def test_what_another_command_is_writing_is_not_taken_for_a_leftover(sealed: Desk) -> None:
    process = pause(sealed, "open", "out.csv")
    before = sealed.names()
    result = sealed.run(*WRITERS["open"], "-o", "other.csv")
    assert "removed" not in result.err
    assert sealed.names() == before | {"other.csv"}
    process.kill()
    process.communicate(timeout=30)


@unix
def test_without_locks_a_leftover_is_named(sealed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr(writing, "lock", refuse)
    left = ".swapproto.0011223344556677.tmp"
    sealed.write(left, OLD)
    assert left in sealed.run(*WRITERS["open"], "-o", "out.csv").err
    assert sealed.read(left) == OLD


@unix
def test_leftovers_of_others_and_other_files_stay(sealed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    names = (".swapproto.x", "swapproto.1.tmp", ".other.tmp")
    for name in names:
        sealed.write(name, OLD)
    sealed.run(*WRITERS["open"], "-o", "out.csv")
    assert set(names) <= sealed.names()
    sealed.write(".swapproto.1.tmp", OLD)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    sealed.run(*WRITERS["open"], "-o", "other.csv")
    assert ".swapproto.1.tmp" in sealed.names()


@unix
def test_a_file_system_without_modes_is_named_once_and_written_to(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fstat, lstat = os.fstat, os.stat

    def open_to_all(status: os.stat_result) -> os.stat_result:
        return os.stat_result((status.st_mode | 0o077, *status[1:]))

    monkeypatch.setattr(os, "fstat", lambda descriptor: open_to_all(fstat(descriptor)))
    result = desk.run("keygen", "North", "--no-passphrase")
    assert result.err.count("has no modes") == 1
    monkeypatch.setattr(os, "stat", lambda path, **more: open_to_all(lstat(path, **more)))
    result = desk.commit("list")
    assert result.err.count("read North.swapkey") == 1


@unix
def test_a_kill_between_journal_and_file_is_remembered(sealed: Desk) -> None:
    """What may have been signed is remembered although nobody has it: another list in its place is refused."""
    process = pause(sealed, "commit", "out.swap")
    process.kill()
    process.communicate(timeout=30)
    sealed.write("list.csv", PEOPLE + "4,Nobody,\n")
    result = sealed.fails(2, "fork-refused", *WRITERS["commit"], "-o", "out.swap")
    assert "OLD.swap" in result.err


@unix
def test_an_interruption_while_reading_ends_without_a_traceback(sealed: Desk) -> None:
    process = subprocess.Popen(
        command(
            *("commit", "-", "-k", "North.swapkey", "--yes", "--role=report", "-o", "out.swap"),
            before="print('now', flush=True)",
        ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.7)  # by now it reads; if it does not yet, it ends as well
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert b"Traceback" not in error, error
    assert process.returncode == 130
    assert "out.swap" not in sealed.names()


# --- a full disk ----------------------------------------------------------------------------------------------------

LIMIT = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 16 KiB, where one can be mounted."""
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("no disk can be mounted here; the limit on the size of files is tested instead")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def large(desk: Desk) -> None:
    desk.write("list.csv", "id,name\n" + "".join(f"{i},{'x' * 100}\n" for i in range(1000)))
    desk.run(*WRITERS["commit"], "-o", "large.swap")


@unix
@pytest.mark.parametrize("verb", ["commit", "open", "merge"])
def test_a_full_disk_leaves_the_old_file(sealed: Desk, full: Path, verb: str) -> None:
    large(sealed)
    words = [word.replace("sealed", "large") for word in WRITERS[verb]]
    out = full / out_of(verb)
    out.write_bytes(OLD)
    result = sealed.fails(2, "file", *words, "-o", out, "--force")
    assert "the disk is full" in result.err
    assert out.read_bytes() == OLD
    assert list(full.iterdir()) == [out]


@unix
@pytest.mark.parametrize("verb", ["commit", "open", "merge"])
def test_a_limit_on_file_sizes_leaves_the_old_file(sealed: Desk, verb: str) -> None:
    large(sealed)
    words = [word.replace("sealed", "large") for word in WRITERS[verb]]
    sealed.write(out_of(verb), OLD)
    before = sealed.names()
    done = sealed.process(*words, "-o", out_of(verb), "--force", before=LIMIT.format(size=50_000))
    assert done.code == 2
    assert "[file]" in done.err
    assert sealed.read(out_of(verb)) == OLD
    assert sealed.names() == before


@unix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_standard_output_is_whole_or_the_command_fails(sealed: Desk, unbuffered: str) -> None:
    large(sealed)
    words = command("merge", "large.swap", "-o", "-", before=LIMIT.format(size=50_000))
    with (sealed.folder / "out.csv").open("wb") as out:
        more = environment({"PYTHONUNBUFFERED": unbuffered})
        done = subprocess.run(words, cwd=sealed.folder, env=more, stdout=out, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2, done.stderr
    assert b"could not be read or written" in done.stderr


@unix
def test_a_full_disk_does_not_damage_the_journal(sealed: Desk) -> None:
    """A line that does not fit is removed again: later, with room, the key signs."""
    size = len(sealed.read("North.journal"))
    before = sealed.read("North.journal")
    done = sealed.process(*WRITERS["commit"], "-o", "out.swap", before=LIMIT.format(size=size + 100))
    assert done.code == 2
    assert "North.journal" in done.err
    assert sealed.read("North.journal") == before
    assert "out.swap" not in sealed.names()
    sealed.run(*WRITERS["commit"], "-o", "out.swap")


@unix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root writes everywhere")
def test_an_unwritable_folder_is_found_before_signing(sealed: Desk) -> None:
    (sealed.folder / "locked").mkdir(mode=0o500)
    before = sealed.read("North.journal")
    result = sealed.fails(2, "file", *WRITERS["commit"], "-o", "locked/out.swap")
    assert "cannot be written to" in result.err
    assert sealed.read("North.journal") == before


def test_a_folder_that_cannot_be_written_to_is_found_before_signing(
    sealed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = sealed.read("North.journal")
    sealed.fails(2, "file", *WRITERS["commit"], "-o", "out.swap")
    assert sealed.read("North.journal") == before


@unix
@pytest.mark.parametrize("verb", ["verify", "inspect", "merge", "open"])
def test_a_path_that_is_not_text_is_read_and_written(sealed: Desk, verb: str) -> None:
    name = os.fsdecode(b"caf\xe9.swap")
    sealed.write(name, sealed.read("sealed.swap") + b"\xa0")
    words = {"merge": ["-o", "m.swap"], "open": ["-k", "North.swapkey", "-o", "o.csv"]}.get(verb, [])
    sealed.run(verb, name, *words, expect=1)
    if verb in ("verify", "inspect"):
        sealed.run(verb, name, "--json", expect=1)
    sealed.run(*WRITERS["commit"], "--label", "x", "-o", os.fsdecode(b"\xff.swap"))
    sealed.run(*WRITERS["commit"], "--label", "x", "-o", "second.swap")  # the journal still reads
