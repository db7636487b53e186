// The tree of RFC 9162 over leaves in ascending order (7.3), and the proofs of 10.1.

import { compare, fail } from './bytes.mjs';
import { sha256 } from './sha2.mjs';

const NODE = Uint8Array.of(1);
const node = (left, right) => sha256(NODE, left, right);

// The largest power of two below n.
function split(n) {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}

function rootOver(leaves, start, end) {
  if (end - start === 1) return leaves[start];
  const middle = start + split(end - start);
  return node(rootOver(leaves, start, middle), rootOver(leaves, middle, end));
}

export function sortedLeaves(leaves) {
  const sorted = [...leaves].sort(compare);
  for (let i = 1; i < sorted.length; i++) if (compare(sorted[i - 1], sorted[i]) === 0) fail('root-mismatch');
  return sorted;
}

export function rootOf(leaves) {
  const sorted = sortedLeaves(leaves);
  return sorted.length ? rootOver(sorted, 0, sorted.length) : sha256();
}

// The hashes of the subtrees without any of these positions.
export function prove(leaves, positions) {
  const sorted = sortedLeaves(leaves);
  const proof = [];
  const walk = (start, end, shown) => {
    if (!shown.length) proof.push(rootOver(sorted, start, end));
    else if (end - start > 1) {
      const middle = start + split(end - start);
      walk(start, middle, shown.filter((position) => position < middle));
      walk(middle, end, shown.filter((position) => position >= middle));
    }
  };
  if (sorted.length) walk(0, sorted.length, positions);
  return proof;
}

// The root that leaves at these positions (ascending, below count) and a proof give, or null where the proof has
// too few hashes or too many.
export function rootFromProof(count, positions, leaves, proof) {
  let used = 0;
  let at = 0;
  const walk = (start, end) => {
    if (at >= positions.length || positions[at] >= end) {
      if (used >= proof.length) return null;
      return proof[used++];
    }
    if (end - start === 1) return leaves[at++];
    const middle = start + split(end - start);
    const left = walk(start, middle);
    const right = left && walk(middle, end);
    return right && node(left, right);
  };
  const root = walk(0, count);
  return used === proof.length ? root : null;
}
