import { instant } from '@welfare/contracts/primitives.ts'
import { type ReadinessCheck, runChecks } from '@welfare/process/readiness.ts'
import { z } from 'zod'
import { defineRoute, type Route } from './route.ts'

/** What one process that holds a whole ledger can say beside its checks. */
export const ledgerHealth = z.strictObject({
  sequence: z.int().min(0).meta({ description: 'Of the last event; 0 before the first' }),
  followers: z.array(
    z.strictObject({
      name: z.string(),
      healthy: z.boolean(),
      failures: z.int().min(0).meta({ description: 'Since the start' }),
      eventsBehind: z.int().min(0),
    }),
  ),
  disk: z.strictObject({ freeBytes: z.int().min(0), sizeBytes: z.int().min(0) }),
  lastBackup: z
    .strictObject({ madeAt: instant, throughSequence: z.int().min(0) })
    .nullable()
    .meta({ description: 'Null: none was made of this ledger in this place' }),
})
export type LedgerHealth = z.infer<typeof ledgerHealth>

/**
 * `GET /v1/health`: what `/readyz` and `/metrics` tell machines, for an administrator's page.
 * @param readLedger where the process holds a whole ledger; services apart tell theirs to what watches them
 */
export function createHealthRoute(checks: readonly ReadinessCheck[], readLedger?: () => Promise<LedgerHealth>): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/health',
    operationId: 'readHealth',
    summary: 'Reads how the ledger is: its checks, who follows the log and how far, the disk, the last backup',
    tag: 'operation',
    answers: {
      200: {
        description: 'As it is now; also where it is not ready',
        schema: z.strictObject({
          ready: z.boolean(),
          checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean() })),
          ledger: ledgerHealth.optional().meta({ description: 'Absent where every service is a process of its own' }),
        }),
      },
    },
    refusals: {},
    async handle() {
      // What went wrong is told to the log by whoever asks for readiness itself.
      const { ready, checks: found } = await runChecks(checks, () => {})
      return {
        status: 200,
        body: {
          ready,
          checks: Object.entries(found).map(([name, state]) => ({ name, ok: state === 'ok' })),
          ...(readLedger && { ledger: await readLedger() }),
        },
      }
    },
  })
}
