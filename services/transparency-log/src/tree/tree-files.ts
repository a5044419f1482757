import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hashBytes, hashPerfect } from './merkle-hashes.ts'
import type { Subtrees } from './merkle-proofs.ts'

export const tileWidth = 256
const tileHeight = 8
/** 256^6 leaves are more than a safe integer counts. */
const maxLevels = 6

/** One file of hashes for each level of tiles: hash `n` of level `l` is the root over leaves from `n · 256^l`. A tile is a slice of it. */
export interface TreeReader extends Subtrees {
  /** `count` hashes of a level, from number `first`. @throws Error when they are not there */
  hashes(level: number, first: number, count: number): Buffer
  close(): void
}

export interface TreeWriter extends TreeReader {
  /** Leaves. */
  readonly size: number
  append(leafHashes: readonly Buffer[]): void
  /** Cuts off what came after, on every level. */
  truncate(size: number): void
  /** When it returns, what was appended survives a power cut. */
  sync(): void
}

/** How many hashes a level has in a tree of `size` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** For serving the tree while another thread extends it: what was once written never changes. */
export function openTreeReader(folder: string): TreeReader {
  return readerOf(openLevels(folder, 'r'))
}

/**
 * For extending it. What a crash left half-done is cut off: the tree has the leaves whose hashes are there on every level.
 */
export function openTreeWriter(folder: string): TreeWriter {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const levels = openLevels(folder, 'a+')
  const reader = readerOf(levels)
  const grown = new Set<number>()
  let size = 0
  truncate(completeSize(levels))

  return {
    ...reader,
    get size() {
      return size
    },
    append(leafHashes) {
      const before = size
      write(0, Buffer.concat(leafHashes))
      size += leafHashes.length
      for (let level = 1; level < maxLevels; level += 1) {
        const roots = newRoots(level, before)
        if (roots.length === 0) return
        write(level, Buffer.concat(roots))
      }
    },
    truncate,
    sync() {
      for (const descriptor of grown) fdatasyncSync(descriptor)
      grown.clear()
    },
  }

  function newRoots(level: number, before: number): Buffer[] {
    const roots: Buffer[] = []
    for (let tile = hashesAt(level, before); tile < hashesAt(level, size); tile += 1) {
      roots.push(hashPerfect(reader.hashes(level - 1, tile * tileWidth, tileWidth)))
    }
    return roots
  }

  function write(level: number, bytes: Buffer): void {
    const descriptor = levels.descriptor(level)
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
    grown.add(descriptor)
  }

  function truncate(newSize: number): void {
    for (let level = 0; level < maxLevels; level += 1) {
      ftruncateSync(levels.descriptor(level), hashesAt(level, newSize) * hashBytes)
    }
    size = newSize
  }
}

interface Levels {
  descriptor(level: number): number
  close(): void
}

function openLevels(folder: string, flags: 'r' | 'a+'): Levels {
  const descriptors = new Map<number, number>()
  return {
    descriptor(level) {
      const known = descriptors.get(level)
      if (known !== undefined) return known
      const opened = openSync(join(folder, `level-${level}`), flags, 0o600)
      descriptors.set(level, opened)
      return opened
    },
    close() {
      for (const descriptor of descriptors.values()) closeSync(descriptor)
      descriptors.clear()
    },
  }
}

function readerOf(levels: Levels): TreeReader {
  const hashes = (level: number, first: number, count: number): Buffer => {
    const bytes = Buffer.allocUnsafe(count * hashBytes)
    const read = readSync(levels.descriptor(level), bytes, 0, bytes.length, first * hashBytes)
    if (read < bytes.length) throw new Error(`level ${level} of the tree ends before hash ${first + count}`)
    return bytes
  }
  return {
    hashes,
    subtree(height, index) {
      const level = Math.min(Math.floor(height / tileHeight), maxLevels - 1)
      const count = 2 ** (height - level * tileHeight)
      return hashPerfect(hashes(level, index * count, count))
    },
    close: levels.close,
  }
}

/** The leaves that are there whole, with every hash above them. */
function completeSize(levels: Levels): number {
  const counts = Array.from({ length: maxLevels }, (_, level) =>
    Math.floor(fstatSync(levels.descriptor(level)).size / hashBytes),
  )
  return Math.min(...counts.map((count, level) => (level === 0 ? count : (count + 1) * tileWidth ** level - 1)))
}
