import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { registryLimits } from '../registry-limits.ts'
import type { SealedWork } from '../roster/roster-jobs.store.ts'
import type { RowWork } from '../roster/roster-plan.ts'

/**
 * The work with its personal fields sealed: from here on nothing on disk shows a name. The keys are durable first. Undefined when somebody of it
 * was erased since it was planned.
 */
export async function sealWork(
  work: readonly RowWork[],
  keyStore: KeyStore,
): Promise<readonly SealedWork[] | undefined> {
  const sealed: SealedWork[] = []
  for (let from = 0; from < work.length; from += registryLimits.rowsPerTurn) {
    const slice = work.slice(from, from + registryLimits.rowsPerTurn)
    const toSeal = slice.filter(({ action }) => action !== 'join').map(({ worker }) => worker)
    keyStore.createPersonKeys(toSeal)
    if (toSeal.some((worker) => keyStore.isErased(worker))) return undefined
    for (const row of slice) sealed.push(sealRow(row, keyStore))
    await nextTurn()
  }
  return sealed
}

function sealRow({ fields, ...row }: RowWork, keyStore: KeyStore): SealedWork {
  if (row.action === 'join') return { ...row, sealed: '', sealedFields: [] }
  return { ...row, sealed: keyStore.encryptFields(row.worker, { ...fields }), sealedFields: Object.keys(fields).sort() }
}
