import { hash } from 'node:crypto'

export const hashBytes = 32

/** RFC 9162, 2.1.1: SHA-256 of 0x00 and the entry. */
export function hashLeaf(entry: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + entry.length)
  bytes[0] = 0
  bytes.set(entry, 1)
  return hash('sha256', bytes, 'buffer')
}

const pair = Buffer.alloc(1 + 2 * hashBytes)
pair[0] = 1

/** RFC 9162, 2.1.1: SHA-256 of 0x01 and both children. */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 1 + hashBytes)
  return hash('sha256', pair, 'buffer')
}

/** The root of a tree without leaves. */
export function hashEmpty(): Buffer {
  return hash('sha256', '', 'buffer')
}

/** The root over `hashes`, one after another in one buffer; their number is a power of two. */
export function hashPerfect(hashes: Buffer): Buffer {
  let nodes: Buffer[] = []
  for (let at = 0; at < hashes.length; at += hashBytes) nodes.push(hashes.subarray(at, at + hashBytes))
  while (nodes.length > 1) nodes = pairUp(nodes)
  const [root] = nodes
  if (!root) throw new RangeError('no hashes, no root')
  return root
}

function pairUp(nodes: readonly Buffer[]): Buffer[] {
  const parents: Buffer[] = []
  let left: Buffer | undefined
  for (const node of nodes) {
    if (left) parents.push(hashNode(left, node))
    left = left ? undefined : node
  }
  return parents
}
