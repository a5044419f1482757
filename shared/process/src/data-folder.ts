import { join } from 'node:path'

/** Where everything of one ledger lies. The log, the keys and the attachments are the ledger; the rest can be deleted and fills again. */
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
  readonly transparencyKeyFile: string
  /** The Merkle tree over the events, which can be made again from them, and the checkpoints that were signed, which cannot. */
  readonly transparency: string
  /** Services' own copies and read models. */
  readonly copies: string
  readonly uploads: string
  /** Photos and scans, sealed; a part of the ledger like the log, in every backup. */
  readonly attachments: string
  readonly backups: string
  /** Bundles that were ordered, until they have been there for a day; in no backup. */
  readonly bundles: string
  /** When the last backup was made, and through where: backups themselves are carried away. */
  readonly lastBackupFile: string
  /** A projection replica's or transparency log's own copy of the log, where the ledger is another process's. */
  readonly replica: string
  /** Address and process id of the server that has the ledger open. */
  readonly serverFile: string
  /** What the demonstration was at, and its clock's offset. */
  readonly demoFile: string
}

/** Where keys and attachments lie: services apart share one folder of each. */
export function dataFolder(
  root: string,
  keys: string = join(root, 'keys'),
  attachments: string = join(root, 'attachments'),
): DataFolder {
  return {
    root,
    log: join(root, 'log'),
    keyFile: join(keys, 'keys.db'),
    accountsFile: join(keys, 'identity.db'),
    masterKeyFile: join(keys, 'master.key'),
    transparencyKeyFile: join(keys, 'log-signing.pem'),
    transparency: join(root, 'transparency'),
    copies: join(root, 'copies'),
    uploads: join(root, 'uploads'),
    attachments,
    backups: join(root, 'backups'),
    bundles: join(root, 'bundles'),
    lastBackupFile: join(root, 'last-backup.json'),
    replica: join(root, 'replica'),
    serverFile: join(root, 'server.json'),
    demoFile: join(root, 'demo.json'),
  }
}
