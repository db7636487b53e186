"""Trees and multiproofs against RFC 9162's own words, written out without a thought for speed. Spec 7.3, 10.1."""

from collections.abc import Sequence, Set
from hashlib import sha256
from itertools import combinations
from random import Random

import pytest

from swapproto.errors import VerificationError
from swapproto.wire.merkle import EMPTY, SortedTree, root_from_proof


def naive_root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_proof(leaves: Sequence[bytes], first: int, shown: Set[int]) -> list[bytes]:
    if not shown & set(range(first, first + len(leaves))):
        return [naive_root(leaves)]
    if len(leaves) == 1:
        return []
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return naive_proof(leaves[:split], first, shown) + naive_proof(leaves[split:], first + split, shown)


LEAVES = [sha256(bytes([n])).digest() for n in range(140)]


@pytest.mark.parametrize("count", [*range(18), 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 140])
def test_a_root_is_that_of_rfc_9162_over_sorted_leaves(count: int) -> None:
    assert SortedTree(LEAVES[:count]).root == naive_root(sorted(LEAVES[:count]))


def test_the_root_of_more_leaves_than_are_hashed_at_once_is_the_same() -> None:
    for count in (4095, 4096, 4097, 8192, 8193, 12_500):
        leaves = [sha256(number.to_bytes(4, "big")).digest() for number in range(count)]
        tree = SortedTree(iter(leaves))
        assert tree.root == naive_root(sorted(leaves))
        place = tree.position(leaves[0])
        assert root_from_proof(count, {place: leaves[0]}, tree.prove([place])) == tree.root


def test_the_root_of_no_leaves_is_the_hash_of_nothing() -> None:
    assert SortedTree([]).root == EMPTY == sha256(b"").digest()


def test_a_proof_of_any_positions_in_small_trees_is_exact() -> None:
    for count in range(1, 10):
        tree, leaves = SortedTree(LEAVES[:count]), sorted(LEAVES[:count])
        for size in range(1, count + 1):
            for positions in combinations(range(count), size):
                proof = tree.prove(positions)
                assert proof == naive_proof(leaves, 0, set(positions))
                assert root_from_proof(count, {p: leaves[p] for p in positions}, proof) == tree.root


def test_a_proof_in_larger_trees_is_exact() -> None:
    random = Random(1)
    for _ in range(200):
        count = random.randrange(10, 141)
        positions = sorted(random.sample(range(count), random.randrange(1, 9)))
        tree, leaves = SortedTree(LEAVES[:count]), sorted(LEAVES[:count])
        proof = tree.prove(positions)
        assert proof == naive_proof(leaves, 0, set(positions))
        assert root_from_proof(count, {p: leaves[p] for p in positions}, proof) == tree.root


def test_a_proof_with_a_hash_more_less_or_moved_does_not_prove_the_root() -> None:
    tree, leaves = SortedTree(LEAVES[:11]), sorted(LEAVES[:11])
    shown = {4: leaves[4], 9: leaves[9]}
    proof = tree.prove([4, 9])
    for wrong in (proof[:-1], proof[1:], [*proof, EMPTY], []):
        with pytest.raises(VerificationError) as caught:
            root_from_proof(11, shown, wrong)
        assert caught.value.code == "proof-invalid"
    with pytest.raises(VerificationError, match="too many"):
        root_from_proof(11, shown, [*proof, EMPTY])
    with pytest.raises(VerificationError, match="too few"):
        root_from_proof(11, shown, proof[:-1])
    assert root_from_proof(11, shown, [proof[1], proof[0], *proof[2:]]) != tree.root
    assert root_from_proof(11, {4: leaves[9], 9: leaves[4]}, proof) != tree.root


def test_two_equal_leaves_are_refused() -> None:
    with pytest.raises(VerificationError) as caught:
        SortedTree([LEAVES[0], LEAVES[1], LEAVES[0]])
    assert caught.value.code == "root-mismatch"


def test_a_leaf_is_found_at_its_position_and_an_absent_one_nowhere() -> None:
    tree = SortedTree(LEAVES[:50])
    assert [tree.position(leaf) for leaf in sorted(LEAVES[:50])] == list(range(50))
    for absent in (LEAVES[51], bytes(32), b"\xff" * 32):
        with pytest.raises(KeyError):
            tree.position(absent)
    assert len(tree) == 50
