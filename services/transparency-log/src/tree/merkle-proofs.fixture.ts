import { hashNode } from './merkle-hashes.ts'

/** RFC 9162, 2.1.3.2. */
export function isIncluded(claim: {
  readonly leafHash: Buffer
  readonly index: number
  readonly size: number
  readonly proof: readonly Buffer[]
  readonly root: Buffer
}): boolean {
  if (claim.index < 0 || claim.index >= claim.size) return false
  let [node, last] = [claim.index, claim.size - 1]
  let root = claim.leafHash
  for (const sibling of claim.proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      root = hashNode(sibling, root)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      root = hashNode(root, sibling)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && root.equals(claim.root)
}
