"""The versions of a list: which is the highest that is present. Spec 11."""

from collections.abc import Iterable

from ..statements import Commitment, Signed

ListKey = tuple[bytes, bytes]
"""What identifies a list: the kid of its signer, and its id."""


def list_key(commitment: Signed[Commitment]) -> ListKey:
    """Return which list a commitment is to a version of."""
    return commitment.kid, commitment.body.place.list_id


def highest_versions(commitments: Iterable[Signed[Commitment]]) -> dict[ListKey, int]:
    """Return the highest version of each list."""
    found: dict[ListKey, int] = {}
    for commitment in commitments:
        key, version = list_key(commitment), commitment.body.place.version
        found[key] = max(version, found.get(key, version))
    return found
