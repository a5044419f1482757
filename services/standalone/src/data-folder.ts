import { join } from 'node:path'

/** Where everything of one ledger lies. The log and the keys are the ledger; the rest can be deleted and fills again. */
export interface DataFolder {
  readonly root: string
  /** The events: `ledger.sqlite`, and the lock beside it. */
  readonly log: string
  /** Keys of persons and of the ledger, wrapped; apart from the log. */
  readonly keyFile: string
  /** Hashes of passwords, sessions and tokens. */
  readonly accountsFile: string
  /** Worth nothing without `keyFile`, and the other way round; in no backup. */
  readonly masterKeyFile: string
  /** Signs the checkpoints of the transparency log; in no backup. */
  readonly logKeyFile: string
  /** The Merkle tree over the events, which can be made again from them, and the checkpoints that were signed, which cannot. */
  readonly transparency: string
  /** Rooms' own copies and read models. */
  readonly copies: string
  readonly uploads: string
  readonly backups: string
  /** Address and process id of the server that has the ledger open. */
  readonly serverFile: string
  /** What the demonstration was at, and its clock's offset. */
  readonly demoFile: string
}

export function dataFolder(root: string): DataFolder {
  return {
    root,
    log: join(root, 'log'),
    keyFile: join(root, 'keys', 'keys.db'),
    accountsFile: join(root, 'keys', 'identity.db'),
    masterKeyFile: join(root, 'keys', 'master.key'),
    logKeyFile: join(root, 'keys', 'log-signing.pem'),
    transparency: join(root, 'transparency'),
    copies: join(root, 'copies'),
    uploads: join(root, 'uploads'),
    backups: join(root, 'backups'),
    serverFile: join(root, 'server.json'),
    demoFile: join(root, 'demo.json'),
  }
}
