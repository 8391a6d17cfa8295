import { hash } from "node:crypto";

/**
 * Computes the root of a Merkle tree from an entry and its inclusion proof. Says nothing about who vouches for the root.
 * Counts in doubles, so index and size have to be safe integers.
 *
 * @param hashes from the leaf up, 32 bytes each.
 * @returns undefined when the index lies outside of the tree, or the proof has another length than it must have.
 * @see https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
 */
export function rootOfProof(
  entry: Uint8Array,
  index: number,
  treeSize: number,
  hashes: readonly Uint8Array[],
): Uint8Array | undefined {
  // 1. Compare "leaf_index" from the "inclusion_proof_v2" structure against "tree_size".
  if (!(Number.isSafeInteger(treeSize) && index >= 0 && index < treeSize)) return undefined;
  // 2. Set "fn" to "leaf_index" and "sn" to "tree_size - 1".
  let fn = index;
  let sn = treeSize - 1;
  // 3. Set "r" to "hash".
  let r: Uint8Array = node(0, entry);
  for (const p of hashes) {
    // 4a. If "sn" is 0, then stop the iteration and fail the proof verification.
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      // 4b. On the right, or alone at the end of its level.
      r = node(1, p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      r = node(1, r, p);
    }
    // 4c. Right-shift both (shift operators would cut them to 32 bits).
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  // 5. Compare "sn" to 0.
  return sn === 0 ? r : undefined;
}

/** Leaves and inner nodes are told apart by their first byte, so that none can pass for the other. */
function node(kind: 0 | 1, ...parts: readonly Uint8Array[]): Uint8Array {
  return hash("sha256", Buffer.concat([Uint8Array.of(kind), ...parts]), "buffer");
}
