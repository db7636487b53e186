"""``python -m tests.benchmarks``: how fast and how small, as ratios of one run. Nothing is asserted by time."""

import csv
import importlib.util
import io
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from swapproto import tables
from swapproto.counting import count_of
from swapproto.tables.checks import Rules, examine
from swapproto.tables.people import match
from tests.tables.people import households

from . import clock, exchanges, floor, large_tables, ours, processes, stamps
from .entries import made_up

SIZES = (1_000, 100_000, 1_000_000)
DEALS = ((1, 100), (10, 100), (10, 1_000))
"""How many exchanges, and how many statements each has."""
STAMPED = (100, 1_000)
"""How many stamps are verified alone, and how many statements with three each."""
MOST_PREPARED = 100_000
MICRO, MILLI, MEGA = 1e-6, 1e-3, 1e6


def main(
    sizes: Sequence[int] = SIZES,
    peer_size: int = 10_000,
    file_size: int = 1_000,
    table_size: int = 12_230,
    deals: Sequence[tuple[int, int]] = DEALS,
    stamped: tuple[int, int] = STAMPED,
) -> None:
    """Measure it all, each at its size or sizes: lists, SD-JWT, a file, a table, exchanges, time stamps."""
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; best of several, in turns")
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder), file_size)
    with tempfile.TemporaryDirectory() as folder:
        memory(Path(folder), sizes[-1])
    against_peer(peer_size)
    against_floor(sizes)
    against_signatures(deals)
    against_stamps(*stamped)
    one_of(sizes[-1])
    tables_and_persons(table_size)
    for size in (table_size, sizes[-1]):
        with tempfile.TemporaryDirectory() as folder:
            against_csv_reader(Path(folder), size)


def say(what: str, measured: float, unit: str, target: float | None = None, *, least: bool = False) -> None:
    """One line: what was measured, and whether it is what was wanted."""
    verdict = ""
    if target is not None:
        reached = measured >= target if least else measured <= target
        verdict = f"{'at least' if least else 'at most'} {target:g}: {'reached' if reached else 'NOT REACHED'}"
    print(f"  {what:<52} {measured:>8.2f} {unit:<5} {verdict}".rstrip(), flush=True)


def against_floor(sizes: Sequence[int]) -> None:
    """Commit and open, by the same work in a bare loop."""
    costs: list[dict[str, float]] = []
    for size in sizes:
        entries = list(made_up(size, 1))
        file = ours.issue(entries)
        root, ciphertext = floor.commit(entries)
        contenders: dict[str, Callable[[], object]] = {
            "commit": partial(ours.commit, entries),
            "floor of commit": partial(floor.commit, entries),
            "open": partial(ours.open_, file, ours.open_(file).cek),
            "open, its key unwrapped": partial(ours.open_, file),
            "floor of open": partial(floor.open_, ciphertext, root),
        }
        took = clock.best(contenders, max(3, min(50, 200_000 // size)))
        costs.append({name: seconds / size for name, seconds in took.items()})
        print(f"\n{size:,} entries, processor time per entry")
        for name in ("commit", "open"):
            bare = f"floor of {name}"
            say(name, costs[-1][name] / MICRO, "us")
            say(bare, costs[-1][bare] / MICRO, "us")
            say(f"{name}, times the floor", costs[-1][name] / costs[-1][bare], "x", 1.5)
        wrapped = costs[-1]["open, its key unwrapped"] / costs[-1]["floor of open"]
        say("open, its key unwrapped first, times the floor", wrapped, "x")
    print(f"\nCost per entry at {sizes[-1]:,} by that at {sizes[0]:,}: flat")
    for name in costs[0]:
        say(name, costs[-1][name] / costs[0][name], "x", 1.5 if "floor" not in name else None)


def against_signatures(deals: Sequence[tuple[int, int]]) -> None:
    """Assess exchanges, by nothing but the signatures that it has to check."""
    costs: list[float] = []
    for many, each in deals:
        count, contenders = exchanges.contenders(exchanges.file_of(many, each))
        took = clock.best(contenders, 5)
        costs.append(took["assess"] / count)
        command = took["assess, as a command"]
        print(f"\n{count:,} statements of {count_of(many, 'exchange')}, processor time")
        say("signature check, each", took["signatures"] / count / MICRO, "us")
        say("assess, times the signature checks", took["assess"] / took["signatures"], "x", 1.3)
        say("  collecting garbage as seldom as a command", command / took["signatures"], "x", 1.3)
        say("  with reading the file", (took["read"] + command) / took["signatures"], "x")
    say("per statement at the most, by that at the fewest", costs[-1] / costs[0], "x", 1.5)


def against_stamps(alone: int, statements: int) -> None:
    """Verify time stamps, by nothing but the signatures that have to be checked."""
    for kind in stamps.KEYS:
        took = clock.best(stamps.contenders(kind, alone), 5)
        print(f"\n{count_of(alone, 'time stamp')} by an authority with {kind}, processor time per stamp")
        for name in ("verify", "verify, each alone"):
            say(name, took[name] / alone / MILLI, "ms", 1)
        say("verify, times the signature checks", took["verify"] / took["signatures"], "x")
    took = clock.best(stamps.assessed(statements), 3)
    print(f"\n{count_of(statements, 'statement')} with three time stamps each, processor time")
    say(
        "assess, times its statements and tokens alone",
        took["assess"] / (took["statements"] + took["tokens"]),
        "x",
        1.3,
    )


def against_peer(size: int) -> None:
    """Issue and verify, by SD-JWT with every entry a disclosure."""
    print(f"\n{size:,} entries, processor time per entry, and SD-JWT with every entry a disclosure")
    if importlib.util.find_spec("sd_jwt") is None:
        print("  not measured: the package sd-jwt is not installed (make bench installs it)")
        return
    from . import peer

    entries = list(made_up(size, 1))
    presentation, file, shower = peer.issue(entries), ours.issue(entries), ours.Shower(entries)
    root, ciphertext = floor.commit(entries)
    everything = range(size)
    disclosure = shower.show(everything)
    issue: dict[str, Callable[[], object]] = {
        "issue, SD-JWT": partial(peer.issue, entries),
        "issue: commit, seal and sign": partial(ours.issue, entries),
        "floor of commit": partial(floor.commit, entries),
        "a disclosure of every entry, made": partial(shower.show, everything),
    }
    verify: dict[str, Callable[[], object]] = {
        "verify, SD-JWT": partial(peer.verify, presentation),
        "verify: a disclosure of every entry": partial(shower.verify, disclosure),
        "verify: the whole list, opened": partial(ours.open_, file),
        "floor of open": partial(floor.open_, ciphertext, root),
    }
    took = clock.best({**issue, **verify}, 7)
    for name, seconds in took.items():
        say(name, seconds / size / MICRO, "us")
    issued, first = took["issue, SD-JWT"], "issue: commit, seal and sign"
    verified, shown = took["verify, SD-JWT"], "verify: a disclosure of every entry"
    say("SD-JWT issues, times ours", issued / took[first], "x", 3, least=True)
    say("  times the floor", issued / took["floor of commit"], "x")
    say("SD-JWT verifies, times our disclosure of all", verified / took[shown], "x", 3, least=True)
    say("  times our opening of the whole list", verified / took["verify: the whole list, opened"], "x")
    say("  times the floor", verified / took["floor of open"], "x")
    say("SD-JWT's size, times the disclosure's", len(presentation) / len(disclosure), "x")


def one_of(size: int) -> None:
    """Prove one entry, and check it."""
    shower = ours.Shower(made_up(size, 1))
    some = range(0, size, max(1, size // 100))
    disclosures = [shower.show([index]) for index in some]
    took = clock.best(
        {
            "prove": lambda: [shower.show([index]) for index in some],
            "check": lambda: [shower.verify(disclosure) for disclosure in disclosures],
        },
        5,
    )
    print(f"\nOne entry of {size:,}, the list being loaded; its disclosure takes {len(disclosures[0]):,} bytes")
    for name, seconds in took.items():
        say(name, seconds / len(some) / MILLI, "ms", 1)


def tables_and_persons(size: int) -> None:
    """Find what is wrong with a table, by the reading of it; and who is on two lists."""
    people, two = households.one_list(1, size, size // 10).mine, households.two_lists(1)
    names = list(people[0])
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, *(["" if row[name] is None else row[name] for name in names] for row in people)])
    data = text.getvalue().encode()

    def read() -> tables.Survey:
        return tables.survey(io.BytesIO(data), "csv", label="")

    def check() -> None:
        survey = read()
        examine(survey.list, survey.list.schema, Rules(), survey.findings, date(2026, 1, 1))

    took = clock.best({"read": read, "check": check, "match": partial(match, two.mine, two.theirs)}, 3)
    print(f"\nA table of {size:,} made-up persons, a tenth of them twice; two lists of {len(two.mine):,}")
    say("read it", took["read"], "s")
    say("read it, and check it", took["check"], "s", 5)
    say("  times reading it", took["check"] / took["read"], "x")
    say("match two lists", took["match"], "s", 10)


def against_csv_reader(folder: Path, size: int) -> None:
    """Check, commit and prepare a table, by what Python's own reader takes for the file alone."""
    contenders = large_tables.contenders(folder, size)
    if size > MOST_PREPARED:
        contenders = {name: run for name, run in contenders.items() if not name.startswith("prepare")}
    took = clock.best(contenders, 3)
    print(f"\nA table of {size:,} made-up persons in five columns, processor time")
    targets = {"check": 9, "commit": 15, "check, person": 14, "check, line breaks": 14}
    for name, seconds in took.items():
        bare = took["csv.reader, line breaks" if "line breaks" in name else "csv.reader"]
        say(name, seconds, "s", {"check, person": 2, "prepare, person": 5}.get(name) if size <= MOST_PREPARED else None)
        if name in targets:
            say(f"{name}, times csv.reader", seconds / bare, "x", targets[name] if size > MOST_PREPARED else None)


def start(folder: Path, size: int) -> None:
    """A whole process that verifies a file, by one of Python that does nothing."""
    files = processes.Folder(folder, size)
    for verb in ("commit", "sign"):
        processes.run((*processes.SWAPPROTO, *files.make(verb)))
    took = processes.best(
        {
            "python -c pass": processes.BARE,
            "verify, sealed": (*processes.SWAPPROTO, *files.verify("commit")),
            "verify, signed and open": (*processes.SWAPPROTO, *files.verify("sign")),
        },
        15,
    )
    print(f"\nA whole process on a file of {size:,} entries")
    bare = took.pop("python -c pass")
    say("python -c pass", bare / MILLI, "ms")
    for name, seconds in took.items():
        say(name, seconds / MILLI, "ms")
        say(f"{name}, times python -c pass", seconds / bare, "x", 8)


def memory(folder: Path, size: int) -> None:
    """From CSV to .swap and back: the most memory of each process."""
    files = processes.Folder(folder, size)
    limit = 8 * files.size / MEGA + 80
    print(f"\nPeak memory; the list takes {files.size / MEGA:.1f} MB, {files.size / size:.0f} bytes an entry")
    if sys.platform != "linux":
        print("  not measured: on Linux alone")
        return
    say(f"CSV of {size:,} rows to .swap (commit)", processes.peak(*files.make("commit")) / MEGA, "MB", round(limit))
    say("  and back (open)", processes.peak(*files.open_("commit")) / MEGA, "MB", round(limit))


if __name__ == "__main__":
    main()
