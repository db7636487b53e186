"""revoke: says from when a key is not to be believed, and what that does not do."""

from tests.cli.desk import Desk


def test_what_the_key_signed_after_that_is_marked_and_stays_proven(north: Desk) -> None:
    north.commit()
    words = ("revoke", "-k", "North.swapkey", "--since", "2020-01-01T00:00:00+02:00", "--yes", "-o", "r.swap")
    said = north.run(*words).err
    assert "from 2019-12-31 22:00:00 UTC on it is not to be believed." in said
    assert "it takes back nothing that was signed before" in said
    assert "It does not prove that the key was stolen." in said
    assert "give them to nobody" in said
    out = north.run("verify", "list.swap", "r.swap", "--require", "committed").out
    assert "North revoked their key" in out
    assert "A thief of the key could say so, too" in out
    assert "it says that it was signed after 2019-12-31 22:00:00 UTC" in out


def test_a_time_that_is_none_or_to_come_is_refused(north: Desk) -> None:
    for since, message in (("soon", "is not a time"), ("2999-01-01", "is yet to come")):
        refused = north.fails(
            2, "usage", "revoke", "-k", "North.swapkey", "--since", since, "--yes", "-o", "r.swap"
        ).err
        assert message in refused
    assert "r.swap" not in north.names()


def test_nothing_is_signed_without_a_yes(north: Desk) -> None:
    north.fails(2, "not-confirmed", "revoke", "-k", "North.swapkey", "--since", "2020-01-01", "-o", "r.swap")
    assert not {"r.swap", "North.journal"} & north.names()
