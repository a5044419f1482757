import { hashEmpty, hashNode } from './merkle-hashes.ts'

/** Where the hashes of a tree's perfect subtrees are found. */
export interface Subtrees {
  /** The root over the leaves from `index · 2^height` up to, without, `(index + 1) · 2^height`. */
  subtree(height: number, index: number): Buffer
}

/** RFC 9162, 2.1.1: the root over the first `size` leaves. */
export function rootAt(tree: Subtrees, size: number): Buffer {
  return size === 0 ? hashEmpty() : rootOf(tree, 0, size)
}

/** RFC 9162, 2.1.3.1: that leaf `index` is in the tree of `size` leaves. @throws RangeError when it cannot be */
export function proveInclusion(tree: Subtrees, index: number, size: number): Buffer[] {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`)
  return pathOf(tree, index, 0, size)
}

/** RFC 9162, 2.1.4.1: that the tree of `to` leaves begins with that of `from`; empty where they are the same, or `from` is. */
export function proveConsistency(tree: Subtrees, from: number, to: number): Buffer[] {
  if (from < 0 || from > to) throw new RangeError(`a tree of ${to} does not begin with one of ${from}`)
  return from === 0 || from === to ? [] : subproofOf(tree, from, 0, to, true)
}

export interface ConsistencyClaim {
  readonly from: number
  readonly fromRoot: Buffer
  readonly to: number
  readonly toRoot: Buffer
  readonly proof: readonly Buffer[]
}

/** RFC 9162, 2.1.4.2; every tree begins with the empty one. */
export function isConsistent({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): boolean {
  if (from < 0 || from > to) return false
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot)
  if (from === 0) return proof.length === 0 && fromRoot.equals(hashEmpty())
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof
  let [node, last] = [from - 1, to - 1]
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  const [first, ...rest] = path
  if (!first) return false
  let [older, newer] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      ;[older, newer] = [hashNode(sibling, older), hashNode(sibling, newer)]
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      newer = hashNode(newer, sibling)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot)
}

/** The root over `count` leaves from `start`, which is a multiple of the smallest power of two that holds them. */
function rootOf(tree: Subtrees, start: number, count: number): Buffer {
  if (isPowerOfTwo(count)) return tree.subtree(heightOf(count), start / count)
  const left = splitOf(count)
  return hashNode(rootOf(tree, start, left), rootOf(tree, start + left, count - left))
}

function pathOf(tree: Subtrees, index: number, start: number, count: number): Buffer[] {
  if (count === 1) return []
  const left = splitOf(count)
  return index < left
    ? [...pathOf(tree, index, start, left), rootOf(tree, start + left, count - left)]
    : [...pathOf(tree, index - left, start + left, count - left), rootOf(tree, start, left)]
}

function subproofOf(tree: Subtrees, from: number, start: number, count: number, isWhole: boolean): Buffer[] {
  if (from === count) return isWhole ? [] : [rootOf(tree, start, count)]
  const left = splitOf(count)
  return from <= left
    ? [...subproofOf(tree, from, start, left, isWhole), rootOf(tree, start + left, count - left)]
    : [...subproofOf(tree, from - left, start + left, count - left, false), rootOf(tree, start, left)]
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

function heightOf(powerOfTwo: number): number {
  let height = 0
  for (let rest = powerOfTwo; rest > 1; rest /= 2) height += 1
  return height
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** heightOf(count) === count
}
