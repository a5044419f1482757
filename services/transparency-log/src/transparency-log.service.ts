import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EventStore, Position } from '@welfare/event-store/port.ts'
import { parsePosition } from '@welfare/event-store/position-token.ts'
import { createCaughtUpCheck } from '@welfare/http/caught-up.ts'
import { createThreadConsumer, type FollowedLog } from '@welfare/http/followed-log.ts'
import type { TreeStamp } from '@welfare/http/report-stamp.ts'
import { createLedgerEnd } from '@welfare/process/ledger-end.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { createArchiveRoutes } from './archive.routes.ts'
import { type ArchivedCheckpoint, type CheckpointArchive, openCheckpointArchive } from './checkpoints.store.ts'
import { createCosignatureRoute } from './cosignatures.routes.ts'
import { createKeyRoutes } from './keys.routes.ts'
import { archiveFileName } from './log-engine.ts'
import { ensureLogKeys } from './log-keys.ts'
import { logLimits } from './log-limits.ts'
import { type LogThread, startLogThread } from './log-thread.ts'
import { createProofRoutes } from './proofs.routes.ts'
import type { LogThreadStatus } from './thread-messages.ts'
import { createTileRoutes } from './tiles.routes.ts'
import type { ScopeOptions, TransparencyLog } from './transparency-log.ts'
import { logOrigin } from './tree/checkpoint.ts'
import { rootAt } from './tree/merkle-proofs.ts'
import type { VerifierKey } from './tree/signed-note.ts'
import { openTreeReader, type TreeReader } from './tree/tree-files.ts'

export interface TransparencyLogDependencies {
  /** On a copy: asked only where it ends, and for positions that do not say their sequence. */
  readonly store: EventStore
  readonly logger: Logger
  /** Where tree and checkpoints are kept. The tree can be made again from the events; which checkpoints were signed cannot. */
  readonly folder: string
  /** Where the embedded store has its log, or a copy of it is: the thread reads it itself. */
  readonly logFolder: string
  /** Where the log is a copy, what fills it. */
  readonly followed?: FollowedLog
  /** PKCS#8 in PEM; made at the first start. Without it the tree only stamps reports: nothing is signed, and there are no routes. */
  readonly keyFile?: string | undefined
  /** Whose cosignatures are taken. */
  readonly witnesses?: readonly VerifierKey[]
}

/** @throws LogKeyWrongError from `start`, when the key file holds something else */
export function createTransparencyLog(dependencies: TransparencyLogDependencies): TransparencyLog {
  const { store, logger, folder, logFolder, followed, keyFile, witnesses = [] } = dependencies
  const end = createLedgerEnd(store, logger)
  let thread: LogThread | undefined
  let reader: TreeReader | undefined
  let opened: CheckpointArchive | undefined
  let lastStamp: TreeStamp | undefined
  const running = (): LogThread => started(thread)
  const log: TransparencyLog = {
    name: 'transparency-log',
    origin: logOrigin(store.ledger, store.epoch),
    epoch: store.epoch,
    witnesses,
    routes: [],
    consumers: [
      createThreadConsumer<LogThreadStatus>({
        name: 'transparency-log',
        ...{ store, followed, logger, thread: () => thread },
        isHealthy: ({ healthy, diverged }) => healthy && diverged === undefined,
        reflects: ({ treeSize }) => treeSize,
      }),
    ],
    ready: followed
      ? [createCaughtUpCheck({ name: 'transparency-log-caught-up', end, reflects: () => thread?.status().treeSize })]
      : [],
    async start() {
      if (keyFile !== undefined) ensureLogKeys(keyFile, (file) => logger.warn({ file }, keyGenerated))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      reader = openTreeReader(folder)
      opened = openCheckpointArchive(join(folder, archiveFileName))
      thread = startLogThread({ logFolder, folder, keyFile, isCopy: followed !== undefined }, logger)
    },
    async stop() {
      await thread?.stop()
      reader?.close()
      opened?.close()
      opened = undefined
    },
    status: () => running().status(),
    stampAt,
    coveredBy,
    recorded,
    recordedAt: (sequence) => running().ask('recordedAt', sequence),
    sequenceOf,
    tree: () => started(reader),
    bundle: (place) => running().ask('bundle', place),
    archive: () => started(opened),
    rotateKey: (rotation) => running().ask('rotate', rotation),
  }
  if (keyFile === undefined) return log
  const routes = [
    ...createTileRoutes(log),
    ...createKeyRoutes(log),
    ...createProofRoutes(log),
    ...createArchiveRoutes(log),
    createCosignatureRoute(log),
  ]
  return { ...log, routes }

  async function stampAt(treeSize: number): Promise<TreeStamp | undefined> {
    if (!(Number.isSafeInteger(treeSize) && treeSize >= 0)) throw new RangeError(`no tree has ${treeSize} leaves`)
    if (lastStamp?.treeSize === treeSize) return lastStamp
    const { reachTimeoutMs: timeoutMs } = logLimits
    if (!(await running().waitUntil((status) => status.treeSize >= treeSize, { timeoutMs }))) return undefined
    lastStamp = { treeSize, rootHash: rootAt(log.tree(), treeSize).toString('base64') }
    return lastStamp
  }

  async function coveredBy(
    sequence: number,
    { signal, timeoutMs = logLimits.reachTimeoutMs }: ScopeOptions = {},
  ): Promise<ArchivedCheckpoint | undefined> {
    const isCovered = await running().waitUntil((status) => status.signedSize >= sequence, { timeoutMs, signal })
    return isCovered ? log.archive().latest(store.epoch) : undefined
  }

  /** On a copy, what it holds is known to be durable without asking. */
  async function recorded(): Promise<number> {
    if (!followed) return (await store.head())?.sequence ?? 0
    return Math.max(followed.sequence, (await end.ask()) ?? 0)
  }

  async function sequenceOf(position: Position): Promise<number> {
    const told = followed && sequenceIn(position, store)
    if (told !== undefined) return told
    for (;;) {
      const head = await store.head()
      if (head && store.comparePositions(position, head.position) === 0) return head.sequence
      const [next] = await store.readAll({ after: position, limit: 1 })
      if (next) return next.sequence - 1
    }
  }
}

/** Where a position says its sequence and is of the present epoch, nobody need be asked: none of those was lost. */
function sequenceIn(position: Position, { ledger, epoch }: EventStore): number | undefined {
  const parts = parsePosition(position)
  return parts.ledger === ledger && parts.epoch === epoch ? parts.sequence : undefined
}

const keyGenerated = 'log-key-generated: its checkpoints are trusted by its verifier key; keep a copy of both'

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the transparency log is not started')
  return part
}
