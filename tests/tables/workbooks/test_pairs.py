"""Pairs as a workbook: the entries side by side, and no claim."""

import io

from swapproto.lists import List
from swapproto.tables.people import Pair
from swapproto.tables.workbooks import pairs as pairs_sheet
from tests.tables.workbooks.making import (
    DETAINEE,
    PERSON,
    PLAIN,
    Office,
    cells,
    opened,
)


def paired(pairs: list[Pair]) -> bytes:
    mine = [{"id": "1", "family_name": PLAIN}, {"id": "=2", "given_name": "Olha", "birth_date": "1984"}]
    theirs = [{"id": "A"}, {"id": "B"}, {"id": "C", "given_name": "Ольга", "birth_date": "1985", "rank": "x"}]
    out = io.BytesIO()
    pairs_sheet.write(pairs, List.of("m", PERSON, mine), List.of("t", DETAINEE, theirs), out)
    return out.getvalue()


def test_a_pair_shows_the_entries_that_it_names() -> None:
    data = paired([Pair(2, 3, 0.876, ("given_name",), ("birth_date", "rank")), Pair(1, 1, 0.5, (), ())])
    header, first, second = cells(data, pairs_sheet.PAIRS)
    rows = [dict(zip(header, row, strict=True)) for row in (first, second)]
    assert rows[0]["Score"] == "0.88"
    assert (rows[0]["Agree"], rows[0]["Differ"]) == ("given_name", "birth_date, rank")
    assert (rows[0]["Row in mine"], rows[0]["Row in theirs"]) == ("2", "3")
    assert (rows[0]["given_name (mine)"], rows[0]["given_name (theirs)"]) == ("Olha", "Ольга")
    assert (rows[0]["rank (mine)"], rows[0]["rank (theirs)"]) == ("", "x")
    assert rows[1]["family_name (mine)"] == PLAIN
    assert (rows[0]["id (mine)"], rows[0]["id (theirs)"]) == ("=2", "C")
    assert "additional_name (mine)" not in header, "a column that is empty in all pairs"
    assert header[-2:] == ["Same person?", "Note"]
    sheet = opened(data)[pairs_sheet.PAIRS]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"yes,no"'
    assert sheet[str(rule.sqref).partition(":")[0].replace("2", "1")].value == "Same person?"
    differs = {c.value for c in sheet[2] if c.fill.fgColor.rgb == "FFFFF2CC"}
    assert differs == {"1984", "1985", None, "x"}


def test_a_pair_with_a_difference_never_has_the_highest_score() -> None:
    data = paired([Pair(2, 3, 0.9999, ("given_name",), ("birth_date",)), Pair(1, 1, 0.9999, ("family_name",), ())])
    assert [row[0] for row in cells(data, pairs_sheet.PAIRS)] == ["Score", "0.99", "1.00"]


def test_the_workbook_says_that_a_pair_is_not_a_claim() -> None:
    for data in (paired([]), paired([Pair(1, 1, 1, ("id",), ())])):
        assert "never a claim" in cells(data, pairs_sheet.ABOUT)[1][0]
    assert "No two entries" in cells(paired([]), pairs_sheet.PAIRS)[1][1]


def test_libreoffice_reads_a_pair_as_text(office: Office) -> None:
    export = office("pairs.xlsx", paired([Pair(1, 1, 1, ("id",), ())]), "csv:Text - txt - csv (StarCalc):44,34,76")
    assert PLAIN in export.decode()
