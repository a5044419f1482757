import { existsSync, readFileSync } from 'node:fs'
import { type Bundle, checkFiles, openBundle } from './bundle.ts'
import { checkCash } from './cash/cash-check.ts'
import { checkCheckpoint, checkWitnesses, readEarlierCheckpoints, readKeptCheckpoints } from './checkpoint-check.ts'
import { readEntries } from './entry-bundles.ts'
import { checkJournal } from './journal/journal-check.ts'
import { isPlainJson, MisshapenError, readText } from './json.ts'
import { type KeyChain, readKey, readKeyChain } from './key-chain.ts'
import { createLedgerWalk } from './ledger-walk.ts'
import { checkPeriods } from './periods/period-check.ts'
import { checkYears } from './periods/year-check.ts'
import type { PostingRules } from './posting-rules/rules.ts'
import { postingRules } from './posting-rules/versions.ts'
import { type Directory, openDirectory } from './reports/directory.ts'
import { readReport, requireRules, rootsOf, type SavedReport } from './reports/report-check.ts'
import { checkSettlement } from './settlement/settlement-check.ts'
import type { VerifierKey } from './tree/signed-note.ts'
import { tilePath } from './tree/tile-path.ts'
import { checkTree } from './tree-check.ts'
import { collectFindings, type Findings, type Verdict, VerificationRefusedError } from './verdict.ts'

export interface BundleOptions {
  /** The log's verifier key, got from elsewhere than the bundle. */
  readonly key: string
  /** Verifier keys of witnesses who must have signed, too. */
  readonly witnesses?: readonly string[]
  /** Files of reports that were saved earlier. */
  readonly reports?: readonly string[]
  /** Files of signed checkpoints that were kept earlier. */
  readonly checkpoints?: readonly string[]
}

export interface BundleVerdict extends Verdict {
  readonly ledger: string
  readonly epoch: number
  readonly treeSize: number
  readonly rootHash: string
  readonly postingRulesVersion: number
}

/**
 * Verifies an exported bundle with nothing but the bundle and the key: offline, and with none of the ledger's own code.
 * @throws VerificationRefusedError where it cannot be verified at all
 */
export function verifyBundle(
  folder: string,
  { key, witnesses = [], reports = [], checkpoints = [] }: BundleOptions,
): BundleVerdict {
  const findings = collectFindings([
    ...(['files', 'signature', 'entries', 'tiles', 'root', 'consistency', 'witnesses'] as const),
    ...(['order', 'postings', 'journal', 'cash', 'settlement', 'periods', 'reports'] as const),
  ])
  const witnessKeys = witnesses.map(readKey)
  const bundle = openBundle(folder, findings)
  const { ledger, epoch, postingRulesVersion } = bundle.manifest
  const rules = findRules(postingRulesVersion)
  checkFiles(bundle, findings)
  const keys = findKeys(bundle, readKey(key), findings)
  const { treeSize, rootHash } = checkCheckpoint(bundle, keys, findings)
  checkWitnesses(bundle, witnessKeys, findings)
  const saved = [...readReports(bundle, findings), ...reports.flatMap((file) => readSaved(file, findings))]
  requireRules(saved, postingRulesVersion)
  const tree = checkTree({
    tiles: (place) => (bundle.has(tilePath(place)) ? bundle.read(tilePath(place)) : undefined),
    earlier: [
      ...readEarlierCheckpoints(bundle, keys, findings),
      ...readKeptCheckpoints(checkpoints, bundle, keys, findings),
      ...rootsOf(saved),
    ],
    findings,
    nameOf: tilePath,
    leafCheck: 'entries',
    leafMisfit: (event, tile) => ({
      check: 'entries',
      where: `entry ${event.sequence}`,
      event,
      what: `its bytes do not hash to its leaf in ${tile}`,
    }),
  })
  const directory = openDirectory()
  const journal = openJournal(bundle, directory, findings)
  const walk = createLedgerWalk({
    ledger,
    epoch,
    rules,
    entryCheck: 'entries',
    tree,
    directory,
    postings: journal,
    settlement: checkSettlement(findings),
    cash: checkCash(findings),
    periods: checkPeriods(findings, tree.now),
    years: checkYears(findings),
    reports: saved,
    findings,
  })
  for (const { sequence, bytes } of readEntries(bundle, treeSize, findings)) walk.take(sequence, bytes)
  walk.finish(rootHash)
  return { ledger, epoch, treeSize, rootHash, postingRulesVersion, ...findings.verdict() }
}

function findKeys(bundle: Bundle, given: VerifierKey, findings: Findings): KeyChain {
  try {
    return readKeyChain(bundle, given)
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error
    findings.misfit({ check: 'signature', where: 'keys.json', what: error.message })
    return { trusted: [given], earlier: [] }
  }
}

function findRules(version: number): PostingRules {
  const rules = postingRules.get(version)
  if (rules) return rules
  const known = [...postingRules.keys()].join(', ')
  throw new VerificationRefusedError(
    'posting-rules-unknown',
    `The bundle names posting rules ${version}; this verifier has ${known}.`,
  )
}

function openJournal(bundle: Bundle, directory: Directory, findings: Findings) {
  const name = 'journal.csv'
  if (bundle.has(name)) return checkJournal({ file: bundle.fileOf(name), name, directory, findings })
  findings.misfit({ check: 'journal', where: name, what: 'it is missing' })
  return undefined
}

function readReports(bundle: Bundle, findings: Findings): SavedReport[] {
  return bundle
    .list('reports')
    .flatMap((path) => readSaved(bundle.fileOf(path), findings, { where: path, isOfBundle: true }))
}

function readSaved(file: string, findings: Findings, { where = file, isOfBundle = false } = {}): SavedReport[] {
  if (!existsSync(file)) throw new VerificationRefusedError('report-missing', `There is no report ${file}.`)
  try {
    const text = readText(readFileSync(file), where)
    const report = readReport(text, where)
    if (isOfBundle && !isPlainJson(text)) throw new MisshapenError('it is written otherwise than it was exported')
    return [report]
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error
    findings.examined('reports')
    findings.misfit({ check: 'reports', where, what: error.message })
    return []
  }
}
