"""Many years later: certificates have expired, algorithms have ended, and what was proven in time stays proven."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from swapproto import Assessment, Transcript, Trust, assess
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.stamp import Stamp, stamped_bytes
from swapproto.statements import Commitment
from tests.exchanges import START, Hall, released_by_parties

from .authorities import FAKETIME, SIGNING, Authority
from .forging import STAMPING, Made, certify

pytestmark = pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed")

FIRST_YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
LATER_YEARS = datetime(2030, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
MADE, RENEWED, TOO_LATE = "2027-01-16 12:00:00 UTC", "2031-05-05 12:00:00 UTC", "2033-05-05 12:00:00 UTC"


def year(number: int) -> int:
    return int(datetime(number, 6, 1, tzinfo=UTC).timestamp())


class Archive:
    """An exchange of 2027 whose lists were stamped by one authority, and can be renewed by another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hall: Hall = released_by_parties()
        start, end = FIRST_YEARS
        self.first_root = certify("Early Root", ec.generate_private_key(ec.SECP256R1()), ca=True, start=start, end=end)
        self.first = self._clock("Early Clock", ec.generate_private_key(ec.SECP256R1()), self.first_root, *FIRST_YEARS)
        start, end = LATER_YEARS
        key = rsa.generate_private_key(65537, 3072)
        self.later_root = certify("Late Root", key, ca=True, start=start, end=end)
        self.later = self._clock("Late Clock", rsa.generate_private_key(65537, 3072), self.later_root, *LATER_YEARS)
        self.stamps = [
            Stamp.of(commitment.id, self._stamp(self.first, stamped_bytes(commitment.raw[-64:]), MADE)).raw
            for commitment in self.hall.assess().of(Commitment).values()
        ]

    @staticmethod
    def _clock(name: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, root: Made, *years: datetime) -> Made:
        return certify(name, key, root, usage=SIGNING, purposes=STAMPING, start=years[0], end=years[1])

    def _stamp(self, signer: Made, data: bytes, at: str) -> bytes:
        return Authority(self.folder / f"{signer.x509.serial_number:x}", signer, at=at).stamp(data)

    def renewed(self, at: str) -> list[bytes]:
        """Return stamps of the stamps."""
        return [Stamp.of(Stamp.read(one).id, self._stamp(self.later, one, at)).raw for one in self.stamps]

    def read(self, now: int, *more: bytes) -> Assessment:
        operators = [
            Operator("Early", (self.first_root.certificate,)),
            Operator("Late", (self.later_root.certificate,)),
        ]
        files = [*self.hall.files, *self.stamps, *more]
        trust = Trust.of(*self.hall.pinned)._replace(clocks=Clocks(operators))
        return assess(Transcript.union(map(Transcript.read, files)), trust, now=now)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


def proven(found: Assessment) -> set[int]:
    """The times by which the lists existed, by stamps of their own."""
    lists = found.of(Commitment)
    direct = [one for one in found.facts if one.code == "existed-by" and one.value["direct"]]
    return {one.value["time"] for one in direct if one.subject in lists}


def doubtful(found: Assessment) -> int:
    return sum(view.code == "stamp-doubtful" for view in found.views)


def test_an_exchange_is_proven_twenty_years_later(archive: Archive) -> None:
    made = int(datetime(2027, 1, 16, 12, tzinfo=UTC).timestamp())
    assert made > START
    for now in (2028, 2034, 2046):
        found = archive.read(year(now), *archive.renewed(RENEWED))
        assert all(made <= time <= made + 30 for time in proven(found))
        assert len(proven(found)) >= 1
        assert found.exit_code() == 0
        assert "time-not-proven" not in found.not_proven


def test_a_certificate_that_has_expired_since_was_good_then(archive: Archive) -> None:
    assert proven(archive.read(year(2034))) == proven(archive.read(year(2028)))


def test_without_a_renewal_a_stamp_is_doubtful_once_its_certificate_has_expired(archive: Archive) -> None:
    lists = len(archive.stamps)
    assert doubtful(archive.read(year(2028))) == 0
    assert doubtful(archive.read(year(2034))) == lists
    assert doubtful(archive.read(year(2034), *archive.renewed(RENEWED))) == 0
    assert doubtful(archive.read(year(2034), *archive.renewed(TOO_LATE))) == lists


def test_in_the_year_2046_every_signature_of_today_is_doubtful(archive: Archive) -> None:
    found = archive.read(year(2046), *archive.renewed(RENEWED))
    assert doubtful(found) == 2 * len(archive.stamps)
    assert proven(found) == proven(archive.read(year(2028)))
