import { join } from 'node:path'
import { checkCash } from './cash/cash-check.ts'
import { checkLogSignature } from './checkpoint-check.ts'
import { readCheckpointArchive, type StoredCheckpoint } from './data-folder/checkpoint-archive.store.ts'
import { nameOfSlice, openLevelFiles } from './data-folder/level-files.ts'
import { checkReadModel, type ReadModelCheck } from './data-folder/read-model.store.ts'
import { openStoredLog, type StoredLog } from './data-folder/stored-log.store.ts'
import { unlessUnreadable, untilUnreadable } from './data-folder/unreadable.ts'
import { MisshapenError } from './json.ts'
import { followKeys, type KeyChain, readKey } from './key-chain.ts'
import { createLedgerWalk } from './ledger-walk.ts'
import { checkPeriods } from './periods/period-check.ts'
import { checkYears } from './periods/year-check.ts'
import { newestPostingRules } from './posting-rules/versions.ts'
import { openDirectory } from './reports/directory.ts'
import { checkSettlement } from './settlement/settlement-check.ts'
import { parseNote, readCheckpoint } from './tree/signed-note.ts'
import { checkTree, type TreeCheck } from './tree-check.ts'
import { type Check, collectFindings, type Findings, type Verdict } from './verdict.ts'

export interface DataFolderVerdict extends Verdict {
  readonly ledger: string
  readonly epoch: number
  /** Events that are stored; of these the checkpoint covers `treeSize`. */
  readonly sequence: number
  readonly treeSize: number
}

/**
 * Verifies the files of a ledger, whether it is being served or not: the stored events against the tree that was made of them, and the
 * stored postings against those recomputed. Nothing is written.
 * @param key the log's verifier key; without it what was signed is believed
 * @throws VerificationRefusedError where there is no ledger
 */
export function verifyDataFolder(
  folder: string,
  { key }: { readonly key?: string | undefined } = {},
): DataFolderVerdict {
  const findings = collectFindings([
    ...([
      'signature',
      'log',
      'tiles',
      'root',
      'consistency',
      'order',
      'postings',
      'cash',
      'settlement',
      'periods',
      'readModel',
    ] as const),
  ])
  const misfit = (check: Check, where: string) => (what: string) => findings.misfit({ check, where, what })
  // In this order: what is read later may be ahead of what was read before, never behind.
  const { checkpoints: archive, keys } = unlessUnreadable(
    () => readCheckpointArchive(join(folder, 'transparency', 'checkpoints.sqlite')),
    (reason) => {
      misfit('signature', 'checkpoints.sqlite')(reason)
      return { checkpoints: [], keys: [] }
    },
  )
  const directory = openDirectory()
  const readModel = unlessUnreadable<ReadModelCheck | undefined>(
    () => checkReadModel({ folder: join(folder, 'copies', 'read-model'), directory, findings }),
    (reason) => void misfit('readModel', 'read-model')(reason),
  )
  const log = unlessUnreadable<StoredLog | undefined>(
    () => openStoredLog(join(folder, 'log', 'ledger.sqlite')),
    (reason) => void misfit('log', 'ledger.sqlite')(reason),
  )
  if (!log) {
    readModel?.close()
    return { ledger: '', epoch: 0, sequence: 0, treeSize: 0, ...findings.verdict() }
  }
  const levels = openLevelFiles(join(folder, 'transparency'))
  const signed = archive.findLast(({ epoch }) => epoch === log.epoch)
  const treeSize = signed?.treeSize ?? 0
  const tree = checkTree({
    tiles: levels.tiles,
    nameOf: nameOfSlice,
    earlier: archive.filter((one) => one !== signed && one.treeSize <= treeSize).map(toEarlier),
    findings,
    leafCheck: 'log',
    leafMisfit: (event) => ({
      check: 'log',
      where: `event ${event.sequence}`,
      event,
      what: 'what is stored does not hash to its leaf',
    }),
  })
  if (key !== undefined) checkNotes(archive, followKeys(readKey(key), keys), log.ledger, findings)
  else findings.note('signature', 'no key was given: what was signed is believed')
  if (signed === undefined) findings.note('log', 'nothing has been signed: events are compared with nothing')
  else if (log.head > treeSize) findings.note('log', `${log.head - treeSize} events came after the last checkpoint`)
  if (!readModel) findings.note('readModel', 'nothing is served yet')
  const walk = createLedgerWalk({
    ledger: log.ledger,
    epoch: log.epoch,
    rules: newestPostingRules,
    entryCheck: 'log',
    tree: upTo(tree, treeSize),
    directory,
    postings: readModel && untilUnreadable(readModel, misfit('readModel', 'read-model')),
    settlement: checkSettlement(findings),
    cash: checkCash(findings),
    periods: checkPeriods(findings, tree.now),
    years: checkYears(findings),
    reports: [],
    findings,
  })
  readLog(log, walk, findings)
  walk.finish(signed?.rootHash ?? '')
  levels.close()
  readModel?.close()
  log.close()
  return { ledger: log.ledger, epoch: log.epoch, sequence: log.head, treeSize, ...findings.verdict() }
}

function toEarlier({ epoch, treeSize, rootHash }: StoredCheckpoint) {
  return { treeSize, rootHash, where: nameOf(epoch, treeSize) }
}

function nameOf(epoch: number, treeSize: number): string {
  return `checkpoint of ${treeSize} events, epoch ${epoch}`
}

/** Events that no checkpoint covers yet are in no tree that could be compared. */
function upTo(tree: TreeCheck, treeSize: number): TreeCheck {
  return {
    append(leafHash, event) {
      if (event.sequence <= treeSize) tree.append(leafHash, event)
    },
    finish(signedRoot) {
      if (treeSize > 0) tree.finish(signedRoot)
    },
  }
}

function checkNotes(
  archive: readonly StoredCheckpoint[],
  { trusted, earlier }: KeyChain,
  ledger: string,
  findings: Findings,
): void {
  for (const { epoch, treeSize, rootHash, note: text } of archive) {
    findings.examined('signature')
    const misfit = (what: string): void => findings.misfit({ check: 'signature', where: nameOf(epoch, treeSize), what })
    try {
      const note = parseNote(text)
      const checkpoint = readCheckpoint(note)
      if (checkpoint.treeSize !== treeSize || checkpoint.rootHash !== rootHash) misfit('its note is of another tree')
      checkLogSignature(note, checkpoint, [...trusted, ...earlier], ledger, misfit)
    } catch (error) {
      if (!(error instanceof MisshapenError)) throw error
      misfit(error.message)
    }
  }
}

function readLog(log: StoredLog, walk: ReturnType<typeof createLedgerWalk>, findings: Findings): void {
  let last = 0
  const read = (): void => {
    for (const { sequence, bytes, faults } of log.events()) {
      last = sequence
      for (const what of faults)
        findings.misfit({ check: 'log', where: `event ${sequence}`, event: { sequence }, what })
      walk.take(sequence, bytes ?? new Uint8Array())
    }
  }
  unlessUnreadable(read, (what) =>
    findings.misfit({ check: 'log', where: `event ${last + 1}`, event: { sequence: last + 1 }, what }),
  )
}
