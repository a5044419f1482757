import type { Bundle } from './bundle.ts'
import { TILE_WIDTH } from './tree/merkle.ts'
import { tilePath } from './tree/tile-path.ts'
import type { Findings } from './verdict.ts'

export interface Entry {
  /** From 1. */
  readonly sequence: number
  /** Empty where the entry is not there. */
  readonly bytes: Uint8Array
}

/** The entries of a log of `treeSize`, a bundle of 256 at a time; ends at a bundle that is missing. */
export function* readEntries(bundle: Bundle, treeSize: number, findings: Findings): Generator<Entry> {
  for (let index = 0; index * TILE_WIDTH < treeSize; index += 1) {
    const before = index * TILE_WIDTH
    const width = Math.min(TILE_WIDTH, treeSize - before)
    const path = tilePath({ level: 'entries', index, width })
    if (!bundle.has(path)) {
      findings.misfit({ check: 'entries', where: path, event: { sequence: before + 1 }, what: 'it is missing' })
      return
    }
    const { entries, left } = splitEntries(bundle.read(path))
    for (let place = 0; place < width; place += 1)
      yield { sequence: before + place + 1, bytes: entries[place] ?? new Uint8Array() }
    if (entries.length !== width || left > 0) {
      const what = `it holds ${entries.length} entries and ${left} more bytes, not ${width} entries`
      findings.misfit({ check: 'entries', where: path, what })
    }
  }
}

/** C2SP tlog-tiles: each entry after its length in two bytes, the higher first. */
function splitEntries(bytes: Buffer): { readonly entries: readonly Uint8Array[]; readonly left: number } {
  const entries: Uint8Array[] = []
  let at = 0
  while (at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) break
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return { entries, left: bytes.length - at }
}
