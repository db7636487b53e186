"""Chains at random: whatever family of certificates is made up, what is accepted, openssl accepts, too.

The other way round, too, but for the rules that are stricter here: intermediates for other purposes alone. Where there
are two ways, openssl may miss the one that is found here.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from swapproto import SwapError
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.tokens import read_token

from .authorities import OPENSSL, SIGNING
from .forging import CA_USAGE, STAMPING, Made, Recipe, certify, key_usage
from .witnesses import openssl_accepts

pytestmark = [pytest.mark.slow, pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")]

FAMILIES = 600
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEYS = [ec.generate_private_key(ec.SECP256R1()) for _ in range(8)]
SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


class Family(NamedTuple):
    """A chain in which some certificates may be wrong, and perhaps a second way to the same authority."""

    signer: Made
    bag: list[Made]
    anchor: Made
    stricter: bool

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.signer, certificates=[one.raw for one in (self.signer, *self.bag)])


def made_up(random: Random) -> Family:
    stricter = False
    above = [certify("Root 0", KEYS[0], ca=True, path_length=random.choice([None, None, None, 0, 1, 2]))]
    for number in range(1, random.randrange(1, 6)):
        odd = random.random() < 0.25
        wrong = random.randrange(6) if odd else None
        start, end = AT - timedelta(days=9), AT + timedelta(days=9)
        if wrong == 0:
            start = AT + timedelta(seconds=random.choice([0, 1]))
        if wrong == 1:
            end = AT + timedelta(seconds=random.choice([0, 1]))
        purposes = random.choice([SERVERS, STAMPING]) if wrong == 2 else None
        stricter |= purposes is SERVERS
        ca = wrong != 3
        usage = key_usage("crl_sign") if wrong == 4 else CA_USAGE if ca else SIGNING
        issuer = random.choice(above) if wrong == 5 else above[-1]
        length = random.choice([0, 1, 2, None]) if ca and random.random() < 0.3 else None
        above.append(
            certify(
                f"Step {number}",
                KEYS[number],
                issuer,
                ca=ca,
                path_length=length,
                usage=usage,
                purposes=purposes,
                start=start,
                end=end,
            )
        )
    signer = certify("Clock", KEYS[-1], above[-1], usage=SIGNING, purposes=STAMPING)
    bag = above[:]
    if len(above) > 2 and random.random() < 0.3:  # a cross certificate: the same key and name by another issuer
        place = random.randrange(1, len(above))
        of = above[place]
        name = str(of.x509.subject.rfc4514_string().removeprefix("CN="))
        bag.append(certify(name, of.key, random.choice(above[:place]), ca=True))
        stricter = True  # openssl takes the first of a name, and we seek a way: see test_clocks
    if random.random() < 0.2:
        bag.pop(random.randrange(len(bag)))
    random.shuffle(bag)
    anchor = random.choice([above[0], above[0], random.choice(above), signer])
    if anchor is signer:  # openssl looks at those above it all the same
        bag = []
    return Family(signer, bag, anchor, stricter)


def accepted(family: Family) -> bool:
    clocks = Clocks([Operator("pinned", (family.anchor.certificate,))])
    try:
        clocks.pinned(read_token(family.recipe.token(), [family.recipe.data], clocks.certificates))
    except SwapError:
        return False
    return True


def test_chains_are_judged_as_openssl_judges_them() -> None:
    random = Random(5280)
    families = [made_up(random) for _ in range(FAMILIES)]
    ours = [accepted(family) for family in families]

    def ask(family: Family) -> bool:
        recipe = family.recipe
        return openssl_accepts(recipe.token(), recipe.data, int(AT.timestamp()), [family.anchor], [family.anchor])

    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(ask, families))
    told = Counter(zip(ours, theirs, strict=True))
    for family, mine, other in zip(families, ours, theirs, strict=True):
        if not family.stricter:
            assert mine == other, (mine, [one.x509.subject.rfc4514_string() for one in family.bag])
    assert told[True, True] > FAMILIES // 5, told
    assert told[False, False] > FAMILIES // 5, told
