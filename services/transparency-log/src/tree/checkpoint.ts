import { hashBytes } from './merkle-hashes.ts'

/** C2SP tlog-checkpoint: what a log says of itself. */
export interface Checkpoint {
  readonly origin: string
  readonly treeSize: number
  /** SHA-256, base64. */
  readonly rootHash: string
}

/**
 * Names the log, not a host. The epoch is part of the name: after a restore that lost events the tree may differ from what was signed
 * before, and under one name that would be a fork. Extension lines could say the epoch too, but C2SP advises against them, and they
 * would not make it another log.
 */
export function logOrigin(ledger: string, epoch: number): string {
  return `welfare-ledger/${ledger}/${epoch}`
}

/** The text that is signed; ends in a newline. */
export function formatCheckpoint({ origin, treeSize, rootHash }: Checkpoint): string {
  return `${origin}\n${treeSize}\n${rootHash}\n`
}

/** Undefined when it is not a checkpoint as `formatCheckpoint` writes it: extension lines are none of ours. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin = '', digits = '', rootHash = ''] = /^(\S+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]+=)\n$/.exec(text) ?? []
  const checkpoint = { origin, treeSize: Number(digits), rootHash }
  const isHash = Buffer.from(rootHash, 'base64').length === hashBytes
  return isHash && Number.isSafeInteger(checkpoint.treeSize) && formatCheckpoint(checkpoint) === text
    ? checkpoint
    : undefined
}
