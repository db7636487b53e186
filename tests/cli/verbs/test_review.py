"""review: verdicts on a list and its entries, from a workbook that may be sorted and not edited."""

import csv
import io
import re
import shlex
from collections.abc import Callable
from typing import cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import Commitment, List, Transcript, reviews
from swapproto.statements import Review
from tests.cli.desk import PEOPLE, Desk
from tests.cli.exchanges import MEDIATORS, OnDesk, at_desk, identity
from tests.cli.signed import commitment_in

Edit = Callable[[Worksheet], None]
KEY = ("-k", "South.swapkey", "--yes")
VERDICT, REASON = 6, 7  # the columns beside Row, Leaf, id, name, health


@pytest.fixture
def sent(north: Desk) -> Desk:
    """Return a desk with a list of three that North sealed to South."""
    north.commit("list", "--to", "South")
    return north


def export(desk: Desk, *words: object, file: str = "r.xlsx") -> str:
    return desk.run("review", "list.swap", *KEY, "--export", file, *words).err


def edited(desk: Desk, edit: Edit, file: str = "r.xlsx", of: str = "r.xlsx") -> None:
    """Change a workbook as a spreadsheet program does."""
    book = openpyxl.load_workbook(io.BytesIO(desk.read(of)))
    edit(cast("Worksheet", book["Review"]))
    out = io.BytesIO()
    book.save(out)
    desk.write(file, out.getvalue())


def answer(*verdicts: str, reasons: tuple[str, ...] = ()) -> Edit:
    """Return an edit that gives verdicts, in the order of the rows, and reasons."""

    def edit(sheet: Worksheet) -> None:
        for row, verdict in enumerate(verdicts, 2):
            sheet.cell(row, VERDICT).value = verdict or None
        for row, reason in enumerate(reasons, 2):
            sheet.cell(row, REASON).value = reason or None

    return edit


def table(desk: Desk, file: str = "r.xlsx") -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(desk.read(file)))["Review"]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]


def signed(desk: Desk, name: str, *files: str) -> tuple[Review, List | None]:
    """Return the review in files, and its list if a party can open it."""
    names = ("North", "South", *(one for one in (*MEDIATORS, "Heron") if f"{one}.swapkey" in desk.names()))
    assessment = at_desk(name, *names).assess(*map(desk.read, files))
    *_, review = sorted(assessment.of(Review).values(), key=lambda one: one.iat)
    opened = assessment.opened.get(review.body.details or b"")
    return review.body, None if opened is None else opened.list


def test_the_workbook_has_every_entry_with_its_leaf_and_a_drop_down(sent: Desk) -> None:
    said = export(sent)
    header, *rows = table(sent)
    assert header == ["Row", "Leaf", "id", "name", "health", "Verdict", "Reason"]
    assert [row[2:5] for row in rows] == [line.split(",") for line in PEOPLE.splitlines()[1:]]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert all(re.fullmatch("[0-9a-f]{64}", row[1]) for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(sent.read("r.xlsx")))
    (rule,) = book["Review"].data_validations.dataValidation
    assert rule.formula1 == '"agreed,contested"'
    assert "It goes to nobody else" in said
    assert "--import r.xlsx -o south-review.swap" in said
    assert "South.journal" not in sent.names()


def test_verdicts_become_a_list_about_the_list_that_its_signer_reads(sent: Desk) -> None:
    export(sent)
    edited(sent, answer("agreed", "contested", "Agreed ", reasons=("", "was released in May")))
    said = sent.run("review", "list.swap", *KEY, "--import", "r.xlsx", "-o", "review.swap").err
    assert "CONTESTED: 2 entries agreed, 1 contested" in said
    assert "readable by North" in said
    assert "The workbooks go to nobody" in said
    review, content = signed(sent, "North", "list.swap", "review.swap")
    assert review.verdict == "contested"
    assert content is not None
    assert content.schema == reviews.SCHEMA
    rows = [(entry["leaf"], entry["verdict"], entry["reason"]) for entry in content]
    leaves = [row[1] for row in table(sent)[1:]]
    assert rows == [
        (leaves[0], "agreed", None),
        (leaves[1], "contested", "was released in May"),
        (leaves[2], "agreed", None),
    ]
    assert signed(sent, "Heron", "list.swap", "review.swap")[1] is None
    out = sent.run("verify", "list.swap", "review.swap").out
    assert "CONTRADICTION" not in out


def test_a_review_is_opened_with_the_rows_and_names_of_what_it_is_about(sent: Desk) -> None:
    """From a leaf alone nobody finds whom to look up."""
    export(sent)
    edited(sent, answer("agreed", "contested", "agreed", reasons=("", "was released in May")))
    sent.run("review", "list.swap", *KEY, "--import", "r.xlsx", "-o", "review.swap")
    digits = commitment_in(sent, "review.swap", "South").id.hex()[:16]
    words = ("review.swap", "-k", "North.swapkey", "--list", digits)
    done = sent.run("open", "list.swap", *words, "-o", "with.csv")
    assert "The columns row and entry are not in the review, but of List" in done.err
    rows = [*csv.DictReader(io.StringIO(sent.read("with.csv").decode()))]
    assert [*rows[0]] == ["row", "entry", "leaf", "verdict", "reason"]
    assert [(one["row"], one["entry"]) for one in rows if one["verdict"] == "contested"] == [
        ("2", "id 2, name Petro Lelko, health cough")
    ]
    sent.run("open", "list.swap", *words, "-o", "with.xlsx", "--language", "uk")
    sent.run("open", "list.swap", "-k", "South.swapkey", "-o", "plain.csv")
    assert sent.read("plain.csv").startswith(b"id,name,health")
    commitment = Transcript.read(sent.read("list.swap")).statements
    sent.write("bare.swap", b"".join(one.raw for one in commitment.values()))
    assert "which does not open here" in sent.run("open", "bare.swap", *words, "-o", "bare.csv").err
    assert sent.read("bare.csv").startswith(b"leaf,verdict,reason")


def test_rows_may_be_sorted_and_filtered(sent: Desk) -> None:
    export(sent)

    def shuffle(sheet: Worksheet) -> None:
        answer("agreed", "contested", "agreed")(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.row_dimensions[3].hidden = True
        sheet.cell(9, 12).value = "a note beside the table"

    edited(sent, shuffle)
    sent.run("review", "list.swap", *KEY, "--import", "r.xlsx", "-o", "review.swap")
    _, content = signed(sent, "South", "list.swap", "review.swap")
    assert content is not None
    assert [entry["verdict"] for entry in content] == ["agreed", "contested", "agreed"]


def put(place: str, text: str | None) -> Edit:
    def edit(sheet: Worksheet) -> None:
        answer("agreed", "agreed", "agreed")(sheet)
        sheet[place].value = text

    return edit


def without(row: int) -> Edit:
    def edit(sheet: Worksheet) -> None:
        answer("agreed", "agreed", "agreed")(sheet)
        sheet.delete_rows(row)

    return edit


def twice(sheet: Worksheet) -> None:
    answer("agreed", "agreed", "agreed")(sheet)
    for column in range(1, 8):
        sheet.cell(5, column).value = sheet.cell(2, column).value


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (put("D3", "Petro Lenko"), "D3 (name): this cell was edited"),
        (put("E2", None), "E2 (health): this cell was edited"),
        (put("A2", "9"), "A2 (Row): this cell was edited"),
        (put("B4", "0" * 64), "B4 (Leaf): no entry of this list has this leaf"),
        (put("F2", "maybe"), "F2 (Verdict): write agreed or contested"),
        (put("F3", None), "1 entry has no verdict yet: row 3 of the sheet (in its column Row: 2)"),
        (put("G3", "x" * 65), "G3 (Reason): 64 characters at most"),
        (put("D1", "called"), "row 1 of the sheet is not what was written"),
        (without(3), "1 entry is missing, with 2 in the column Row"),
        (twice, "B5 (Leaf): this entry is in B2, too"),
    ],
)
def test_an_edited_cell_is_refused_by_its_name(sent: Desk, edit: Edit, why: str) -> None:
    export(sent)
    edited(sent, edit)
    words = ("--import", "r.xlsx", "-o", "review.swap")
    said = sent.fails(2, "table", "review", "list.swap", *KEY, *words).err
    assert f"r.xlsx: {why}" in said
    assert not {"review.swap", "South.journal"} & sent.names()


def test_the_workbook_of_another_list_is_refused(sent: Desk) -> None:
    """Two versions can have the same entries, and a verdict on one says nothing of the other."""
    export(sent)
    edited(sent, answer("agreed", "agreed", "agreed"))
    sent.commit("list-2", "--previous", "list.swap", "--label", "list", "--to", "South")
    words = ("--import", "r.xlsx", "-o", "review.swap")
    assert "no entry of this list has this leaf" in sent.fails(2, "table", "review", "list-2.swap", *KEY, *words).err
    sent.run("template", "person", "-o", "blank.xlsx")
    words = ("--import", "blank.xlsx", "-o", "review.swap")
    assert "it is not one that review --export wrote" in sent.fails(2, "table", "review", "list.swap", *KEY, *words).err


def test_reviewers_who_differ_are_shown_and_have_to_agree(sent: Desk) -> None:
    export(sent)
    edited(sent, answer("agreed", "contested", "", reasons=("", "too young")), "a.xlsx")
    edited(sent, answer("agreed", "agreed", "contested"), "b.xlsx")
    words = ("--import", "a.xlsx", "--import", "b.xlsx", "-o", "review.swap")
    said = sent.fails(2, "table", "review", "list.swap", *KEY, *words).err
    assert "row 2 of the list: id 2" in said
    assert "  a.xlsx, row 3 of the sheet: contested, too young\n  b.xlsx, row 3 of the sheet: agreed\n" in said
    assert "the reviewers differ on 1 entry" in said
    assert "row 1 of the list" not in said
    assert "row 3 of the list" not in said, "what one of them left open is no difference"
    edited(sent, answer("agreed", "contested", "contested", reasons=("", "too young")), "b.xlsx")
    sent.run("review", "list.swap", *KEY, *words)
    _, content = signed(sent, "South", "list.swap", "review.swap")
    assert content is not None
    assert [entry["verdict"] for entry in content] == ["agreed", "contested", "contested"]


def test_verdicts_on_unchanged_entries_are_kept_for_the_next_version(sent: Desk) -> None:
    export(sent)
    edited(sent, answer("agreed", "contested", "agreed", reasons=("", "too young", "seen")))
    sent.run("review", "list.swap", *KEY, "--import", "r.xlsx", "-o", "review.swap")
    corrected = PEOPLE.replace("2,Petro Lelko,cough", "2,Petro Lelko,sound")
    sent.commit("list-2", "--previous", "list.swap", "--label", "list", "--to", "South", table=corrected)
    files = ("list.swap", "list-2.swap")
    said = sent.run("review", *files, *KEY, "--export", "r2.xlsx", "--carry", "review.swap").err
    assert "2 verdicts kept from before" in said
    assert [row[-2:] for row in table(sent, "r2.xlsx")[1:]] == [["agreed", ""], ["", ""], ["agreed", "seen"]]
    edited(sent, answer("agreed", "agreed", ""), "r2.xlsx", of="r2.xlsx")
    words = ("--carry", "review.swap", "--import", "r2.xlsx", "-o", "review-2.swap")
    assert "AGREED: 3 entries agreed, 0 contested" in sent.run("review", *files, *KEY, *words).err
    assessment = at_desk("South", "North").assess(*map(sent.read, (*files, "review.swap", "review-2.swap")))
    own = [c.body.place for c in assessment.of(Commitment).values() if c.body.place.role == "review"]
    assert sorted(place.version for place in own) == [1, 2]
    assert len({place.list_id for place in own}) == 1
    assert not assessment.contradictions
    assert (
        "no review list of yours"
        in sent.fails(2, "usage", "review", "list-2.swap", *KEY, "--export", "r3.xlsx", "--carry", "list.swap").err
    )


@pytest.mark.parametrize(("word", "verdict"), [("--agree", "agreed"), ("--contest", "contested")])
def test_a_verdict_on_the_whole_needs_no_workbook(sent: Desk, word: str, verdict: str) -> None:
    said = sent.run("review", "list.swap", *KEY, word, "-o", "review.swap").err
    assert f"{verdict.upper()}, on the list as a whole" in said
    review, content = signed(sent, "North", "list.swap", "review.swap")
    assert (review.verdict, review.details, content) == (verdict, None, None)


def test_who_reads_the_verdicts_can_be_said(sent: Desk) -> None:
    export(sent)
    edited(sent, answer("agreed", "agreed", "agreed"))
    words = ("review", "list.swap", *KEY, "--import", "r.xlsx", "-o")
    sent.run(*words, "heron.swap", "--to", "Heron")
    assert signed(sent, "Heron", "list.swap", "heron.swap")[1] is not None
    assert signed(sent, "North", "list.swap", "heron.swap")[1] is None
    assert "EVERYONE can read those verdicts" in sent.run(*words, "all.swap", "--public").err
    for name in ("North", "Heron"):
        assert signed(sent, name, "list.swap", "all.swap")[1] is not None


def test_in_an_exchange_the_verdicts_are_sealed_by_accepts(desk: Desk) -> None:
    exchange = OnDesk(desk, 2, review=True)
    exchange.commit("North")
    exchange.commit("South")
    for name in MEDIATORS:
        exchange.run("receipt", name)
    exchange.run("reveal", "Heron", "--exchange")
    for name in ("North", "South"):
        exchange.run("receipt", name)
    desk.run("review", *exchange.files, *KEY, "--export", "r.xlsx")
    edited(desk, lambda sheet: setattr(sheet.cell(2, 5), "value", "contested"))
    exchange.run("review", "South", "--import", "r.xlsx")
    for name in ("North", *MEDIATORS):
        assert signed(desk, name, *exchange.files)[1] is not None, name
    assessment = at_desk("North", *exchange.names).assess(*exchange.data())
    (listed,) = (c for c in assessment.of(Commitment).values() if c.body.place.role == "review")
    (envelope,) = (
        e
        for e in at_desk("North", *exchange.names)._evidence(exchange.data()).envelopes.values()
        if e.digest == listed.body.envelope
    )
    assert not envelope.wraps.keys() & {identity(name).party.kid for name in ("North", *MEDIATORS)}
    assert listed.body.place.exchange is not None
    exchange.run("review", "North", "--agree")
    assert exchange.state() == "contested"
    assert not assessment.contradictions
    out = desk.run("status", *exchange.files, "-k", "North.swapkey").out
    _, _, command = out.partition("Your move, to read what is contested, and why:\n  ")
    desk.run(*shlex.split(command.splitlines()[0])[1:])
    assert desk.read("contested.csv").startswith(b"row,entry,leaf,verdict,reason\r\n1,")
    assert "Your move, to amend your list:" in out


def test_nobody_reviews_their_own_list_or_one_that_they_cannot_open(sent: Desk) -> None:
    words = ("--yes", "--agree", "-o", "review.swap")
    sent.fails(2, "usage", "review", "list.swap", "-k", "North.swapkey", *words)
    sent.fails(3, "reader-not-found", "review", "list.swap", "-k", "Heron.swapkey", *words)
    assert "review.swap" not in sent.names()


def test_a_list_of_ones_own_that_is_chosen_among_others_is_refused_as_such(sent: Desk) -> None:
    sent.commit("theirs", "--to", "North", by="South")
    mine, words = commitment_in(sent, "list.swap"), ("-k", "North.swapkey", "--yes", "--agree", "-o", "review.swap")
    chosen = ("--list", mine.body.place.list_id.hex()[:12])
    said = sent.fails(2, "usage", "review", "list.swap", "theirs.swap", *words, *chosen).err
    assert "that list is your own: it is reviewed by those who read it. Choose one of another" in said
    assert "review.swap" not in sent.names()
    sent.run("review", "list.swap", "theirs.swap", *words)


def test_the_next_step_of_a_workbook_names_a_file_that_is_not_there_yet(sent: Desk) -> None:
    assert export(sent).rstrip().endswith("-o south-review.swap")
    sent.write("south-review.swap", b"")
    assert export(sent, file="other.xlsx").rstrip().endswith("-o south-review-2.swap")


@pytest.mark.parametrize(
    "words",
    [
        ("--agree",),
        ("--export", "r.xlsx", "-o", "review.swap"),
        ("--export", "r.csv"),
        ("--agree", "--public", "-o", "review.swap"),
        ("--contest", "--to", "Heron", "-o", "review.swap"),
        ("--agree", "--contest", "-o", "review.swap"),
        ("--export", "r.xlsx", "--public"),
        ("-o", "review.swap"),
    ],
)
def test_options_that_do_not_go_together_are_refused(sent: Desk, words: tuple[str, ...]) -> None:
    before = sent.names()
    sent.fails(2, "usage", "review", "list.swap", *KEY, *words)
    assert sent.names() == before


def test_a_script_signs_no_review_without_yes(sent: Desk) -> None:
    sent.fails(2, "not-confirmed", "review", "list.swap", *KEY[:2], "--agree", "-o", "review.swap")
    assert not {"review.swap", "South.journal"} & sent.names()
