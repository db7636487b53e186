"""status: where exchanges stand, whose move it is, and the command for one's own."""

import json
import os
import re
import shlex
import sys
from subprocess import run

import pytest

from swapproto import Identity
from swapproto.cli.acts.naming import suggested
from swapproto.cli.parser import parse
from swapproto.statements import Deadlines
from tests.cli.desk import GUARDED, Desk, environment
from tests.cli.exchanges import OnDesk
from tests.cli.made_exchanges import IDENTITIES, KIDS, Exchange, T, pin
from tests.cli.verbs.test_receipt import spoil_reveals

NEVER = re.compile(r"\b(sent|silent|refused|not shown to others|true|complete)\b", re.IGNORECASE)


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Return a desk with the keys and pinned cards of North, South and a mediator."""
    pin(desk)
    return desk


def status(desk: Desk, *words: str, expect: int = 0) -> str:
    """Return what status prints, a day after the exchanges began."""
    names = sorted(name for name in desk.names() if name.startswith("exchange"))
    out = desk.run("status", *names, "--at", str(T + 1000), *words, expect=expect).out
    assert not NEVER.search(out.replace("NOT COMPLETE", "")), out
    return out


def test_one_exchange_is_told_as_a_story(table: Desk) -> None:
    exchange = Exchange().receive().review("South", "North", "contested").review("North", "South", "agreed")
    exchange.write(table)
    lines = status(table, "-k", "North.swapkey").splitlines()
    previous = "--exchange exchange.swap --previous exchange.swap"
    assert lines[0].endswith("'Winter lists': contested")
    told = [re.sub(r"2027-\S+ \S+ UTC", "TIME", " ".join(line.split())) for line in lines[1:]]
    assert told == [
        "a reader contests a list",
        "proposed TIME by you",
        "accepted TIME by you",
        "TIME by South",
        "committed TIME by you: offer, version 1, 2 entries",
        "TIME by South: request, version 1, 3 entries",
        "acknowledged TIME by South, your offer, version 1: opened",
        "TIME by you, the request of South, version 1: opened",
        "handed over TIME by you, your offer, version 1: to South",
        "TIME by South, the request of South, version 1: to you",
        "reviewed TIME by South, your offer, version 1: contested",
        "TIME by you, the request of South, version 1: agreed",
        "These times are those that the signers state.",
        "whose move you, to amend your list, since TIME as signers state it; no deadline",
        "Each list, part by part, as far as these files show it",
        "you, offer South, request",
        "committed to claimed: TIME claimed: TIME",
        "acknowledged proven: by South proven: by you",
        "fixed since no second list in its place here no second list in its place here",
        "handed over in turn proven proven",
        "opened, and matching claimed: by South claimed: by you",
        "no fault of its signer none here none here",
        "Your move, to amend your list:",
        f"swapproto commit LIST.csv {previous} -k North.swapkey -o north-commit.swap",
    ]


def test_a_mediator_without_whom_nothing_is_released_is_awaited_from_the_beginning(table: Desk) -> None:
    Exchange(release=2).propose().write(table)
    assert "whose move   Mediator, to accept" in status(table)
    moves = json.loads(table.run("status", "exchange.swap", "--json").out)["awaiting"]
    awaited = {(move["by"], move["what"], move["due"]) for move in moves}
    assert awaited == {(KIDS["South"].hex(), "accept", T + 100_000), (KIDS["Mediator"].hex(), "accept", None)}
    Exchange(release=2).agree().write(table)
    assert "Mediator, to" not in status(table)
    Exchange(mediated=True).propose().write(table)
    assert "Mediator, to" not in status(table)


def test_each_step_names_whose_move_it_is_and_the_command_for_it(table: Desk) -> None:
    def next_of(exchange: Exchange, name: str) -> list[str]:
        exchange.write(table)
        out = status(table, "-k", f"{name}.swapkey")
        found = [shlex.split(line)[1:] for line in out.splitlines() if line.startswith("  swapproto ")]
        assert ("It is not your move." in out) == (not found)
        assert all(f"{name}.swapkey" in words for words in found)
        return [" ".join(words[: words.index("-k")]) for words in found]

    exchange = Exchange().propose()
    assert next_of(exchange, "South") == ["accept exchange.swap"]
    assert next_of(exchange, "North") == []
    exchange = Exchange().agree()
    assert next_of(exchange, "South") == ["commit LIST.csv --exchange exchange.swap --role request"]
    exchange.commit("North").commit("South", "cde")
    assert next_of(exchange, "North") == ["receipt exchange.swap"]
    exchange.acknowledge("South", "North")
    assert next_of(exchange, "South") == ["reveal exchange.swap --exchange"]
    exchange.reveal("North", "South")
    assert next_of(exchange, "South") == ["receipt exchange.swap"]
    exchange.acknowledge("South", "North")
    (review,) = next_of(exchange, "South")
    assert re.fullmatch(r"review exchange.swap --list [0-9a-f]{16} --export review.xlsx", review)
    exchange.review("South", "North", "agreed").review("North", "South", "agreed")
    assert next_of(exchange, "South") == []
    assert "It is nobody’s move." in status(table)


def test_a_mediator_is_told_to_accept_before_lists_are_sealed(table: Desk) -> None:
    exchange = Exchange(2).propose()
    exchange.write(table)
    out = status(table, "-k", "Mediator.swapkey")
    assert "  swapproto accept exchange.swap -k Mediator.swapkey -o mediator-accept.swap" in out


def test_whoever_made_a_counter_proposal_is_not_told_to_accept_what_they_countered(table: Desk) -> None:
    exchange = Exchange().propose()
    (standing,) = exchange.parties["South"].assess(*exchange.files).exchanges
    counter = exchange.terms._replace(title="Longer lists", replaces=standing.exchange.id)
    exchange.files.append(exchange.parties["South"].propose_terms(counter, *exchange.files))
    exchange.write(table)
    assert "swapproto accept" not in status(table, "-k", "South.swapkey")
    assert status(table, "-k", "North.swapkey").count("swapproto accept") == 1, "North is told to accept the new ones"


def test_a_command_that_status_gives_parses_and_writes_a_new_file(table: Desk) -> None:
    Exchange().propose().write(table)
    table.write("south-accept.swap", "taken")
    line = next(line for line in status(table, "-k", "South.swapkey").splitlines() if line.startswith("  swapproto"))
    verb, options = parse(shlex.split(line)[1:])
    assert (verb, options.output) == ("accept", "south-accept-2.swap")


def test_commands_of_several_parties_write_files_of_their_own_into_the_folder_that_is_given(table: Desk) -> None:
    """In a folder that they share, the list of one would overwrite that of the other."""
    Exchange().agree().write(table, "ex/terms.swap")
    words = ("status", "ex", "--at", str(T + 1000), "-k")
    for name in ("North", "South"):
        out = table.run(*words, f"{name}.swapkey").out
        assert f"-k {name}.swapkey -o {os.path.join('ex', name.lower())}-commit.swap\n" in out


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Comité d’aide/2", "comité-d-aide-2-accept"),
        ("Північ", "північ-accept"),
        ("../..", "accept"),
        ("x" * 200, "x" * 40 + "-accept"),
    ],
)
def test_the_name_of_a_party_becomes_a_safe_name_of_a_file(desk: Desk, name: str, stem: str) -> None:
    me = Identity.from_seed(bytes(32), name, iat=0).party
    assert suggested(me, "accept", ["no-such-folder"]) == f"{stem}.swap"
    desk.write(f"ex/{stem}.swap", "taken")
    assert suggested(me, "accept", ["ex"]) == os.path.join("ex", f"{stem}-2.swap")


def test_who_signed_a_move_that_is_not_among_the_files_is_led_to_it(desk: Desk) -> None:
    """They would sign it once more, with another id, or hear that they never did."""
    exchange = OnDesk(desk)
    out = desk.run("status", "terms.swap", "-k", "South.swapkey").out
    assert re.search(
        r"Your move, to accept:\nYou signed that on \d{4}-\S+ \S+ UTC, and it is not among these files", out
    )
    assert "Only if it is lost:\n  swapproto accept terms.swap" in out
    assert "You signed that" not in desk.run("status", *exchange.files, "-k", "South.swapkey").out
    again = desk.run("accept", "terms.swap", "-k", "South.swapkey", "--yes", "-o", "again.swap").err
    assert "WARNING: you signed an accept of these terms on" in again
    exchange.files = ["terms.swap"]
    said = exchange.commit("South", expect=2)
    assert "your accept of these terms, which you signed into" in said
    assert "is not among these files: add it" in said


def test_the_accept_of_a_complaint_is_not_what_is_missing(desk: Desk) -> None:
    """It is for one other party alone, and the rest could seal nothing to it."""
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    exchange.run("reveal", "North", "--exchange")
    spoil_reveals(desk, exchange.files[-1], "North")
    exchange.run("receipt", "South", "--complain")
    out = desk.run("status", "terms.swap", "-k", "South.swapkey").out
    assert "Add the file that you wrote. Only if it is lost:" in out, "the file of the complaint is not named"


def test_a_list_that_was_signed_and_is_not_among_the_files_is_named(desk: Desk) -> None:
    exchange = OnDesk(desk)
    files = [*exchange.files]
    exchange.commit("South")
    out = desk.run("status", *files, "-k", "South.swapkey").out
    assert f"Add the file that you wrote, {desk.folder / 'list-South.swap'}. Only if it is lost:\n" in out
    assert "You signed that" not in desk.run("status", *files, "-k", "North.swapkey").out


def test_a_damaged_journal_hides_no_status(table: Desk) -> None:
    Exchange().propose().write(table)
    table.secret("South.journal", "{}\n")
    done = table.run("status", "exchange.swap", "--at", str(T + 1000), "-k", "South.swapkey")
    assert "record 1 is damaged" in done.err
    assert "swapproto accept" in done.out


@pytest.mark.parametrize("schema", ["person", "own.schema.json"])
def test_the_command_for_a_list_names_the_profile_of_the_terms(desk: Desk, schema: str) -> None:
    desk.write("own.schema.json", GUARDED)
    OnDesk(desk, schema=schema)
    desk.folder.joinpath("ex").mkdir()
    for name in ("terms.swap", "accept-South.swap", "own.schema.json"):
        desk.folder.joinpath(name).rename(desk.folder / "ex" / name)
    line = next(one for one in desk.run("status", "ex", "-k", "North.swapkey").out.splitlines() if "LIST.csv" in one)
    options = parse(shlex.split(line)[1:])[1]
    assert options.profile == (schema if schema == "person" else os.path.join("ex", schema))


def test_of_several_the_one_that_is_due_first_is_at_the_top(table: Desk) -> None:
    Exchange(title="Third").receive().review("South", "North", "contested").review("North", "South", "agreed").write(
        table, "exchange-1.swap"
    )
    Exchange(title="Second").agree().write(table, "exchange-2.swap")
    Exchange(title="First").propose().write(table, "exchange-3.swap")
    header, *lines = status(table).splitlines()
    assert header.split("  ")[0] == "due"
    assert "since, as signers state it" in header
    assert [re.findall(r"'(\w+)'", line)[0] for line in lines] == ["First", "Second", "Third"]
    assert "South to accept" in lines[0]
    assert "North and South to commit" in lines[1] or "South and North to commit" in lines[1]
    assert lines[2].startswith("-")
    chosen = re.findall(r"(\w{12})  'Second'", lines[1])
    assert status(table, "--terms", *chosen).startswith(f"Exchange {chosen[0]}, 'Second': committing")
    out = status(table, "-k", "South.swapkey")
    assert re.search(r"Your move in \w{12} 'First', to accept:\n  swapproto accept .* --terms \w{16} -k", out)


def test_a_commitment_whose_sealed_list_is_not_here_is_told_apart_from_none(table: Desk) -> None:
    Exchange().agree().commit("North").commit("South", "cde").write(table)
    assert "Not among these files" not in status(table)
    table.run(
        "merge",
        "exchange.swap",
        *[w for k in ("card", "terms", "accept", "commitment") for w in ("--only", k)],
        "-o",
        "p",
    )
    out = table.run("status", "p", "--at", str(T + 1000)).out
    assert "whose move   North, to commit" in out
    assert "Not among these files: the sealed lists of 2 commitments." in out


def test_what_is_overdue_is_marked(table: Desk) -> None:
    Exchange().agree().commit("North").write(table)
    out = table.run("status", "exchange.swap", "--at", str(T + 10 * 86_400)).out
    assert re.search(r"whose move   South, to commit, .* due 2027-01-\S+ \S+ UTC \(overdue\)", out), out


def test_terms_whose_time_to_be_accepted_has_passed_need_others(table: Desk) -> None:
    Exchange(2).propose().write(table)
    over = "The time to accept these terms has passed."
    assert over not in table.run("status", "exchange.swap", "--at", str(T + 100_000)).out
    late = ("exchange.swap", "--at", str(T + 100_001))
    out = table.run("status", *late, "-k", "South.swapkey").out
    assert re.search(r"whose move   you, to accept, .* due 2027-01-\S+ \S+ UTC \(passed\)", out), out
    assert over in out
    command = "propose TERMS.toml --replaces exchange.swap -k South.swapkey -o south-propose.swap"
    assert f"Your move, to propose new terms, which replace these:\n  swapproto {command}\n" in out
    assert "swapproto accept" not in out
    template = "Your move, to fill in a file of new terms:\n  swapproto propose --template -o TERMS.toml\n"
    assert template in out
    table.run("propose", "--template", "-o", "TERMS.toml")
    assert template not in table.run("status", *late, "-k", "South.swapkey").out
    assert "Your move" not in table.run("status", *late, "-k", "Mediator.swapkey").out
    assert over in table.run("verify", *late).out


def test_where_every_deadline_has_passed_it_says_what_can_still_be_done(table: Desk) -> None:
    exchange = Exchange(2).propose()
    exchange.files.append(exchange.parties["South"].accept(*exchange.files))
    exchange.write(table)
    said = "Whoever will not wait longer can withdraw their accept, or propose new terms that replace these"
    assert said not in table.run("status", "exchange.swap", "--at", str(T + 400_000)).out
    out = table.run("status", "exchange.swap", "--at", str(T + 400_001), "-k", "North.swapkey").out
    assert f"Every deadline of these terms has passed. {said}" in out
    assert "The time to accept these terms has passed" not in out
    Exchange(deadlines=Deadlines()).agree().write(table)
    assert said not in table.run("status", "exchange.swap", "--at", str(T + 400_001)).out


def test_an_exchange_with_somebody_who_is_not_pinned_is_not_said_to_have_no_terms(table: Desk) -> None:
    Exchange().agree().write(table)
    lines = table.run("status", "exchange.swap", "--trust", "North.swap", expect=3).out.splitlines()
    assert any(line.endswith("'Winter lists': not assessed") for line in lines), lines
    assert "no-terms" not in "".join(lines)


def test_contradictions_come_first(table: Desk) -> None:
    exchange = Exchange().agree().commit("North")
    again = Exchange()
    again.files, again.parties["North"].ledger = (
        list(exchange.files[:2]),
        type(exchange.parties["North"].ledger)(type(exchange.parties["North"].ledger.storage)(), KIDS["North"]),
    )
    again.commit("North", "xy")
    exchange.files += again.files
    exchange.write(table)
    out = status(table, expect=4)
    assert out.startswith("CONTRADICTION: a fault of North")
    assert "[slot-fork]" in out.splitlines()[1]


def test_json_is_what_verify_gives(table: Desk) -> None:
    Exchange().agree().write(table)
    words = ("exchange.swap", "--at", str(T + 1000), "--json")
    assert table.run("status", *words).out == table.run("verify", *words).out
    found = json.loads(table.run("status", *words).out)
    assert found["exchanges"][0]["state"] == "committing"
    assert {move["by"] for move in found["awaiting"]} == {KIDS["North"].hex(), KIDS["South"].hex()}


def test_the_exit_code_is_that_of_verify(table: Desk) -> None:
    Exchange().propose().write(table)
    assert "something that you required is not proven" in status(table, "--require", "agreed", expect=3)
    status(table, "--require", "proposed:North")
    assert (
        "is about terms, which have no role"
        in table.run("status", "exchange.swap", "--require", "agreed:North:offer", expect=2).err
    )
    table.write("junk.swap", b"junk")
    table.run("status", "junk.swap", expect=2)


def test_terms_of_nobody_pinned_are_left_out_and_counted(desk: Desk) -> None:
    pin(desk, ["South"])
    Exchange().propose().write(desk)
    out = status(desk, expect=3)
    assert "No exchange of parties whom you pinned is among these files." in out
    assert "2 artefacts by nobody whom you pinned" in out
    digits = IDENTITIES["North"].party.fingerprint
    out = status(desk, "--from", digits)
    assert "no rule is applied" in out
    assert "Whose move it is cannot be told: not every party is pinned" in out
    assert "nobody" not in out


def test_without_the_terms_nobody_is_said_to_have_no_move(table: Desk) -> None:
    Exchange().agree().commit("North").write(table)
    table.run(
        "merge", "exchange.swap", *(w for k in ("card", "accept") for w in ("--only", k)), "-o", "exchange-2.swap"
    )
    out = table.run("status", "exchange-2.swap", "--at", str(T + 1000), "-k", "South.swapkey").out
    assert "Whose move it is cannot be told: among these files are no terms of this exchange that a pinned" in out
    assert "nobody" not in out
    assert "not your move" not in out


def test_what_is_required_and_not_proven_is_named(table: Desk) -> None:
    Exchange().propose().write(table)
    out = status(table, "--require", "agreed", "--require", "proposed", expect=3)
    assert "Required, and not proven here\n  agreed" in out


def test_the_key_file_needs_no_passphrase(table: Desk) -> None:
    locked = table.secret("phrase", "seven words\n")
    table.run("keygen", "East", "--passphrase-file", locked)
    Exchange().propose().write(table)
    assert "It is not your move." in status(table, "-k", "East.swapkey")


def test_status_of_eight_exchanges_imports_no_tables_and_no_pydantic(table: Desk) -> None:
    """A folder that is looked at many times a day would take seconds."""
    for number in range(8):
        Exchange(title=f"E{number}").propose().write(table, f"exchange-{number}.swap")
    program = "import sys\nfrom swapproto.cli import main\nmain()\nprint(*sorted(sys.modules), file=sys.stderr)"
    words = [sys.executable, "-c", program, "status", ".", "-k", "South.swapkey"]
    done = run(words, capture_output=True, env=environment(), check=True, cwd=table.folder, timeout=60)
    assert done.stdout.count(b"South") + done.stdout.count(b"you to accept") >= 8
    loaded = done.stderr.decode().splitlines()[-1].split()
    slow = ("pydantic", "swapproto.tables", "swapproto.cli.acts.signing")
    assert not [name for name in loaded if name.startswith(slow)]
