"""diff: every difference between two versions, field by field."""

import json

import pytest

from swapproto import List, Place
from swapproto.lists import Field, Schema
from tests.cli.desk import Desk
from tests.cli.verbs.conftest import WOLF, published
from tests.making import NAMES, make


@pytest.fixture
def versions(guarded: Desk) -> Desk:
    """Return a desk with two versions: 3 is gone, 4 is new, 2 has recovered."""
    table = "id,name,health\n4,Ivan Рай,\n1,Olha Вишневська,sound\n2,Petro Lelko,sound\n"
    guarded.commit("new", "--label", "list", "--profile", "guard.json", "--previous", "list.swap", table=table)
    return guarded


def test_diff_shows_every_difference(versions: Desk) -> None:
    words = ["diff", "list.swap", "new.swap", "-k", "North.swapkey"]
    result = versions.run(*words)
    assert "compared by id: 1 added, 1 removed, 1 changed, 1 the same" in result.out
    assert '~ id "2"\n    health: "cough" -> "sound"' in result.out
    assert '+ id "4", name "Ivan Рай"' in result.out
    found = json.loads(versions.run(*words, "--json").out)
    assert found["changed"] == [{"key": {"id": "2"}, "fields": {"health": ["cough", "sound"]}}]
    assert [e["id"] for e in found["added"]] == ["4"]
    assert [e["id"] for e in found["removed"]] == ["3"]
    assert "2 added, 2 removed, 0 changed, 1 the same" in versions.run(*words, "--content").out
    assert "compared by name: 1 added" in versions.run(*words, "--key", "name").out
    assert "compared by id, name" in versions.run(*words, "--key", "id", "--key", "name").out


def test_diff_refuses_what_it_cannot_compare(versions: Desk) -> None:
    words = ["diff", "list.swap", "new.swap"]
    versions.fails(3, "reader-not-found", *words)
    versions.fails(3, "reader-not-found", *words, "-k", "South.swapkey")
    versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "nofield")
    versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "id", "--content")
    result = versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "health")
    assert "cough" not in result.all
    versions.fails(2, "file", "diff", "list.swap", "nowhere.swap", "-k", "North.swapkey")


def test_diff_ends_with_the_verdict_on_its_files(versions: Desk) -> None:
    versions.write("junk.swap", versions.read("new.swap") + b"\xa0")
    versions.run("diff", "list.swap", "junk.swap", "-k", "North.swapkey", expect=1)


def test_diff_compares_fields_of_different_schemas(wolf: Desk) -> None:
    first = make(WOLF, List.of("l", NAMES, [{"id": "1", "name": "x"}]), place=Place(role="report", list_id=bytes(16)))
    wider = Schema((*NAMES.fields, Field("rank")), primary_key=("id",))
    second = make(WOLF, List.of("l", wider, [{"id": "1", "name": "x", "rank": "7"}]), place=Place.after(first.signed))
    wolf.write("one.swap", published(first))
    wolf.write("two.swap", published(second))
    assert 'rank: nothing -> "7"' in wolf.run("diff", "one.swap", "two.swap").out


def renumbered(desk: Desk, *rows: str) -> Desk:
    """Return a desk with a second version of the list on the guarded desk, of these rows."""
    desk.commit(
        "new", "--label", "list", "--profile", "guard.json", "--previous", "list.swap",
        table="\n".join(["id,name,health", *rows, ""]),
    )  # fmt: skip
    return desk


def test_diff_says_that_a_key_was_renumbered(guarded: Desk) -> None:
    desk = renumbered(guarded, "1,Ivan Рай,", "2,Olha Вишневська,sound", "3,Petro Lelko,cough", "4,Ганна Дзвінка,fever")
    words = ["diff", "list.swap", "new.swap", "-k", "North.swapkey"]
    told = "3 entries are the same as before under another id, each 1 higher: the key was renumbered"
    assert told in desk.run(*words).err
    found = json.loads(desk.run(*words, "--json").out)
    assert {"before": {"id": "1"}, "after": {"id": "2"}} in found["renumbered"]
    assert "renumbered" not in desk.run(*words, "--key", "name").err


def test_diff_tells_one_renumbered_entry_from_a_renumbered_key(guarded: Desk) -> None:
    desk = renumbered(guarded, "1,Olha Вишневська,well", "2,Petro Lelko,well", "x,Ганна Дзвінка,fever", "7,Ivan,")
    result = desk.run("diff", "list.swap", "new.swap", "-k", "North.swapkey")
    assert "note: 1 entry is the same as before under another id. --key FIELD" in result.err
