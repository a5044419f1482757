import type { Problem } from '@welfare/http/problem.ts'
import type { TreeStamp, TreeStamper } from '@welfare/http/report-stamp.ts'
import type { Reflected } from './read-model/moments.store.ts'

/**
 * An answer with the size and root of the tree over exactly the events that it reflects; a comparison with both of its moments stamped.
 * A problem where the transparency log does not reach that far in time.
 */
export async function stamped<Given extends Reflected & { readonly from?: Reflected }>(
  answer: Given,
  stamper: TreeStamper,
): Promise<(Given & TreeStamp) | Problem> {
  const stamp = await stamper.stampAt(answer.sequence)
  if (!stamp) return stampNotReady
  if (answer.from === undefined) return { ...answer, ...stamp }
  const earlier = await stamper.stampAt(answer.from.sequence)
  return earlier ? { ...answer, ...stamp, from: { ...answer.from, ...earlier } } : stampNotReady
}

const stampNotReady: Problem = { code: 'stamp-not-ready', status: 503, facts: {}, retryAfterS: 1 }

/** For what is no JSON: the stamp beside it. */
export function stampHeaders({
  ledger,
  epoch,
  sequence,
  postingRulesVersion,
  treeSize,
  rootHash,
}: Reflected & TreeStamp): Readonly<Record<string, string>> {
  return {
    'welfare-ledger': ledger,
    'welfare-epoch': String(epoch),
    'welfare-sequence': String(sequence),
    'welfare-posting-rules-version': String(postingRulesVersion),
    'welfare-tree-size': String(treeSize),
    'welfare-root-hash': rootHash,
  }
}
