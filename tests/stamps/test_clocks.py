"""Whose clock: only what descends from an anchor counts, at the token's time, for one operator. Spec 18.3."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from swapproto import InputError, SwapError
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.revocations import RevocationList
from swapproto.stamps.tokens import Token, read_token

from .authorities import OPENSSL, SIGNING, Authorities
from .forging import HASHES, STAMPING, Made, PrivateKey, Recipe, certify, key_usage
from .mutating import mutate
from .witnesses import openssl_accepts

AT = 1772366400
"""2026-03-01 12:00 UTC."""
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY, OTHER, THIRD = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
ROOT = certify("Root", KEY, ca=True)


def leaf(issuer: Made, key: PrivateKey = THIRD, **changes: Any) -> Made:
    return certify("Clock", key, issuer, **{"usage": SIGNING, "purposes": STAMPING, **changes})


def made(signer: Made, *bag: Made) -> Recipe:
    return Recipe(signer, certificates=[one.raw for one in (signer, *bag)])


def token_of(signer: Made, *bag: Made) -> Token:
    recipe = made(signer, *bag)
    return read_token(recipe.token(), [recipe.data])


def pinned(*certificates: Made, name: str = "North") -> Operator:
    return Operator(name, tuple(one.certificate for one in certificates))


def verdict(
    signer: Made,
    *bag: Made,
    anchors: Sequence[Made] = (ROOT,),
    crls: Sequence[RevocationList] = (),
    second: bool = True,
) -> str:
    """The operator's name, or the code. What is accepted, openssl accepts, too."""
    token = token_of(signer, *bag)
    try:
        name = Clocks([pinned(*anchors)], crls).pinned(token).name
    except SwapError as error:
        return error.code
    if OPENSSL and second:
        recipe = made(signer, *bag)
        assert openssl_accepts(recipe.token(), recipe.data, AT, anchors)
    return name


def test_any_certificate_on_the_way_may_be_the_anchor(authorities: Authorities) -> None:
    signer, bag = authorities.p256, [authorities.intermediate, authorities.root]
    for anchor in (authorities.root, authorities.intermediate, authorities.p256):
        assert verdict(signer, *bag, anchors=[anchor]) == "North"
    assert verdict(signer, authorities.intermediate, anchors=[authorities.root]) == "North"
    assert verdict(signer, anchors=[authorities.root]) == "token-untrusted"  # nobody has the intermediate
    assert verdict(signer, *bag, anchors=[authorities.other_root]) == "token-untrusted"
    assert verdict(signer, *bag, anchors=[]) == "token-untrusted"


def test_the_certificates_of_any_operator_may_be_on_the_way(authorities: Authorities) -> None:
    token = token_of(authorities.p256)
    clocks = Clocks([pinned(authorities.root), pinned(authorities.intermediate, name="South")])
    assert clocks.pinned(token).name == "North"
    assert clocks.first_reached(token, [[], [authorities.root.certificate.digest]]) == 1


def test_one_token_counts_for_the_first_operator_alone(authorities: Authorities) -> None:
    token = token_of(authorities.p256, authorities.intermediate)
    both = [pinned(authorities.root, name="Я"), pinned(authorities.intermediate, name="Alpha")]
    assert Clocks(both).pinned(token).name == "Alpha"
    assert Clocks(both[::-1]).pinned(token).name == "Alpha"
    root, below = authorities.root.certificate.digest, authorities.intermediate.certificate.digest
    assert Clocks(both).first_reached(token, [[below], [root]]) == 0
    assert Clocks(both).first_reached(token, [[bytes(32)], [root], [below]]) == 1


def test_a_certificate_that_is_no_ca_issues_nothing() -> None:
    """Whoever has a certificate for a server below the root would run a clock with it."""
    server = certify("Server", OTHER, ROOT, usage=SIGNING, purposes=SERVERS)
    assert verdict(leaf(server), server) == "token-untrusted"
    plain = certify("Plain", OTHER, ROOT, basic=False)
    assert verdict(leaf(plain), plain) == "token-untrusted"
    unable = certify("Unable", OTHER, ROOT, ca=True, usage=key_usage("crl_sign"))
    assert verdict(leaf(unable), unable) == "token-untrusted"
    able = certify("Able", OTHER, ROOT, ca=True)
    assert verdict(leaf(able), able) == "North"


def test_an_intermediate_for_other_purposes_issues_no_clock() -> None:
    for servers in (certify("Servers", OTHER, ROOT, ca=True, purposes=SERVERS),):
        assert verdict(leaf(servers), servers) == "token-untrusted"
        assert verdict(leaf(servers), servers, anchors=[servers]) == "North"  # whoever pins it means it
    clocks = certify("Clocks", OTHER, ROOT, ca=True, purposes=STAMPING)
    assert verdict(leaf(clocks), clocks) == "North"


def test_a_path_length_limits_the_way() -> None:
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    for length, expected in ((0, "token-untrusted"), (1, "North"), (None, "North")):
        root = certify("Limited", KEY, ca=True, path_length=length)
        one = certify("One", keys[0], root, ca=True)
        assert verdict(leaf(one), one, anchors=[root]) == expected
        assert verdict(leaf(root), anchors=[root]) == "North"
        two = certify("Two", keys[1], one, ca=True)
        assert verdict(leaf(two), one, two, anchors=[root]) == ("token-untrusted" if length is not None else "North")


def test_a_chain_has_at_most_eight_certificates() -> None:
    for between, expected in ((6, "North"), (7, "token-untrusted")):
        chain = [ROOT]
        for number in range(between):
            chain.append(certify(f"Step {number}", KEY, chain[-1], ca=True))
        assert verdict(leaf(chain[-1]), *chain[1:]) == expected


def test_the_way_is_found_among_cross_certificates() -> None:
    """As in real tokens: the root is there twice, once issued by another root that nobody here pinned."""
    elsewhere = certify("Elsewhere", OTHER, ca=True)
    crossed = certify("Root", KEY, elsewhere, ca=True)
    for bag in ([crossed, ROOT], [ROOT, crossed], [crossed]):
        for anchor in (ROOT, elsewhere, crossed):
            # openssl seeks no other way once it is at a root that it does not know
            second = anchor is ROOT or ROOT not in bag
            assert verdict(leaf(ROOT), *bag, anchors=[anchor], second=second) == "North"


def test_certificates_that_issue_each_other_end() -> None:
    one, two = certify("One", KEY, ca=True), certify("Two", OTHER, ca=True)
    ring = [certify("One", KEY, two, ca=True), certify("Two", OTHER, one, ca=True), one, two]
    assert verdict(leaf(one), *ring, anchors=[two]) == "North"
    assert verdict(leaf(one), *ring, anchors=[ROOT]) == "token-untrusted"


def test_strangers_in_the_bag_change_nothing() -> None:
    """Certificates with the right names and other keys, first or last, spoil no token and vouch for none."""
    above = certify("Above", OTHER, ROOT, ca=True)
    strangers = [certify("Above", ed25519.Ed25519PrivateKey.generate(), issuer_name="Root", ca=True) for _ in range(3)]
    for bag in ([above, *strangers], [*strangers, above]):
        assert verdict(leaf(above), *bag, second=False) == "North"  # openssl takes the first of that name
    assert verdict(leaf(strangers[0]), *strangers) == "token-untrusted"


def test_a_weak_issuer_issues_nothing() -> None:
    small = certify("Small", rsa.generate_private_key(65537, 1024), ROOT, ca=True)
    assert verdict(leaf(small), small) == "token-untrusted"
    assert verdict(leaf(small), small, anchors=[small]) == "token-untrusted"
    curve = certify("Curve", ec.generate_private_key(ec.SECP256K1()), ROOT, ca=True)
    assert verdict(leaf(curve), curve) == "token-untrusted"
    assert verdict(leaf(ROOT, hash_name="sha512")) == "North"


@pytest.mark.parametrize("pss", [False, True])
@pytest.mark.parametrize("kind", ["RSA", "P-384", "Ed25519"])
def test_certificates_are_signed_with_any_key(kind: str, pss: bool) -> None:
    keys: dict[str, PrivateKey] = {
        "RSA": rsa.generate_private_key(65537, 2048),
        "P-384": ec.generate_private_key(ec.SECP384R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    }
    if pss and kind != "RSA":
        pytest.skip("PSS is of RSA")
    root = certify("Another Root", keys[kind], ca=True)
    assert verdict(leaf(root, pss=pss), anchors=[root]) == "North"


def test_a_certificate_counts_only_while_it_is_valid() -> None:
    for start, end, expected in (
        (THEN, THEN + timedelta(seconds=1), "North"),
        (THEN - timedelta(days=1), THEN, "token-expired"),
        (THEN - timedelta(days=1), THEN - timedelta(seconds=1), "token-expired"),
        (THEN + timedelta(seconds=1), THEN + timedelta(days=1), "token-expired"),
    ):
        assert verdict(leaf(ROOT, start=start, end=end)) == expected
        above = certify("Above", OTHER, ROOT, ca=True, start=start, end=end)
        assert verdict(leaf(above), above) == expected
        root = certify("Root of a day", KEY, ca=True, start=start, end=end)
        assert verdict(leaf(root), anchors=[root]) == expected
    fresh = certify("Above", OTHER, ROOT, ca=True)
    stale = certify("Above", OTHER, ROOT, ca=True, end=THEN - timedelta(days=1))
    for bag in ([stale, fresh], [fresh, stale]):
        assert verdict(leaf(fresh), *bag, second=False) == "North"


def test_what_is_not_understood_and_critical_is_not_used() -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    names = x509.NameConstraints([x509.DNSName("example")], None)
    policies = x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.2.3.4"), None)])
    for extension, critical, expected in (
        (unknown, True, "token-untrusted"),
        (unknown, False, "North"),
        (names, True, "token-untrusted"),
        (names, False, "token-untrusted"),
        (policies, True, "North"),
    ):
        assert verdict(leaf(ROOT, others=[(extension, critical)])) == expected
        above = certify("Above", OTHER, ROOT, ca=True, others=[(extension, critical)])
        assert verdict(leaf(above), above) == expected


# --- revocation ---


def crl(
    issuer: Made,
    *revoked: tuple[Made, datetime],
    reason: x509.ReasonFlags | None = None,
    invalid: datetime | None = None,
    others: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> bytes:
    builder = x509.CertificateRevocationListBuilder(issuer.x509.subject)
    builder = builder.last_update(datetime(2027, 1, 1, tzinfo=UTC)).next_update(datetime(2027, 2, 1, tzinfo=UTC))
    for one, date in revoked:
        entry = x509.RevokedCertificateBuilder(one.x509.serial_number, date)
        if reason:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        if invalid:
            entry = entry.add_extension(x509.InvalidityDate(invalid), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    for extension, critical in others:
        builder = builder.add_extension(extension, critical)
    used: Any = None if isinstance(issuer.key, ed25519.Ed25519PrivateKey) else HASHES["sha256"]
    return builder.sign(issuer.key, used).public_bytes(Encoding.DER)


DAY = timedelta(days=1)


def test_a_revoked_certificate_counts_only_before_its_date() -> None:
    above = certify("Above", OTHER, ROOT, ca=True)
    signer = leaf(above)
    for date, expected in (
        (THEN - DAY, "token-revoked"),
        (THEN, "token-revoked"),
        (THEN + timedelta(seconds=1), "North"),
    ):
        for issuer, revoked in ((above, signer), (ROOT, above)):
            given = RevocationList.read(crl(issuer, (revoked, date)))
            assert verdict(signer, above, crls=[given]) == expected
            assert verdict(signer, above) == "North"
    both = [
        RevocationList.read(crl(above, (signer, THEN + DAY))),
        RevocationList.read(crl(above, (signer, THEN - DAY))),
    ]
    assert verdict(signer, above, crls=both) == verdict(signer, above, crls=both[::-1]) == "token-revoked"


def test_the_date_since_when_a_key_was_unsafe_counts() -> None:
    signer = leaf(ROOT)
    given = RevocationList.read(crl(ROOT, (signer, THEN + DAY), invalid=THEN - DAY))
    assert verdict(signer, crls=[given]) == "token-revoked"
    given = RevocationList.read(crl(ROOT, (signer, THEN - DAY), invalid=THEN + DAY))
    assert verdict(signer, crls=[given]) == "token-revoked"
    given = RevocationList.read(crl(ROOT, (signer, THEN - DAY), reason=x509.ReasonFlags.remove_from_crl))
    assert verdict(signer, crls=[given]) == "North"


def test_only_a_list_of_the_issuer_revokes() -> None:
    """Anybody can sign a list; one that is not by the family of the anchor would take a stamp from its owner."""
    signer = leaf(ROOT)
    strangers = [
        certify("Root", OTHER, ca=True),  # has the name, and another key
        certify("Root", KEY, ca=True, usage=key_usage("key_cert_sign")),  # may not sign lists
        certify("Another", KEY, ca=True),  # has another name
    ]
    for stranger in strangers:
        given = RevocationList.read(crl(stranger, (signer, THEN - DAY)))
        expected = "token-revoked" if stranger is strangers[1] else "North"  # ROOT has the same name and key, and may
        assert verdict(signer, stranger, crls=[given]) == expected
    for serial in (signer.x509.serial_number,):
        elsewhere = leaf(certify("Another", OTHER, ca=True), serial=serial)
        given = RevocationList.read(crl(certify("Another", OTHER, ca=True), (elsewhere, THEN - DAY)))
        assert verdict(signer, crls=[given]) == "North"


def test_a_list_in_pem_is_read_and_others_are_refused() -> None:
    signer = leaf(ROOT)
    data = crl(ROOT, (signer, THEN - DAY))
    armored = x509.load_der_x509_crl(data).public_bytes(Encoding.PEM)
    assert RevocationList.read(armored).digest == RevocationList.read(data).digest
    delta = crl(ROOT, others=[(x509.DeltaCRLIndicator(1), True)])
    for other in (b"", b"text", data[:-1], ROOT.raw, ROOT.pem, delta):
        with pytest.raises(InputError) as caught:
            RevocationList.read(other)
        assert caught.value.code == "file"


def test_of_a_damaged_list_only_errors_of_ours_come() -> None:
    random, data = Random(5280), crl(ROOT, (leaf(ROOT), THEN), reason=x509.ReasonFlags.superseded, invalid=THEN)
    told = Counter[str]()
    for _ in range(3000):
        try:
            RevocationList.read(mutate(random, data))
            told["read"] += 1
        except InputError as error:
            told[error.code] += 1
    assert told.keys() == {"read", "file"}


def test_each_entry_of_a_list_counts() -> None:
    signer = leaf(ROOT)
    given = RevocationList.read(crl(ROOT, (signer, THEN + DAY), (signer, THEN - DAY)))
    assert verdict(signer, crls=[given]) == "token-revoked"


def test_the_same_certificates_are_checked_once(authorities: Authorities, monkeypatch: pytest.MonkeyPatch) -> None:
    checks: list[Certificate] = []
    real = Certificate.is_signed_by

    def counted(self: Certificate, key: Any) -> bool:
        checks.append(self)
        return real(self, key)

    monkeypatch.setattr(Certificate, "is_signed_by", counted)
    clocks = Clocks([authorities.north])
    token = token_of(authorities.p256, authorities.intermediate)
    for _ in range(3):
        assert clocks.pinned(token).name == "North"
    assert len(checks) == 2
