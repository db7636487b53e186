"""When a stamp ends. Spec 18.7."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from swapproto.stamps.clocks import Clocks
from swapproto.stamps.revocations import RevocationList
from swapproto.stamps.tokens import read_token

from .authorities import Authorities
from .forging import certify
from .test_clocks import AT, DAY, ROOT, THEN, crl, leaf, pinned, token_of

END_OF_2030, END_OF_2035 = 1924991999, 2082758399
ANCHORS = [ROOT.certificate.digest]


@pytest.mark.parametrize(
    ("kind", "end"), [("rsa", END_OF_2030), ("rsa3072", END_OF_2035), ("p256", END_OF_2035), ("p384", END_OF_2035)]
)
def test_an_algorithm_ends_with_its_year(authorities: Authorities, kind: str, end: int) -> None:
    recipe = authorities.recipe.but(signer=getattr(authorities, kind), certificates=[getattr(authorities, kind).raw])
    token = read_token(recipe.token(), [recipe.data])
    assert Clocks().end_of(token, []) == end
    assert datetime.fromtimestamp(end + 1, UTC) in (datetime(2031, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC))


def test_a_certificate_ends_with_its_last_date() -> None:
    signer = leaf(ROOT, end=THEN + DAY)
    token = token_of(signer)
    for date, end in ((None, 86_400), (THEN + 2 * DAY, 86_400), (THEN + timedelta(minutes=1), 60)):
        given = [RevocationList.read(crl(ROOT, (signer, date)))] if date else []
        assert Clocks([pinned(ROOT)], given).end_of(token, ANCHORS) == AT + end


@pytest.mark.parametrize(
    ("reason", "compromised"),
    [
        (None, True),
        (x509.ReasonFlags.key_compromise, True),
        (x509.ReasonFlags.ca_compromise, True),
        (x509.ReasonFlags.certificate_hold, True),
        (x509.ReasonFlags.affiliation_changed, False),
        (x509.ReasonFlags.superseded, False),
        (x509.ReasonFlags.cessation_of_operation, False),
    ],
)
def test_a_later_revocation_ends_a_stamp_unless_it_says_nothing_about_the_key(
    reason: x509.ReasonFlags | None, compromised: bool
) -> None:
    signer = leaf(ROOT)
    given = RevocationList.read(crl(ROOT, (signer, THEN + timedelta(hours=1)), reason=reason))
    clocks, token = Clocks([pinned(ROOT)], [given]), token_of(signer)
    assert clocks.pinned(token).name == "North"
    assert clocks.end_of(token, ANCHORS) == (AT + 3600 if compromised else END_OF_2035)
    stranger = certify("Another", ROOT.key).certificate.digest
    assert clocks.end_of(token, [stranger]) == END_OF_2035  # the list is of nobody who descends from it
    assert Clocks([pinned(ROOT)]).end_of(token, ANCHORS) == END_OF_2035


def test_a_list_that_says_less_does_not_hide_one_that_says_more() -> None:
    """An authority first replaced the certificate, and found out later that its key was stolen."""
    signer = leaf(ROOT)
    token = token_of(signer)
    replaced = RevocationList.read(crl(ROOT, (signer, THEN + DAY), reason=x509.ReasonFlags.superseded))
    stolen = RevocationList.read(crl(ROOT, (signer, THEN + 2 * DAY), reason=x509.ReasonFlags.key_compromise))
    for given in ([replaced, stolen], [stolen, replaced]):
        assert Clocks([pinned(ROOT)], given).end_of(token, ANCHORS) == AT + 2 * 86_400
    assert Clocks([pinned(ROOT)], [replaced]).end_of(token, ANCHORS) == END_OF_2035
