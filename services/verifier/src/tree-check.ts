import { growTree } from './tree/growing-tree.ts'
import { HASH_BYTES, hashesOf, rootOfEdge, rootOver, TILE_WIDTH } from './tree/merkle.ts'
import type { TilePlace } from './tree/tile-path.ts'
import type { Check, EventPlace, Findings, Misfit } from './verdict.ts'

/** The tile as it is stored; undefined where it is not there, or shorter. */
export type StoredTiles = (place: TilePlace) => Uint8Array | undefined

/** A root that somebody named earlier: it must be a beginning of this tree. */
export interface EarlierRoot {
  readonly treeSize: number
  readonly rootHash: string
  readonly where: string
}

export interface TreeCheck {
  append(leafHash: Uint8Array, event: EventPlace): void
  /** @param signedRoot base64 */
  finish(signedRoot: string): void
}

/** Of the leaves so far. */
export interface TreeNow {
  readonly treeSize: number
  /** base64 */
  readonly rootHash: string
}

interface TreeCheckOptions {
  readonly tiles: StoredTiles
  /** How a tile is named in a verdict. */
  readonly nameOf: (place: TilePlace) => string
  readonly earlier: readonly EarlierRoot[]
  readonly findings: Findings
  /** What counts the leaves. */
  readonly leafCheck: Check
  /** What is to blame where a leaf is not what its tile has, and the tile is what was signed. */
  readonly leafMisfit: (event: EventPlace, where: string) => Misfit
}

/** So many tiles that differ are looked into; a tree that differs everywhere is told by the first of them. */
const KEPT_DIFFERENCES = 500

/** Builds the tree from the leaves and compares it with the stored tiles, with the signed root, and with what was named earlier. */
export function checkTree(options: TreeCheckOptions): TreeCheck & { now(): TreeNow } {
  const { tiles, nameOf, earlier, findings, leafCheck, leafMisfit } = options
  const awaited = new Map<number, EarlierRoot[]>()
  for (const root of earlier) awaited.set(root.treeSize, [...(awaited.get(root.treeSize) ?? []), root])
  const differing: Difference[] = []
  let events: EventPlace[] = []
  const tree = growTree(compare)
  checkEarlier()

  function compare(place: TilePlace, hashes: Uint8Array): void {
    const stored = tiles(place)
    findings.examined('tiles')
    if (stored === undefined || stored.length !== hashes.length) {
      const what = stored === undefined ? 'it is missing' : `it has ${stored.length} bytes, not ${hashes.length}`
      findings.misfit({ check: 'tiles', where: nameOf(place), what })
    } else if (!isEqual(stored, hashes) && differing.length < KEPT_DIFFERENCES) {
      differing.push({ place, slots: differingSlots(stored, hashes, place.level === 0 ? events : undefined) })
    }
    if (place.level === 0) events = []
  }

  function checkEarlier(): void {
    for (const { rootHash, where } of awaited.get(tree.size) ?? []) {
      findings.examined('consistency')
      const root = toBase64(tree.root())
      if (root === rootHash) continue
      const what = `its root at size ${tree.size} is ${rootHash}; these events give ${root}`
      findings.misfit({ check: 'consistency', where, what })
    }
    awaited.delete(tree.size)
  }

  function reportDifferences(signedRoot: string, entriesAreSigned: boolean): void {
    const stored = readStoredTree(tiles, tree.size)
    for (const { place, slots } of differing) {
      const isSigned = stored.isSigned(place, signedRoot)
      if (!isSigned || entriesAreSigned) {
        const { slot = 0, event } = slots[0] ?? {}
        const of = event ? ` of event ${event.sequence}` : ''
        const what = `its hash ${slot}${of}, at byte ${slot * HASH_BYTES}, is not what lies below it`
        findings.misfit({ check: 'tiles', where: nameOf(place), what })
      }
      if (!entriesAreSigned) for (const { event } of slots) if (event) findings.misfit(leafMisfit(event, nameOf(place)))
    }
  }

  return {
    append(leafHash, event) {
      // Before the leaf: the tile that it fills is compared at once.
      events.push(event)
      tree.append(leafHash)
      findings.examined(leafCheck)
      checkEarlier()
    },
    now: () => ({ treeSize: tree.size, rootHash: toBase64(tree.root()) }),
    finish(signedRoot) {
      tree.finish()
      const root = toBase64(tree.root())
      findings.examined('root')
      if (root !== signedRoot) {
        const what = `${tree.size} events give ${root}; signed is ${signedRoot}`
        findings.misfit({ check: 'root', where: `tree of ${tree.size}`, what })
      }
      reportDifferences(signedRoot, root === signedRoot)
      for (const { treeSize, where } of [...awaited.values()].flat()) {
        findings.examined('consistency')
        const what = `it covers ${treeSize} events; there are ${tree.size}`
        findings.misfit({ check: 'consistency', where, what })
      }
    },
  }
}

interface Difference {
  readonly place: TilePlace
  /** The hashes that differ; of level 0 with the events that they are of. */
  readonly slots: readonly { readonly slot: number; readonly event: EventPlace | undefined }[]
}

function differingSlots(
  stored: Uint8Array,
  hashes: Uint8Array,
  events: readonly EventPlace[] | undefined,
): Difference['slots'] {
  const others = hashesOf(hashes)
  return hashesOf(stored).flatMap((hash, slot) => {
    const other = others[slot]
    return other && isEqual(hash, other) ? [] : [{ slot, event: events?.[slot] }]
  })
}

/** The stored tiles by themselves: is a tile below the root that was signed? */
function readStoredTree(tiles: StoredTiles, treeSize: number) {
  const edge: Uint8Array[][] = []
  for (let members = treeSize, level = 0; members > 0; members = Math.floor(members / TILE_WIDTH), level += 1) {
    const width = members % TILE_WIDTH
    const stored = width === 0 ? undefined : tiles({ level, index: Math.floor(members / TILE_WIDTH), width })
    edge.push(stored ? hashesOf(stored) : [])
  }
  const edgeRoot = toBase64(rootOfEdge(edge))

  return {
    isSigned(place: TilePlace, signedRoot: string): boolean {
      if (edgeRoot !== signedRoot) return false
      let { level, index, width } = place
      while (width === TILE_WIDTH && level !== 'entries') {
        const tile = tiles({ level, index, width })
        if (tile?.length !== TILE_WIDTH * HASH_BYTES) return false
        const slot = index % TILE_WIDTH
        const above = aboveOf(level, index, treeSize)
        const hash = tiles(above)?.subarray(slot * HASH_BYTES, (slot + 1) * HASH_BYTES)
        if (hash === undefined || !isEqual(hash, rootOver(hashesOf(tile)))) return false
        ;({ level, index, width } = above)
      }
      return true
    },
  }
}

function aboveOf(level: number, index: number, treeSize: number): TilePlace {
  const members = Math.floor(treeSize / TILE_WIDTH ** (level + 1))
  const above = Math.floor(index / TILE_WIDTH)
  return { level: level + 1, index: above, width: Math.min(TILE_WIDTH, members - above * TILE_WIDTH) }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

export function toBase64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64')
}
