"""``demo``: the main job end to end, by the same commands that a user types, with two made-up lists of 1000 people."""

import argparse
import json
import os
from pathlib import Path

from ..demo.people import SCHEMA, people
from ..errors import InputError
from ..lists import List
from ..tables import write
from . import files
from .terminal import bold, out

_COUNT = 1000


def demo(options: argparse.Namespace) -> int:
    """Two sides, a journalist, a family: each step says what it proves. Ends with 0 if every step did as it should."""
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("file", f"{folder}: {error.strerror}") from None
    if any(folder.iterdir()):
        raise InputError("file", f"{folder}: not empty; the demonstration wants a folder of its own")
    here = Path.cwd()
    os.chdir(folder)
    try:
        _run()
    finally:
        os.chdir(here)
    out(bold(f"\nEverything above lies in {folder}{os.sep}: look at it with swapproto inspect, verify, open."))
    return 0


def _run() -> None:
    _title("Two sides, each with a list of 1000 made-up people")
    north, south = list(people(_COUNT, 1)), list(people(_COUNT, 2))
    for name, entries in (("north", north), ("south", south)):
        _save(f"{name}.csv", entries)
        out(f"  {name}.csv: {_COUNT} rows, for example {', '.join(entries[0].values())}")
    files.write("profile.json", json.dumps(SCHEMA.to_wire(), indent=2).encode(), force=False)

    _title("Each side makes a key, and publishes its card and 60 digits")
    _do("keygen North --no-passphrase")
    _do("keygen South --no-passphrase")
    _do("keygen Mediator --no-passphrase")
    _proves("nothing yet: a card says what its maker likes. The 60 digits cover its name and both its keys.")

    _title("Everyone pins the cards, comparing the digits over another channel")
    for name in ("North", "South", "Mediator"):
        _do(f"trust {name}.swap --fingerprint '{_digits(name)}' --trust pins")
    _proves("from here on, what another key signs is a stranger's, whatever name its card bears.")

    _title("North commits to its list, sealed: to the mediator, and to nobody else yet")
    _do(
        "commit north.csv -k North.swapkey --profile profile.json --role offer --to Mediator.swap --trust pins --yes "
        "-o north-1.swap --commitment north-1-public.swap"
    )
    out("  The public file is what a newspaper prints; it shows no name, and is checked with North's card:")
    out(Path("north-1-public.swap").read_text())
    _proves("that North signed this is for every reader to check, as a journalist does next.")

    _title("A journalist verifies it, with nothing but the file and the 60 digits")
    _do(f"verify north-1.swap --from '{_digits('North')}'")
    _proves(
        "North has fixed one list, of 1000 entries as it says, and can open this file to no other. No name is seen. "
        "Not shown yet: that the file opens at all. Its readers can tell; everyone can once the key is public."
    )

    _title("South tries to read it, and cannot")
    _do("open north-1.swap -k South.swapkey --trust pins -o stolen.csv", expect=3)
    _proves("what is not sealed to a key does not open with it.")

    _title("North corrects a typo as version 2: the chain is part of the commitment")
    north[6]["birth_date"] = "1970-01-01"
    _save("north-corrected.csv", north)
    _do(
        "commit north-corrected.csv -k North.swapkey --profile profile.json --label north --role offer --trust pins "
        "--yes -o oops.swap",
        expect=2,
    )
    _proves("the journal beside the key refuses a second, different version 1: it would be a fork, proven for ever.")
    _do(
        "commit north-corrected.csv -k North.swapkey --profile profile.json --label north --previous north-1.swap "
        "--to Mediator.swap --trust pins --yes -o north-2.swap"
    )
    _proves("version 2 names version 1 and follows it. Both stay fixed, and who has both can compare them.")

    _title("South commits to its own list, in answer")
    _do(
        "commit south.csv -k South.swapkey --profile profile.json --role request --answers north-2.swap --trust pins "
        "--yes -o south-1.swap"
    )
    _proves("South knew of North's version 2 when it committed: its own list answers that one.")

    _title("The mediator opens North's list; the others still cannot")
    _do("open north-2.swap -k Mediator.swapkey --trust pins -o mediator.csv")
    _proves("to the mediator: the file opens, to exactly the list that North committed to, 1000 different ids in it.")

    _title("Both reveal: North to South, South to everyone")
    _do("reveal north-2.swap -k North.swapkey --to South.swap --trust pins --yes -o north-2-reveal.swap")
    _do("reveal south-1.swap -k South.swapkey --public --trust pins --yes -o south-1-reveal.swap")
    _do("open north-2.swap north-2-reveal.swap -k South.swapkey --trust pins -o north-as-south-reads-it.csv")
    same = Path("north-as-south-reads-it.csv").read_bytes() == Path("north-corrected.csv").read_bytes()
    _check(same, "South reads what North committed to, cell by cell")

    _title("What changed between North's two versions")
    _do("diff north-1.swap north-2.swap -k Mediator.swapkey --trust pins")
    _proves("one birth date was corrected and nothing else: both versions are the committed ones.")

    _title("One entry for one family, without the other 999")
    _do("disclose north-2.swap -k North.swapkey --where id=P-000042 --expect 1 --trust pins -o family.swap")
    _do(f"verify family.swap --from '{_digits('North')}' --require disclosed --entries")
    _proves("this entry was in version 2 of North's list. Not: that the list is true, complete, or the only one.")

    _title("All of it in one file, and the whole verdict")
    _do(
        "merge north-1.swap north-2.swap north-2-reveal.swap south-1.swap south-1-reveal.swap family.swap "
        "-o everything.swap"
    )
    _do("verify everything.swap --trust pins --require committed --require opened")
    _proves(
        "what both sides signed holds together, and South's list is as committed; all of it from one file, offline. "
        "--require asks for one list that is opened: North's is still closed to everyone but its readers."
    )

    _title("One byte of North's envelope is altered on the way")
    altered = bytearray(Path("north-2.swap").read_bytes())
    altered[-2000] ^= 1
    files.write("altered.swap", bytes(altered), force=False)
    _do("verify altered.swap --trust pins", expect=1)
    _proves("an altered envelope is noticed. Whoever altered it, it is not held against North.")


def _save(path: str, entries: list[dict[str, str]]) -> None:
    content = List.of(path, SCHEMA, entries)
    files.write(path, lambda stream: write(content, stream, "csv"), force=False)


def _title(text: str) -> None:
    out(bold(f"\n== {text} =="))


def _proves(text: str) -> None:
    out(f"  => {text}")


def _check(holds: bool, text: str) -> None:
    if not holds:
        raise AssertionError(text)
    _proves(text + ".")


def _digits(name: str) -> str:
    from .pins import read_card

    return read_card(f"{name}.swap").fingerprint


def _do(command: str, expect: int = 0) -> None:
    """Show a command and run it here, as it would run by itself."""
    import shlex
    import sys

    from . import INTERRUPTED, UNHEARD, main

    out(f"\n$ swapproto {command}")
    sys.stdout.flush()
    kept, sys.stderr = sys.stderr, sys.stdout  # so that words and results stand in their order
    try:
        code = main(shlex.split(command))
    finally:
        sys.stderr = kept
    if code in (INTERRUPTED, UNHEARD):
        raise KeyboardInterrupt if code == INTERRUPTED else BrokenPipeError
    if code != expect:
        raise AssertionError(f"it ended with {code}, expected {expect}")
