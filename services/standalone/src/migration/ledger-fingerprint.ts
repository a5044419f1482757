import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { type Leg, postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { hashEmpty, hashLeaf, hashNode } from '@welfare/transparency-log/tree/merkle-hashes.ts'

export interface Fingerprint {
  readonly events: number
  /** RFC 9162 root over the canonical bytes of the events, in hex: that of a checkpoint over as many. */
  readonly root: string
  /** What all postings add up to, by book, account, commodity and fund; in fen or pieces. */
  readonly balances: ReadonlyMap<string, number>
}

export interface FingerprintTaker {
  /** @throws UnknownEventError on an event of a later version of this program */
  add(event: SequencedEvent, canonicalBytes: Uint8Array): void
  result(): Fingerprint
}

/** What a whole ledger comes to, made while its events pass by. */
export function takeFingerprint(): FingerprintTaker {
  const tree = growTree()
  const balances = new Map<string, number>()
  let events = 0
  return {
    add(event, canonicalBytes) {
      tree.add(hashLeaf(canonicalBytes))
      events += 1
      for (const leg of postings(eventCodec.decode(event), event.stream)) {
        const key = keyOf(leg)
        balances.set(key, addFen(balances.get(key) ?? 0, leg.amount))
      }
    },
    result: () => ({ events, root: tree.root().toString('hex'), balances }),
  }
}

/** Names of the balances in which two ledgers differ. */
export function findDifferentBalances(one: Fingerprint, other: Fingerprint): readonly string[] {
  const keys = new Set([...one.balances.keys(), ...other.balances.keys()])
  return [...keys].filter((key) => (one.balances.get(key) ?? 0) !== (other.balances.get(key) ?? 0))
}

function keyOf({ book, account, commodity, fund = '–' }: Leg): string {
  return `${book} ${account} ${commodity} ${fund}`
}

interface PerfectTree {
  readonly leaves: number
  readonly hash: Buffer
}

/** Keeps the roots of the perfect trees that its leaves make up: as many as the count of leaves has ones in binary. */
function growTree() {
  const perfect: PerfectTree[] = []
  return {
    add(leafHash: Buffer): void {
      let tree: PerfectTree = { leaves: 1, hash: leafHash }
      for (let left = perfect.at(-1); left?.leaves === tree.leaves; left = perfect.at(-1)) {
        perfect.pop()
        tree = { leaves: left.leaves * 2, hash: hashNode(left.hash, tree.hash) }
      }
      perfect.push(tree)
    },
    root: () =>
      perfect
        .map(({ hash }) => hash)
        .reduceRight<Buffer | undefined>((right, left) => (right ? hashNode(left, right) : left), undefined) ??
      hashEmpty(),
  }
}
