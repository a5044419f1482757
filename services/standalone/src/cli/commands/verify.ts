import type { JsonObject } from '@welfare/decider/decider.ts'
import type { BundleOptions, BundleVerdict } from '@welfare/verifier/verify-bundle.ts'
import type { CliContext } from '../cli-context.ts'
import { broken, misused, refused } from '../failure.ts'
import { countCell } from '../tables/cells.ts'
import { renderVerdict } from '../tables/verdict-table.ts'

export interface VerifyOptions {
  readonly key?: string
  readonly witness?: readonly string[]
  readonly report?: readonly string[]
}

/** Verifies a bundle offline. @throws CommandFailedError (integrity) where something does not fit */
export async function verify(
  { terminal }: CliContext,
  bundle: string | undefined,
  { key, witness = [], report = [] }: VerifyOptions,
): Promise<void> {
  if (bundle === undefined) throw misused('bundle-missing', 'Name the folder of a bundle.')
  if (key === undefined) throw misused('key-missing', "A bundle is verified with the log's key: --key <vkey>.")
  const verdict = await verdictOf(bundle, { key, witnesses: witness, reports: report })
  const title = `${bundle}: ledger ${verdict.ledger}, ${countCell(verdict.treeSize)} events`
  // With --json there is one document: the verdict, here or as the failure's facts.
  if (verdict.holds || !terminal.json) terminal.answer(verdict, () => renderVerdict(verdict, title))
  if (!verdict.holds) throw broken('does-not-fit', 'Something does not fit.', terminal.json ? toFacts(verdict) : {})
}

function toFacts(verdict: BundleVerdict): JsonObject {
  return JSON.parse(JSON.stringify(verdict))
}

async function verdictOf(bundle: string, options: BundleOptions): Promise<BundleVerdict> {
  const { verifyBundle } = await import('@welfare/verifier/verify-bundle.ts')
  const { VerificationRefusedError } = await import('@welfare/verifier/verdict.ts')
  try {
    return verifyBundle(bundle, options)
  } catch (error) {
    if (error instanceof VerificationRefusedError) throw refused(error.code, error.message)
    throw error
  }
}
