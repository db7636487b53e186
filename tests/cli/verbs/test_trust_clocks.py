"""trust: how the certificates of clocks are pinned, in one namespace with the parties."""

import datetime
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from swapproto import InputError
from swapproto.cli.pinning import clock_files
from swapproto.cli.pinning.pins import Pins
from tests.cli.desk import Desk, Result
from tests.stamps.authorities import Authorities
from tests.stamps.forging import Made, certify, key_usage
from tests.stamps.real import TOKENS


def sha256(made: Made) -> str:
    return made.certificate.digest.hex()


def pin(desk: Desk, made: Made, name: str, *words: object) -> Result:
    desk.write("root.pem", made.pem)
    return desk.run("trust", "root.pem", "--as", name, "--fingerprint", sha256(made), *words)


def pinned(desk: Desk) -> Pins:
    return Pins.load(None)


def test_a_clock_is_pinned_under_a_name_after_it_was_shown(desk: Desk, authorities: Authorities) -> None:
    shown = pin(desk, authorities.root, "FreeTSA").err
    assert "certificate of  North Root\n  issued by     itself\n  valid         2020-01-01 to 2040-01-01" in shown
    digits = authorities.root.certificate.digest.hex(":").upper()
    assert f"SHA-256       {digits}" in shown
    assert "Pinned the clock as 'FreeTSA'." in shown
    trust = pinned(desk).trust()
    (operator,) = trust.clocks.operators
    assert operator.certificates == (authorities.root.certificate,)
    assert (operator.name, operator.accuracy) == ("FreeTSA", 1)


def test_parties_and_clocks_are_listed_beside_each_other(north: Desk, authorities: Authorities) -> None:
    pin(north, authorities.root, "FreeTSA", "--accuracy", 30)
    listed = north.run("trust", "--list").out
    assert listed.startswith("Heron\n")
    assert "FreeTSA   (a clock, taken to be right within 30 seconds where a stamp does not say)\n" in listed
    assert authorities.root.certificate.digest.hex(":").upper() in listed


def test_the_accuracy_is_kept_in_the_file(desk: Desk, authorities: Authorities, tmp_path: Path) -> None:
    pin(desk, authorities.root, "FreeTSA", "--accuracy", 0)
    kept = (tmp_path / "trust" / "FreeTSA.pem").read_text()
    assert kept.startswith("accuracy: 0 s\n-----BEGIN CERTIFICATE-----\n")
    assert max(map(len, kept.splitlines())) <= 64
    assert pinned(desk).clocks["FreeTSA"].accuracy == 0
    desk.write("colleague's.pem", kept.replace("0 s", "7 s"))
    desk.run("trust", "--remove", "FreeTSA")
    digits = sha256(authorities.root)
    said = desk.run("trust", "colleague's.pem", "--as", "Time", "--fingerprint", digits).err
    assert "right within 7 seconds" in said
    desk.fails(2, "usage", "trust", "root.pem", "--as", "Other", "--fingerprint", digits, "--accuracy", 86_401)
    desk.party("South", pin=False)
    assert "for clocks" in desk.fails(2, "usage", "trust", "South.swap", "--accuracy", 1).err


def test_a_certificate_in_der_is_read_whatever_its_ending(desk: Desk, authorities: Authorities) -> None:
    for number, ending in enumerate(("crt", "cer", "CER", "pem")):
        desk.write(f"root.{ending}", authorities.root.raw)
        words = ("trust", f"root.{ending}", "--as", f"Time {number}", "--fingerprint", sha256(authorities.root))
        assert f"Pinned the clock as 'Time {number}'" in desk.run(*words).err
        desk.run("trust", "--remove", f"Time {number}")


def test_without_a_terminal_the_sha256_is_needed(desk: Desk, authorities: Authorities) -> None:
    desk.write("root.pem", authorities.root.pem)
    assert "--fingerprint" in desk.fails(2, "usage", "trust", "root.pem", "--as", "Time").err
    assert "64 hex" in desk.fails(2, "usage", "trust", "root.pem", "--as", "Time", "--fingerprint", "12345").err
    wrong = sha256(authorities.other_root)
    said = desk.fails(1, "card-mismatch", "trust", "root.pem", "--as", "Time", "--fingerprint", wrong).err
    assert "no certificate in it has this SHA-256" in said
    assert "--as OPERATOR" in desk.fails(2, "usage", "trust", "root.pem", "--fingerprint", wrong).err
    assert not pinned(desk).clocks


def test_of_several_certificates_the_one_with_the_sha256_is_pinned(desk: Desk, authorities: Authorities) -> None:
    desk.write("chain.pem", authorities.intermediate.pem + authorities.root.pem)
    colons = authorities.root.certificate.digest.hex(":").upper()
    desk.run("trust", "chain.pem", "--as", "Time", "--fingerprint", colons)
    assert pinned(desk).clocks["Time"].certificates == (authorities.root.certificate,)


def test_a_pinned_clock_is_neither_replaced_nor_doubled(desk: Desk, authorities: Authorities) -> None:
    pin(desk, authorities.root, "Time")
    assert "already, as 'Time'" in pin(desk, authorities.root, "Another").err
    desk.write("root.pem", authorities.root.pem)
    words = ("trust", "root.pem", "--as", "Time", "--fingerprint", sha256(authorities.root))
    said = desk.fails(2, "pin-conflict", *words, "--accuracy", 60).err
    assert "swapproto trust --remove Time" in said
    desk.write("root.pem", authorities.other_root.pem)
    other = ("trust", "root.pem", "--fingerprint", sha256(authorities.other_root))
    for name in ("Time", "time", "Tіme", "T ime"):
        assert "'Time'" in desk.fails(2, "pin-conflict", *other, "--as", name).err
    desk.fails(2, "pin-conflict", *other, "--as", "everyone")
    desk.fails(2, "usage", *other, "--as", "../Time")
    assert [*pinned(desk).clocks] == ["Time"]
    assert pinned(desk).clocks["Time"].certificates == (authorities.root.certificate,)


def test_parties_and_clocks_have_one_namespace(desk: Desk, authorities: Authorities) -> None:
    desk.party("North")
    desk.write("root.pem", authorities.root.pem)
    words = ("trust", "root.pem", "--fingerprint", sha256(authorities.root))
    assert "'North'" in desk.fails(2, "pin-conflict", *words, "--as", "North").err
    desk.run(*words, "--as", "Time")
    south = desk.party("South", pin=False)
    assert "'Time'" in desk.fails(2, "pin-conflict", "trust", "South.swap", "--as", "time", "--fingerprint", south).err


def test_a_clock_is_no_party(north: Desk, authorities: Authorities) -> None:
    pin(north, authorities.root, "Time")
    north.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "out.swap", "--to")
    assert "this is a clock" in north.fails(2, "usage", *words, "Time").err
    assert "certificates of a clock" in north.fails(2, "file", *words, "root.pem").err


def test_a_clock_is_removed_with_its_copies(desk: Desk, authorities: Authorities, tmp_path: Path) -> None:
    pin(desk, authorities.root, "Time")
    (tmp_path / "trust" / "Time (copy).crt").write_bytes(authorities.root.raw)
    assert "Time (copy).crt" in desk.run("trust", "--remove", "Time").err
    assert not pinned(desk).clocks
    assert "nobody is pinned as 'Time'" in desk.fails(2, "usage", "trust", "--remove", "Time").err


def test_files_that_somebody_else_put_among_the_pins_disable_none(
    desk: Desk, authorities: Authorities, tmp_path: Path
) -> None:
    pin(desk, authorities.root, "Time")
    folder = tmp_path / "trust"
    (folder / "broken.pem").write_text("nothing")
    (folder / "tIme (1).pem").write_bytes(authorities.root.pem)
    (folder / "you.pem").write_bytes(authorities.other_root.pem)
    said = desk.run("trust", "--list").err
    assert all(f"{name} pins no clock" in said for name in ("broken.pem", "tIme (1).pem", "you.pem"))
    assert [*pinned(desk).clocks] == ["Time"]


BAD = {
    "nothing": b"",
    "text": b"Dear all, the certificate is attached.",
    "cut off": b"-----BEGIN CERTIFICATE-----\nMIIB",
    "not base64": b"-----BEGIN CERTIFICATE-----\n\xff\xff\n-----END CERTIFICATE-----\n",
    "not a certificate": b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    "DER of something": b"0\x03\x02\x01\x01",
    "many": b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n" * 17,
    "large": bytes(2**19),
    "inaccurate": b"accuracy: 99999 s\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_without_a_sound_certificate_is_refused_in_plain_words(desk: Desk, name: str) -> None:
    desk.write("root.pem", BAD[name])
    said = desk.fails(2, "file", "trust", "root.pem", "--as", "Time", "--fingerprint", "0" * 64).err
    assert "root.pem: " in said
    assert not pinned(desk).clocks


def test_a_private_key_is_named_as_one(desk: Desk) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    desk.write("root.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    said = desk.fails(2, "file", "trust", "root.pem", "--as", "Time", "--fingerprint", "0" * 64).err
    assert "a private key" in said


def test_a_certificate_that_can_vouch_for_no_clock_is_refused(desk: Desk, authorities: Authorities) -> None:
    weak = certify("Old Root", rsa.generate_private_key(65537, 1024), ca=True)
    for made, why in ((authorities.tls, "neither a CA's nor for time stamps"), (weak, "too weak")):
        desk.write("root.pem", made.pem)
        said = desk.fails(2, "file", "trust", "root.pem", "--as", "Time", "--fingerprint", sha256(made)).err
        assert why in said
    assert "replaced every year or so" in pin(desk, authorities.p256, "Time").err
    assert "replaced every year" not in pin(desk, authorities.root, "Other").err


def test_a_root_that_has_expired_is_pinned_with_a_warning(desk: Desk) -> None:
    end = datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)
    old = certify("Old Root", ec.generate_private_key(ec.SECP256R1()), ca=True, end=end)
    said = pin(desk, old, "Time").err
    assert "WARNING: 'Old Root' was valid until 2024-05-01. It vouches for stamps of before then" in said
    start = datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
    new = certify("New Root", ec.generate_private_key(ec.SECP256R1()), ca=True, start=start, end=end)
    assert "is not valid before 2199-01-01" in pin(desk, new, "Later").err


def test_names_in_certificates_cannot_write_on_the_terminal(desk: Desk) -> None:
    evil = certify(
        "Root\x1b[2J\u202eevil", ec.generate_private_key(ec.SECP256R1()), ca=True, usage=key_usage("key_cert_sign")
    )
    said = pin(desk, evil, "Time").all + desk.run("trust", "--list").out
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("made", ["root", "p256", "south"])
def test_a_damaged_certificate_raises_nothing_but_an_input_error(
    desk: Desk, authorities: Authorities, made: str
) -> None:
    random, raw = Random(made), getattr(authorities, made).raw
    for _ in range(300):
        place = random.randrange(len(raw))
        desk.write("root.pem", raw[:place] + random.randbytes(1) + raw[place + random.randrange(2) :])
        with suppress(InputError):
            operator = clock_files.read_operator("root.pem", "Time")
            assert [*clock_files.lines_of(operator)]
            clock_files.require_clock(operator, "root.pem")
            desk.write("kept.pem", clock_files.encode(operator))
            assert clock_files.read_operator("kept.pem", "Time") == operator


@pytest.mark.skipif(not TOKENS.is_dir(), reason="the evidence folder is not here")
@pytest.mark.parametrize(
    ("file", "name", "count"),
    [
        ("digicert-root-g4", "DigiCert Trusted Root G4, www.digicert.com, DigiCert Inc, US", 1),
        ("identrust-root", "IdenTrust", 1),
        ("sigstage-chain", "sigstore", 2),
    ],
)
def test_roots_of_public_operators_are_read(file: str, name: str, count: int) -> None:
    operator = clock_files.read_operator(str(TOKENS / f"{file}.pem"), "Time")
    clock_files.require_clock(operator, file)
    assert len(operator.certificates) == count
    assert name in "\n".join(clock_files.lines_of(operator))
