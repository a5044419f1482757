import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { countText } from '@welfare/printouts/text-table.ts'
import type { Verdict } from '@welfare/verifier/verdict.ts'
import type { CliContext } from '../cli-context.ts'
import { broken, misused, refused } from '../failure.ts'
import { renderVerdict } from '../tables/verdict-table.ts'

export interface VerifyOptions {
  /** A data folder, instead of a bundle. */
  readonly data?: string
  readonly key?: string
  readonly witness?: readonly string[]
  readonly report?: readonly string[]
  readonly checkpoint?: readonly string[]
}

/** Verifies a bundle offline, or the files of a ledger. @throws CommandFailedError (integrity) where something does not fit */
export async function verify(
  { terminal }: CliContext,
  bundle: string | undefined,
  options: VerifyOptions,
): Promise<void> {
  const { verdict, title } = await refusing(() => verdictOf(bundle, options))
  // With --json there is one document: the verdict, here or as the failure's facts.
  if (verdict.holds || !terminal.json) terminal.answer(verdict, () => renderVerdict(verdict, title))
  if (!verdict.holds) throw broken('does-not-fit', terminal.json ? toFacts(verdict) : {})
}

interface TitledVerdict {
  readonly verdict: Verdict
  readonly title: string
}

async function verdictOf(bundle: string | undefined, options: VerifyOptions): Promise<TitledVerdict> {
  const { data, key, witness = [], report = [], checkpoint = [] } = options
  if ((bundle === undefined) === (data === undefined)) throw misused('bundle-missing')
  if (data !== undefined) {
    const { verifyDataFolder } = await import('@welfare/verifier/verify-data-folder.ts')
    const verdict = verifyDataFolder(data, { key })
    return { verdict, title: `${data}: ledger ${verdict.ledger}, ${countText(verdict.sequence)} events stored` }
  }
  if (bundle === undefined || key === undefined) throw misused('key-missing')
  const { verifyBundle } = await import('@welfare/verifier/verify-bundle.ts')
  const verdict = verifyBundle(bundle, { key, witnesses: witness, reports: report, checkpoints: checkpoint })
  return { verdict, title: `${bundle}: ledger ${verdict.ledger}, ${countText(verdict.treeSize)} events` }
}

function toFacts(verdict: Verdict): JsonObject {
  return JSON.parse(JSON.stringify(verdict))
}

async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { VerificationRefusedError } = await import('@welfare/verifier/verdict.ts')
    if (error instanceof VerificationRefusedError) throw refused(error.code, { reason: error.message })
    throw error
  }
}
