"""The story of the demonstration: 1000 for 1000 through a mediator until it is settled, and three that go wrong.

Where ``openssl`` is there, two clocks stamp what is signed; else the lists have no time but their signers' word.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from ..lists import List
from ..stamps import read_certificates
from ..tables import write
from . import clocks, programs
from .people import SCHEMA, people
from .programs import NAMES

_COUNT, _WIDTH = 1000, 118
_ROUND = (
    32285086,
    "a64d99fd7fa3e48912be7209c7b69c72c88fc5224be2516949b6f29f3a4b7e3fa069dd58b2bbb4bf2c34ae61ef631a44",
)
"""A published round of the beacon: its number and its signature."""
_TYPO = 6
"""The row, from 0, of the entry of North's that South contests."""


class Stage(Protocol):
    """Where the story is played: shows text, and runs the commands that a user would type."""

    def title(self, text: str) -> None:
        """Show the title of a step."""
        ...

    def show(self, text: str) -> None:
        """Show a line."""
        ...

    def run(self, command: str, expect: int) -> str:
        """Run a command, and return what it prints. Raise :class:`AssertionError` if it ends with another exit code."""
        ...


def play(stage: Stage) -> None:
    """Play the story in the current folder, which is empty. Raise :class:`AssertionError` if a step goes wrong."""
    if not clocks.available():
        _Story(stage, {}).play()
        return
    with clocks.running() as addresses:
        _Story(stage, addresses).play()


class _Story:
    def __init__(self, stage: Stage, addresses: Mapping[str, str]) -> None:
        self._stage, self._clocks = stage, addresses
        self._north, self._south = list(people(_COUNT, 1)), list(people(_COUNT, 2))
        self._commands = 0

    def play(self) -> None:
        for folder in ("output", "exchange", "unanswered", "forked", "forked/terms", "other-key"):
            Path(folder).mkdir()
        self._stage.show("Two sides exchange lists of 1000 made-up people: 1000 for 1000, through a mediator.")
        self._stage.show("The screen shows the main commands and a few lines of each; output/ has all of them, with all that they print.")
        self._make_lists_and_keys()
        self._pin_clocks()
        self._agree()
        self._commit()
        self._acknowledge()
        self._release()
        self._disclose_to_a_family()
        self._contest()
        self._correct()
        self._settle()
        self._never_answered()
        self._forked()
        self._something_else()
        self._sum_up()

    # --- the exchange that is settled

    def _make_lists_and_keys(self) -> None:
        self._title("Lists, keys and pins")
        for name, entries in (("north", self._north), ("south", self._south)):
            _save(f"{name}.csv", entries)
        self._stage.show(f"  north.csv, row 1: {', '.join(self._north[0].values())}")
        Path("people.json").write_text(json.dumps(SCHEMA.to_wire(), indent=2), "utf-8")
        self._stage.show("$ export SWAPPROTO_TRUST=pins    # pins of the demonstration, not your own")
        for name in NAMES:
            self._run(f"keygen {name} --no-passphrase", quiet=name != "North")
        for name in NAMES:
            self._run(f"trust {name}.swap --fingerprint '{_digits(name)}'")

    def _pin_clocks(self) -> None:
        Path("round.json").write_text(json.dumps({"round": _ROUND[0], "signature": _ROUND[1]}), "utf-8")
        if not self._clocks:
            self._stage.show("  openssl is not installed: there are no clocks, and no list has a time but its signer's word.")
            return
        for name in self._clocks:
            (certificate,) = read_certificates(Path(f"{name}.pem").read_bytes())
            digest = certificate.digest.hex()
            self._run(f"trust {name}.pem --as {name} --fingerprint {digest}", quiet=name != "Sundial")
        self._proves("nothing yet. All do the same, and compare digits: by telephone, and with what the clocks publish.")

    def _agree(self) -> None:
        self._title("Terms: 1000 for 1000, a mediator reveals both lists")
        self._write_terms("terms.toml", "1000 for 1000", release=2, count=_COUNT)
        self._run("propose terms.toml -k North.swapkey --yes -o exchange/terms.swap", shows=["  list         South"])
        for name in ("South", "Mediator"):
            self._run(
                f"accept exchange -k {name}.swapkey --yes -o exchange/accept-{name}.swap", quiet=name == "Mediator"
            )
        self._run("status exchange --require agreed", shows=["Exchange "])
        self._proves("all three agreed to exactly these terms. Not: that anybody keeps them.")

    def _commit(self) -> None:
        self._title("Both commit: each list is fixed, and sealed to the mediator alone")
        for name in ("north", "south"):
            self._run(
                f"commit {name}.csv -k {name.capitalize()}.swapkey --exchange exchange --profile people.json "
                f"--beacon round.json{self._stamped()} --yes -o exchange/{name}-1.swap",
                shows=["  commitment"] if self._clocks and name == "north" else [],
                quiet=name == "south",
            )
        self._run("open exchange -k South.swapkey --by North -o early.csv", expect=3, shows=["swapproto: "])
        self._proves("South does the same. Each list is fixed, and can be opened to no other. South cannot read North's.")

    def _acknowledge(self) -> None:
        self._title("Receipts: who has what")
        for name in NAMES:
            self._run(
                f"receipt exchange -k {name}.swapkey --yes -o exchange/receipt-{name}-1.swap",
                quiet=name != "South",
            )
        self._stamp("exchange/stamps-1.swap")
        self._run("status exchange", shows=["Exchange ", "  whose move"])
        self._proves("each side says that it has the other's sealed list; the mediator says that both open.")

    def _release(self) -> None:
        self._title("The mediator releases both lists at once")
        self._run(
            "reveal exchange -k Mediator.swapkey --exchange --yes -o exchange/reveal-1.swap",
            shows=["the key of the offer by North"],
        )
        self._run("open exchange -k South.swapkey --by North -o north-as-south-reads-it.csv", shows=["All "])
        if Path("north-as-south-reads-it.csv").read_bytes() != Path("north.csv").read_bytes():
            raise AssertionError("South reads another list than North's")
        for name in ("North", "South"):
            self._run(f"receipt exchange -k {name}.swapkey --yes -o exchange/receipt-{name}-2.swap", quiet=True)
        self._proves("South reads what North committed to, cell by cell, and North has South's key; neither had to go first.")

    def _disclose_to_a_family(self) -> None:
        self._title("One entry for one family, without the other 999")
        self._run("disclose exchange -k North.swapkey --by North --where id=P-000042 --expect 1 --yes -o family.swap")
        self._run(
            f"verify family.swap --require disclosed --entries",
            shows=["VERIFIED", "  proven   one of its entries"],
        )
        self._proves("this entry is on North's list. Not: that what it says is true.")

    def _contest(self) -> None:
        self._title("South contests one entry of 1000, in a workbook")
        self._run("review exchange -k South.swapkey --by North --export review.xlsx", quiet=True)
        programs.fill_in("filled-in.xlsx", _TYPO, "this date is that of another person")
        self._run(
            "review exchange -k South.swapkey --by North --yes --import filled-in.xlsx "
            "-o exchange/review-South-1.swap",
            shows=["  verdict "],
        )
        self._run("review exchange -k North.swapkey --agree --yes -o exchange/review-North.swap", quiet=True)
        self._run("status exchange", shows=["Exchange ", "  whose move"])
        self._proves("South contests it, and North reads which entry and why. Not: who of them is right.")

    def _correct(self) -> None:
        self._title("North corrects the entry: version 2, which takes the same way")
        self._north[_TYPO]["birth_date"] = "1970-01-01"
        _save("north-2.csv", self._north)
        self._run(
            "commit north-2.csv -k North.swapkey --exchange exchange --previous exchange/north-1.swap "
            "--profile people.json --yes -o exchange/north-2.swap"
        )
        for name in ("South", "Mediator"):
            self._run(f"receipt exchange -k {name}.swapkey --yes -o exchange/receipt-{name}-3.swap", quiet=True)
        self._stamp("exchange/stamps-2.swap")
        self._run("reveal exchange -k Mediator.swapkey --exchange --yes -o exchange/reveal-2.swap", quiet=True)
        self._run("diff exchange exchange --by North --version 1 --version 2 -k South.swapkey", shows=["compared by"])
        self._proves("one entry changed and nothing else. Version 1 stays fixed, and stays proven.")

    def _settle(self) -> None:
        self._title("Settled")
        self._run("receipt exchange -k South.swapkey --yes -o exchange/receipt-South-4.swap", quiet=True)
        self._run(
            "review exchange -k South.swapkey --by North --version 2 --agree --yes -o exchange/review-South-2.swap",
            quiet=True,
        )
        self._run("status exchange", shows=["Exchange ", "  committed to"])
        timed = " --require existed-by:*:offer --quorum 2" if self._clocks else ""
        self._run(
            f"verify exchange --require agreed --require reviewed:*:offer{timed}",
            shows=["VERIFIED"],
        )
        self._proves("every stranger with these files and the three digits above sees all of this, and reads no name.")

    # --- three that go wrong

    def _never_answered(self) -> None:
        self._title("What goes wrong, 1: North commits, and no answer is among the files")
        self._write_terms("unanswered.toml", "Never answered", release=1, count=_COUNT)
        self._run("propose unanswered.toml -k North.swapkey --yes -o unanswered/terms.swap", quiet=True)
        self._run(
            "commit north.csv -k North.swapkey --exchange unanswered --profile people.json --yes "
            "-o unanswered/north.swap"
        )
        later = (datetime.now(UTC) + timedelta(days=60)).strftime("%Y-%m-%d")
        self._run(f"status unanswered --at {later}", shows=["Exchange ", "  whose move"])
        self._run("verify unanswered --require agreed", expect=3, shows=["NOT COMPLETE"])
        self._proves("North fixed its list. Not: that South got it, or did not answer: that may be in a file elsewhere.")

    def _forked(self) -> None:
        self._title("What goes wrong, 2: North makes two different lists for one slot")
        self._agree_on("forked.toml", "Forked", "forked/terms", release=2)
        _save("short.csv", self._north[:1])
        self._run(
            "commit short.csv -k North.swapkey --exchange forked/terms --profile people.json --yes "
            "-o forked/one.swap"
        )
        _save("other.csv", self._north[1:2])
        self._run(
            "commit other.csv -k North.swapkey --exchange forked/terms --profile people.json --yes "
            "-o forked/two.swap",
            expect=2,
            shows=["swapproto: you signed another"],
        )
        self._stage.show("  The command refuses. A dishonest North uses the library, without a journal:")
        Path("forked/two.swap").write_bytes(programs.another_list("forked/terms", self._north[1:2]))
        self._run("verify forked/terms forked/two.swap", shows=["VERIFIED"])
        self._run("verify forked", expect=4, shows=["CONTRADICTION:", "  North signed two different"])
        self._proves("alone, each looks right. Together they prove it against North, for ever, and no list is open.")

    def _something_else(self) -> None:
        self._title("What goes wrong, 3: South hands over something else")
        self._agree_on("other-key.toml", "Something else", "other-key", release=1)
        for name in ("North", "South"):
            self._run(
                f"commit short.csv -k {name}.swapkey --exchange other-key --profile people.json --yes "
                f"-o other-key/{name}.swap",
                quiet=True,
            )
        self._run("reveal other-key -k North.swapkey --exchange --yes -o other-key/key-of-North.swap")
        self._stage.show(
            "  The same command makes an honest South hand over its key. A dishonest one uses the library:"
        )
        Path("other-key/key-of-South.swap").write_bytes(programs.key_of_another_list("other-key", self._south[1:2]))
        self._run("open other-key -k North.swapkey --by South -o nothing.csv", expect=1, shows=["swapproto: "])
        self._run("verify other-key", shows=["VERIFIED"])
        self._run(
            "receipt other-key -k North.swapkey --complain --yes -o other-key/complaint.swap",
            shows=["If the list opens"],
        )
        self._run("verify other-key", expect=4, shows=["CONTRADICTION:", "  South wrapped"])
        self._proves("with the key that North gave away, everyone repeats the reading: South is at fault, not North.")

    def _sum_up(self) -> None:
        self._title("What was proven")
        for line in _SUMMARY:
            self._stage.show(line)

    # --- how

    def _stamped(self) -> str:
        """Return the options of ``commit`` by which both clocks stamp, if there are any."""
        return "".join(f" --stamp {address}" for address in self._clocks.values())

    def _stamp(self, output: str) -> None:
        """Have the lists and receipts stamped by both clocks, if there are any."""
        if self._clocks:
            asked = " ".join(f"--tsa {address}" for address in self._clocks.values())
            self._run(f"stamp exchange --only commitment --only receipt {asked} -o {output}", quiet=True)

    def _title(self, text: str) -> None:
        self._stage.title(text)

    def _proves(self, text: str) -> None:
        self._stage.show(f"  => {text}")

    def _run(self, command: str, expect: int = 0, shows: Iterable[str] = (), *, quiet: bool = False) -> None:
        """Run a command, keep what it prints, and show the lines of it that begin with one of ``shows``."""
        self._commands += 1
        if not quiet:
            self._stage.show(f"$ swapproto {command}" + (f"    # exit code {expect}" if expect else ""))
        printed = self._stage.run(command, expect)
        verb = command.partition(" ")[0]
        Path(f"output/{self._commands:02}-{verb}.txt").write_text(
            f"$ swapproto {command}\n{printed}exit code {expect}\n", "utf-8"
        )
        lines, beginnings = printed.splitlines(), tuple(shows)
        for beginning in beginnings:
            if not any(line.startswith(beginning) for line in lines):
                raise AssertionError(f"{command}: no line begins with {beginning!r}: {printed}")
        for line in lines:
            if line.startswith(beginnings):
                self._stage.show(_short(f"    {line.strip()}"))

    def _agree_on(self, file: str, title: str, folder: str, *, release: int) -> None:
        self._write_terms(file, title, release=release, count=1)
        self._run(f"propose {file} -k North.swapkey --yes -o {folder}/terms.swap", quiet=True)
        for name in ("South", "Mediator"):
            self._run(f"accept {folder} -k {name}.swapkey --yes -o {folder}/accept-{name}.swap", quiet=True)

    def _write_terms(self, path: str, title: str, *, release: int, count: int) -> None:
        """Write a file of terms, with deadlines in the weeks that come."""
        today = datetime.now(UTC).replace(microsecond=0)
        lines = [f'title = "{title}"', f"release = {release}", 'profile = "people.json"']
        lines += [f"delivery = {'true' if release == 2 else 'false'}"]
        for name in ("North", "South"):
            lines += ["", "[[slot]]", f'party = "{name}"', 'role = "offer"', f"count = {count}"]
        for name in self._clocks:
            lines += ["", "[[clock]]", f'operator = "{name}"', f'certificates = ["{name}.pem"]', 'accuracy = "1s"']
        lines += ["", "[[mediator]]", 'party = "Mediator"', "", "[deadlines]"]
        for days, step in ((14, "accept"), (28, "commit"), (42, "reveal"), (56, "review")):
            lines.append(f"{step} = {(today + timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%SZ')}")
        Path(path).write_text("\n".join(lines) + "\n", "utf-8")


_SUMMARY = """\
  1000 for 1000   exit code 0   agreed, fixed, acknowledged, handed over in turn, reviewed, corrected, settled
  never answered  exit code 3   with --require agreed: North's list is fixed; no answer is among these files
  forked          exit code 4   slot-fork by North: two lists for one slot
  something else  exit code 4   bad-wrap by South: the key that it wrapped for North does not open its list
  Not proven by any of this: that an entry is true, or a list complete; when what no clock stamped was signed.""".splitlines()


def _save(path: str, entries: list[dict[str, str]]) -> None:
    with open(path, "xb") as stream:
        write(List.of(path, SCHEMA, entries), stream, "csv")


def _digits(name: str) -> str:
    return programs.card(name).fingerprint


def _short(line: str) -> str:
    """Return a line for the screen: without evidence and stated times, and cut after a part of a sentence."""
    line = re.sub(", since .* as signers state it", "", line.partition(": evidence ")[0])
    if len(line) <= _WIDTH:
        return line
    end = max(line.rfind(mark, 0, _WIDTH - 4) for mark in (". ", "; ")) + 1
    end = end if end > 1 else line.rfind(" ", 0, _WIDTH - 4)
    return f"{line[:end]} ..."
