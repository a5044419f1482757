import { join } from 'node:path'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { createReportsService } from '@welfare/reports/reports.service.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'

/** A replica of the read models over its own copy of the ledger's log, with a tree that stamps reports and signs nothing. */
export function runReports(options?: ProcessOptions): Promise<void> {
  return runService(
    'reports',
    [],
    (dependencies, { folder, keyStore }) => {
      const { ledger, epoch } = dependencies.store
      const replica = openLogReplica({ folder: folder.replica, ledger, epoch, isDisposable: true })
      const log = createFollowedLog({ ...dependencies, replica })
      const onCopy = { ...dependencies, logFolder: folder.replica, followed: log.followed }
      const stamper = createTransparencyLog({ ...onCopy, folder: join(folder.copies, 'tree') })
      const reports = createReportsService({
        ...onCopy,
        stamper,
        receiptCodeKey: keyStore.ledgerSecret('receipt-code'),
      })
      return {
        service: createServiceGroup('reports', [log, stamper, reports]),
        ready: [...stamper.ready, ...reports.ready],
      }
    },
    options,
  )
}
