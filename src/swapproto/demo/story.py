"""The story of the demonstration: two sides, a mediator, a journalist and a family, and what each step proves."""

import json
from pathlib import Path
from typing import Protocol

from ..lists import List
from ..statements import Party
from ..tables import write
from .people import SCHEMA, people

_COUNT = 1000


class Stage(Protocol):
    """Where the story is played: shows text, and runs the commands that a user would type."""

    def title(self, text: str) -> None:
        """Show the title of a step."""
        ...

    def show(self, text: str) -> None:
        """Show a line."""
        ...

    def run(self, command: str, expect: int) -> None:
        """Show a command and run it. Raise :class:`AssertionError` if it ends with another exit code."""
        ...


def play(stage: Stage) -> None:
    """Play the story in the current folder, which is empty. Raise :class:`AssertionError` if a step goes wrong."""
    _Story(stage).play()


class _Story:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._north, self._south = list(people(_COUNT, 1)), list(people(_COUNT, 2))

    def play(self) -> None:
        self._make_lists()
        self._make_keys_and_pins()
        self._commit()
        self._verify_as_a_journalist()
        self._correct()
        self._answer()
        self._reveal()
        self._disclose_to_a_family()
        self._verify_everything()

    def _make_lists(self) -> None:
        self._title("Two sides, each with a list of 1000 made-up people")
        for name, entries in (("north", self._north), ("south", self._south)):
            _save(f"{name}.csv", entries)
            self._stage.show(f"  {name}.csv: {_COUNT} rows, for example {', '.join(entries[0].values())}")
        Path("profile.json").write_text(json.dumps(SCHEMA.to_wire(), indent=2), "utf-8")

    def _make_keys_and_pins(self) -> None:
        self._title("Each side makes a key, and publishes its card and 60 digits")
        for name in ("North", "South", "Mediator"):
            self._run(f"keygen {name} --no-passphrase")
        self._proves("nothing yet: a card says what its maker likes. The 60 digits cover its name and both its keys.")

        self._title("Everyone pins the cards, comparing the digits over another channel")
        for name in ("North", "South", "Mediator"):
            self._run(f"trust {name}.swap --fingerprint '{_digits(name)}' --trust pins")
        self._proves("from here on, what another key signs is a stranger's, whatever name is on its card.")

    def _commit(self) -> None:
        self._title("North commits to its list, sealed: to the mediator, and to nobody else yet")
        self._run(
            "commit north.csv -k North.swapkey --profile profile.json --role offer --to Mediator.swap --trust pins "
            "--yes -o north-1.swap --commitment north-1-public.swap"
        )
        self._stage.show(
            "  The public file is what a newspaper prints; it shows no name, and is verified with North's card:"
        )
        self._stage.show(Path("north-1-public.swap").read_text())
        self._proves("that North signed this is for every reader to verify, as a journalist does next.")

    def _verify_as_a_journalist(self) -> None:
        self._title("A journalist verifies it, with nothing but the file and the 60 digits")
        self._run(f"verify north-1.swap --from '{_digits('North')}'")
        self._proves(
            "North has fixed one list, of 1000 entries as it says, and can open this file to no other. No name is "
            "visible. Not shown yet: that the file opens at all. Its readers can find out; everyone can once the key "
            "is public."
        )

        self._title("South tries to read it, and cannot")
        self._run("open north-1.swap -k South.swapkey --trust pins -o stolen.csv", expect=3)
        self._proves("what is not sealed to a key does not open with it.")

    def _correct(self) -> None:
        self._title("North corrects a typo as version 2: the chain is part of the commitment")
        self._north[6]["birth_date"] = "1970-01-01"
        _save("north-corrected.csv", self._north)
        self._run(
            "commit north-corrected.csv -k North.swapkey --profile profile.json --label north --role offer "
            "--trust pins --yes -o oops.swap",
            expect=2,
        )
        self._proves(
            "the journal beside the key refuses a second, different version 1: it would be a fork, proven for ever."
        )
        self._run(
            "commit north-corrected.csv -k North.swapkey --profile profile.json --label north "
            "--previous north-1.swap --to Mediator.swap --trust pins --yes -o north-2.swap"
        )
        self._proves("version 2 names version 1 and follows it. Both stay fixed, and who has both can compare them.")

    def _answer(self) -> None:
        self._title("South commits to its own list, in answer")
        self._run(
            "commit south.csv -k South.swapkey --profile profile.json --role request --answers north-2.swap "
            "--trust pins --yes -o south-1.swap"
        )
        self._proves("South knew of North's version 2 when it committed: its own list answers that one.")

    def _reveal(self) -> None:
        self._title("The mediator opens North's list; the others still cannot")
        self._run("open north-2.swap -k Mediator.swapkey --trust pins -o mediator.csv")
        self._proves(
            "to the mediator: the file opens, to exactly the list that North committed to, 1000 different ids in it."
        )

        self._title("Both reveal: North to South, South to everyone")
        self._run("reveal north-2.swap -k North.swapkey --to South.swap --trust pins --yes -o north-2-reveal.swap")
        self._run("reveal south-1.swap -k South.swapkey --public --trust pins --yes -o south-1-reveal.swap")
        self._run(
            "open north-2.swap north-2-reveal.swap -k South.swapkey --trust pins -o north-as-south-reads-it.csv"
        )
        if Path("north-as-south-reads-it.csv").read_bytes() != Path("north-corrected.csv").read_bytes():
            raise AssertionError("South reads another list than North's")
        self._proves("South reads what North committed to, cell by cell.")

        self._title("What changed between North's two versions")
        self._run("diff north-1.swap north-2.swap -k Mediator.swapkey --trust pins")
        self._proves("one birth date was corrected and nothing else: both versions are the committed ones.")

    def _disclose_to_a_family(self) -> None:
        self._title("One entry for one family, without the other 999")
        self._run(
            "disclose north-2.swap -k North.swapkey --where id=P-000042 --expect 1 --trust pins --yes -o family.swap"
        )
        self._run(f"verify family.swap --from '{_digits('North')}' --require disclosed --entries")
        self._proves(
            "this entry was in version 2 of North's list. Not: that the list is true, complete, or the only one."
        )

    def _verify_everything(self) -> None:
        self._title("All of it in one file, and the whole verdict")
        self._run(
            "merge north-1.swap north-2.swap north-2-reveal.swap south-1.swap south-1-reveal.swap family.swap "
            "-o everything.swap"
        )
        self._run("verify everything.swap --trust pins --require committed --require opened:South")
        self._proves(
            "what both sides signed is consistent, and South's list is as committed; all of it from one file, offline. "
            "--require asks for South's list to be opened: North's still opens only for its readers."
        )

        self._title("One byte of North's envelope is altered on the way")
        altered = bytearray(Path("north-2.swap").read_bytes())
        altered[-2000] ^= 1
        Path("altered.swap").write_bytes(altered)
        self._run("verify altered.swap --trust pins", expect=1)
        self._proves("an altered envelope is noticed. Whoever altered it, North is not blamed for it.")

    def _title(self, text: str) -> None:
        self._stage.title(text)

    def _proves(self, text: str) -> None:
        self._stage.show(f"  => {text}")

    def _run(self, command: str, expect: int = 0) -> None:
        self._stage.run(command, expect)


def _save(path: str, entries: list[dict[str, str]]) -> None:
    with open(path, "xb") as stream:
        write(List.of(path, SCHEMA, entries), stream, "csv")


def _digits(name: str) -> str:
    return Party.read(Path(f"{name}.swap").read_bytes()).fingerprint
