"""Whose clock a token is by: the chain from an anchor down to the certificate of its signer. Spec 18.3."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from ..errors import AccessError, VerificationError
from .certificates import Certificate
from .revocations import Revocation, RevocationList
from .tokens import Token

CHAIN = 8
"""The most certificates of a chain, with the anchor and that of the signer."""
ACCURACY = 1
"""The seconds by which a clock may be wrong, where neither its stamps nor whoever believes it say."""

_KEPT = 1024
"""How many sets of certificates are kept, each with what descends from its anchors."""


class Operator(NamedTuple):
    """Somebody whose clock a reader pinned."""

    #: What the reader calls them.
    name: str
    #: Their anchors: roots, intermediates, or the certificates of authorities themselves.
    certificates: tuple[Certificate, ...]
    #: How far their clock may be wrong where a token does not say, in seconds.
    accuracy: int = ACCURACY

    @property
    def anchors(self) -> frozenset[bytes]:
        """The SHA-256 of each of the certificates."""
        return frozenset(one.digest for one in self.certificates)


class Clocks:
    """The operators that a reader pinned, and the lists of revoked certificates that they give.

    What was checked of certificates is kept: the next token of the same authority needs none of it.
    """

    def __init__(self, operators: Iterable[Operator] = (), revocations: Iterable[RevocationList] = ()) -> None:
        #: The operators, in the order of their names as bytes.
        self.operators: tuple[Operator, ...] = tuple(sorted(operators, key=lambda one: one.name.encode()))
        #: The certificates of all operators, each once.
        self.certificates: tuple[Certificate, ...] = tuple(
            dict.fromkeys(one for operator in self.operators for one in operator.certificates)
        )
        self._revocations = tuple(revocations)
        self._checked: dict[tuple[bytes, bytes], bool] = {}
        self._families: dict[tuple[tuple[Certificate, ...], frozenset[bytes]], _Family] = {}

    def pinned(self, token: Token) -> Operator:
        """Return the operator whose clock ``token`` is by. Raise as :meth:`first_reached`."""
        return self.operators[self.first_reached(token, [one.anchors for one in self.operators])]

    def first_reached(self, token: Token, operators: Sequence[Collection[bytes]]) -> int:
        """Return the place of the first operator, each given as the SHA-256 of their anchors, whom ``token`` reaches.

        Raise :class:`AccessError` ``token-untrusted``, or :class:`VerificationError` ``token-expired``,
        ``token-revoked``. Spec 18.3, step 1.
        """
        at_hand = self._at_hand(token)
        digests = {one.digest for one in at_hand}
        near = [(place, digests.intersection(anchors)) for place, anchors in enumerate(operators)]
        families = [(place, self._family(at_hand, frozenset(anchors))) for place, anchors in near if anchors]
        for place, family in families:
            if family.leads_to(token.signer, lambda one: family.is_usable(one, token.time)):  # noqa: B023
                return place
        if any(family.leads_to(token.signer, lambda one: _is_current(one, token.time)) for _, family in families):
            raise VerificationError(
                "token-revoked",
                "the authority's certificate was revoked by the time that it states; do not rely on this stamp",
            )
        if any(family.leads_to(token.signer, _is_understood) for _, family in families):
            raise VerificationError(
                "token-expired",
                "a certificate of the authority was not valid at the time that it states; do not rely on this stamp",
            )
        raise AccessError(
            "token-untrusted",
            "the time stamp is by a clock that is not pinned; check the authority's root certificate and pin it",
        )

    def end_of(self, token: Token, anchors: Collection[bytes]) -> int:
        """Return the last second at which a token is believed without a renewal, since 1970. Spec 18.7."""
        at_hand = self._at_hand(token)
        present = frozenset(one.digest for one in at_hand).intersection(anchors)
        revoked = self._family(at_hand, present).revoked.get(token.signer, [])
        unsafe = [revocation.since for revocation in revoked if revocation.compromised]
        return min(token.signer.not_after, token.signer.sunset, *unsafe)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Clocks) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> "tuple[type[Clocks], tuple[tuple[Operator, ...], tuple[RevocationList, ...]]]":
        return type(self), self._parts  # without what was checked

    @property
    def _parts(self) -> tuple[tuple[Operator, ...], tuple[RevocationList, ...]]:
        return self.operators, self._revocations

    def _at_hand(self, token: Token) -> tuple[Certificate, ...]:
        return tuple(dict.fromkeys((*token.certificates, *self.certificates, token.signer)))

    def _family(self, at_hand: tuple[Certificate, ...], anchors: frozenset[bytes]) -> "_Family":
        """Return the certificates at hand that descend from the anchors among them.

        They are sought from the anchors down, so that only what is really theirs costs more than a check.
        """
        key = at_hand, anchors
        if key not in self._families:
            if len(self._families) >= _KEPT:
                self._families.clear()
            self._families[key] = self._descending(*key)
        return self._families[key]

    def _descending(self, at_hand: Collection[Certificate], anchors: frozenset[bytes]) -> "_Family":
        issued_by = defaultdict(list)
        for one in at_hand if anchors else ():
            issued_by[one.issuer].append(one)
        level = [one for one in at_hand if one.digest in anchors]
        issuers: dict[Certificate, list[Certificate]] = {one: [] for one in level}
        for _ in range(CHAIN - 1):
            found = []
            for issuer in level:
                if not issuer.issues_certificates:
                    continue
                for one in issued_by[issuer.subject]:
                    if one != issuer and self._issued(issuer, one):
                        if one not in issuers:
                            issuers[one] = []
                            found.append(one)
                        issuers[one].append(issuer)
            level = found
        return _Family(anchors, issuers, self._revoked(issuers))

    def _issued(self, issuer: Certificate, one: Certificate) -> bool:
        pair = issuer.digest, one.digest
        if pair not in self._checked:
            try:
                self._checked[pair] = one.is_signed_by(issuer)
            except VerificationError:  # by a weak key or algorithm
                self._checked[pair] = False
        return self._checked[pair]

    def _revoked(self, family: Collection[Certificate]) -> dict[Certificate, list[Revocation]]:
        """Return the revocations of each certificate of a family, by the lists that the family signed."""
        found: defaultdict[Certificate, list[Revocation]] = defaultdict(list)
        for given in self._revocations:
            if not any(self._lists(one, given) for one in family):
                continue
            for one in family:
                found[one] += given.revocations_of(one)
        return dict(found)

    def _lists(self, issuer: Certificate, given: RevocationList) -> bool:
        pair = issuer.digest, given.digest
        if pair not in self._checked:
            self._checked[pair] = given.is_signed_by(issuer)
        return self._checked[pair]


class _Family(NamedTuple):
    """Certificates that descend from anchors, each with those that issue it, and which of them are revoked."""

    anchors: frozenset[bytes]
    issuers: dict[Certificate, list[Certificate]]
    revoked: dict[Certificate, list[Revocation]]

    def is_usable(self, one: Certificate, time: int) -> bool:
        """Return whether a certificate is usable at a time. Spec 18.3."""
        return _is_current(one, time) and all(time < revocation.since for revocation in self.revoked.get(one, []))

    def leads_to(self, signer: Certificate, usable: Callable[[Certificate], bool]) -> bool:
        """Return whether a chain of usable certificates leads from an anchor to that of the signer.

        It is sought from the signer up, by the shortest way to each: the fewer certificates are between one and the
        signer, the less a path length constraint can forbid.
        """
        if signer not in self.issuers or not usable(signer):
            return False
        if signer.digest in self.anchors:
            return True
        level, seen = [signer], {signer}
        for between in range(CHAIN - 1):
            above = []
            for issuer in (issuer for one in level for issuer in self.issuers[one]):
                if issuer in seen or not usable(issuer):
                    continue
                if issuer.path_length is not None and issuer.path_length < between:
                    continue
                if issuer.digest in self.anchors:
                    return True
                if issuer.may_issue_stampers:
                    seen.add(issuer)
                    above.append(issuer)
            level = above
        return False


def _is_understood(one: Certificate) -> bool:
    return one.understood


def _is_current(one: Certificate, time: int) -> bool:
    return one.understood and one.not_before <= time < one.not_after
