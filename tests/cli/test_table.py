"""Tables that are to be signed: profiles, encodings and errors, without a cell in a message."""

import pytest

from swapproto.cli.table import read_column_map
from swapproto.errors import InputError
from tests.cli.desk import Desk
from tests.cli.signed import commitment_in


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.xlsx", "PK", "table"),
        ("a.xlsx", "id,name\n1,SECRET\n", "table"),
        ("a.doc", "x", "table"),
        ("a", "x", "table"),
        ("a.csv", "", "table"),
        ("a.csv", "id,name\nSECRET\n", "table"),
        ("a.csv", "id,id\nSECRET,2\n", "table"),
        ("a.csv", 'id\n"SECRET', "table"),
        ("a.json", "[" * 100_000, "table"),
        ("a.json", '[{"a": "SECRET"}, 5]', "table"),
        ("a.json", '{"a": "SECRET"}', "table"),
        ("a.jsonl", '{"a": "SECRET"}\n{"a"', "table"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_without_showing_its_cells(north: Desk, name: str, content: str, error: str) -> None:
    north.write(name, content)
    result = north.fails(2, error, "commit", name, "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")
    assert "SECRET" not in result.all
    assert "l.swap" not in north.names()


def test_a_bad_profile_or_option_is_refused(north: Desk) -> None:
    for content in ("", "[]", "{", "[" * 50_000, '{"fields": [{"name": "id", "type": "secret"}]}', "\xff"):
        north.write("profile.json", content)
        north.commit("list", "--profile", "profile.json", expect=2)
    north.write("profile.json", '{"fields": [{"name": "other", "type": "string"}]}')
    north.commit("list", "--profile", "profile.json", expect=2)
    north.commit("list", "--profile", "nowhere.json", expect=2)
    north.commit("list", "--encoding", "klingon", expect=2)
    north.commit("list", "--delimiter", "", expect=2)
    north.commit("list", "--delimiter", ";;", expect=2)
    north.commit("list", "--label", "x" * 513, expect=2)
    north.fails(2, "file", "commit", "nowhere.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")
    north.fails(2, "file", "commit", "folder.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")


DETAINEE = """\
id,status,family_name,given_name,birth_date,health_state
N-1,prisoner-of-war,Вітрогонч,Ігор,1985-01~,ill
N-2,civilian,Tarn,Ossian,1990,
"""


def test_a_profile_is_found_by_its_name(north: Desk) -> None:
    result = north.commit("list", "--profile", "detainee", table=DETAINEE)
    assert "health_state (restricted)" in result.err
    assert "have no column" in result.err
    north.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--where", "id=N-1", "-o", "one.swap")
    entries = north.run("verify", "one.swap", "--entries").out
    assert "Вітрогонч" in entries
    assert "ill" not in entries.split()
    result = north.commit("bad", "--profile", "detainee", table=DETAINEE.replace("1990", "SECRET"), expect=2)
    assert "row 2 (line 3), column 5 (birth_date): not a date" in result.err
    assert "SECRET" not in result.all
    assert "bad.swap" not in north.names()


def test_a_file_named_like_a_profile_is_given_by_its_path(north: Desk) -> None:
    north.write("person", '{"fields": [{"name": "id"}, {"name": "name"}, {"name": "health"}]}')
    assert "not in the schema" in north.commit("list", "--profile", "person", expect=2).err
    north.commit("own", "--profile", "./person")
    result = north.commit("no", "--profile", "nobody", expect=2)
    assert "profiles: detainee, person" in result.err


def test_an_error_does_not_show_the_value_that_is_wrong(north: Desk) -> None:
    north.write("profile.json", '{"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "date"}]}')
    north.write("list.csv", "id,name\n1,SECRET\n")
    result = north.fails(
        2,
        "table",
        *("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--profile", "profile.json"),
        *("-o", "l.swap"),
    )
    assert "SECRET" not in result.all
    assert "row 1" in result.err


def test_a_guessed_encoding_is_shown(north: Desk) -> None:
    cells = "".join(f"{i},Вишневська Ганна\n" for i in range(20))
    north.write("old.csv", f"id;name\n{cells.replace(',', ';')}".encode("cp1251"))
    result = north.run("commit", "old.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "old.swap")
    assert "cp1251" in result.err
    north.run(
        *("commit", "old.csv", "-k", "North.swapkey", "--yes", "--role=report", "--encoding", "cp1251"),
        *("--force", "-o", "old.swap"),
    )
    north.run("open", "old.swap", "-k", "North.swapkey", "-o", "read.csv")
    assert north.read("read.csv").decode().splitlines()[1] == "0,Вишневська Ганна"


def test_a_table_without_header_keeps_its_first_row(north: Desk) -> None:
    north.commit("list", "--no-header", table="1;Olha\n2;Petro\n")
    assert commitment_in(north, "list.swap").body.count == 2


def test_a_saved_map_names_fields_where_no_table_is_read(desk: Desk) -> None:
    desk.write("people.csv", "Код,Прізвище\n1,Вигаданенко\n")
    desk.run("check", "people.csv", "--profile", "person", "--map", "Код=id", "--save-map", "m.toml")
    assert '"profile" = "person"' in desk.read("m.toml").decode()
    file = str(desk.folder / "m.toml")
    assert read_column_map([file]) == {"Код": "id", "Прізвище": "family_name"}
    desk.write("row.toml", desk.read("m.toml").decode() + '"header-row" = "1"\n')
    with pytest.raises(InputError, match=r"\[table\] is of tables"):
        read_column_map([str(desk.folder / "row.toml")])
