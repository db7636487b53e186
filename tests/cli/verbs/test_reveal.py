"""reveal: a key, for the readers that are named and no others."""

from tests.cli.desk import Desk
from tests.cli.signed import commitment_in


def test_a_reveal_opens_the_list_for_its_readers_alone(north: Desk) -> None:
    north.commit()
    result = north.run(
        "reveal", "list.swap", "-k", "North.swapkey", "--yes", "--to", "South", "--to", "South.swap", "-o", "r.swap"
    )
    assert "1 reveal(s)" in result.err
    assert "It cannot be taken back" in result.err
    north.run("open", "list.swap", "r.swap", "-k", "South.swapkey", "-o", "south.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-k", "Heron.swapkey", "-o", "heron.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-o", "all.csv")
    result = north.fails(3, "reader-not-found", "open", "r.swap", "list.swap", "-o", "all.csv")
    assert "-k" in result.err
    # the reader may pass the key on, to all
    north.run("reveal", "list.swap", "r.swap", "-k", "South.swapkey", "--yes", "--public", "-o", "all.swap")
    north.run("open", "list.swap", "all.swap", "-o", "all.csv")
    result = north.run("verify", "list.swap", "all.swap", "--require", "released")
    assert "South handed over the key, to everyone" in result.out


def test_reveal_refuses_a_list_that_it_cannot_open(north: Desk) -> None:
    north.commit()
    words = ["-k", "South.swapkey", "--yes", "--public", "-o", "r.swap"]
    north.fails(3, "reader-not-found", "reveal", "list.swap", *words)
    north.write("public.swap", commitment_in(north, "list.swap").raw)
    north.fails(3, "reader-not-found", "reveal", "public.swap", "-k", "North.swapkey", *words[2:])
    altered = bytearray(north.read("list.swap"))
    altered[-30] ^= 1
    north.write("altered.swap", bytes(altered))
    north.fails(1, "reader-not-found", "reveal", "altered.swap", "-k", "North.swapkey", *words[2:])
    north.party("Stranger", pin=False)
    north.fails(
        3,
        "signer-not-pinned",
        "reveal",
        "list.swap",
        "-k",
        "North.swapkey",
        "--yes",
        "--to",
        "Stranger.swap",
        "-o",
        "r.swap",
    )
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "-o", "r.swap")
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "--public", "--to", "South", "-o", "r.swap")
    assert "r.swap" not in north.names()
