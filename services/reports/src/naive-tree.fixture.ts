import { createHash } from 'node:crypto'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'

/** Stamps by recomputing the whole RFC 9162 tree for each size asked for; over ids of events, which is enough to tell one tree from another. */
export function createNaiveStamper(readIds: () => readonly string[] | Promise<readonly string[]>): TreeStamper {
  const roots = new Map<number, string>()
  return {
    async stampAt(sequence) {
      const known = roots.get(sequence)
      if (known !== undefined) return { treeSize: sequence, rootHash: known }
      const ids = (await readIds()).slice(0, sequence)
      if (ids.length < sequence) return undefined
      const rootHash = naiveRoot(ids.map((id) => Buffer.from(id))).toString('base64')
      roots.set(sequence, rootHash)
      return { treeSize: sequence, rootHash }
    },
  }
}

export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (only === undefined) return hash()
  if (leaves.length === 1) return hash(Buffer.of(0), only)
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return hash(Buffer.of(1), naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)))
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
