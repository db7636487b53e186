"""card: the card of a key file, written again."""

from swapproto import Party
from tests.cli.desk import Desk


def test_card_writes_the_card_of_a_key_file_again_and_prints_its_digits(desk: Desk) -> None:
    desk.party("North", pin=False)
    before = desk.read("North.swap")
    (desk.folder / "North.swap").unlink()
    result = desk.run("card", "North.swapkey", "-o", "North.swap")
    assert desk.read("North.swap") == before
    assert result.out.strip() == Party.read(before).fingerprint


def test_card_takes_no_passphrase(desk: Desk) -> None:
    desk.secret("phrase", "correct horse\n")
    desk.run("keygen", "North", "--passphrase-file", "phrase")
    desk.run("card", "North.swapkey", "-o", "again.swap")
    assert desk.read("again.swap") == desk.read("North.swap")


def test_card_refuses_what_is_not_a_key_file_and_never_overwrites_the_key(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.fails(2, "key-file-malformed", "card", "North.swap", "-o", "card.swap")
    desk.fails(2, "file", "card", "North.swapkey", "-o", "North.swapkey", "--force")
