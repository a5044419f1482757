import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { ListedKey } from '../key-chain.ts'

export interface StoredCheckpoint {
  readonly epoch: number
  readonly treeSize: number
  readonly rootHash: string
  readonly note: string
}

export interface CheckpointArchive {
  /** The newest last. */
  readonly checkpoints: readonly StoredCheckpoint[]
  readonly keys: readonly ListedKey[]
}

/** What a ledger has signed and kept, and the keys that it signed with. */
export function readCheckpointArchive(file: string): CheckpointArchive {
  if (!existsSync(file)) return { checkpoints: [], keys: [] }
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const checkpoints = database
      .prepare('SELECT epoch, tree_size, root_hash, note FROM checkpoints ORDER BY epoch, tree_size')
      .all()
    const keys = database.prepare('SELECT verifier_key, statement FROM keys ORDER BY ordinal').all()
    return {
      checkpoints: checkpoints.map((row) => ({
        epoch: Number(row.epoch),
        treeSize: Number(row.tree_size),
        rootHash: String(row.root_hash),
        note: String(row.note),
      })),
      keys: keys.map((row) => ({
        verifierKey: String(row.verifier_key),
        statement: typeof row.statement === 'string' ? row.statement : undefined,
      })),
    }
  } finally {
    database.close()
  }
}
