import { join } from 'node:path'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { createReportsService } from '@welfare/reports/reports.service.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'

/** A replica of the read models over its own copy of the ledger's log, with a tree that stamps reports and signs nothing. */
export function runReports(stage?: Stage): Promise<void> {
  return runService(
    'projections',
    [],
    (room, { folder }) => {
      const { ledger, epoch } = room.store
      const replica = openLogReplica({ folder: folder.replica, ledger, epoch, isDisposable: true })
      const log = createFollowedLog({ ...room, replica })
      const onCopy = { ...room, logFolder: folder.replica, followed: log.followed }
      const stamper = createTransparencyLog({ ...onCopy, folder: join(folder.copies, 'tree') })
      const projections = createReportsService({ ...onCopy, stamper })
      return {
        service: createServiceGroup('projections', [log, stamper, projections]),
        ready: [...stamper.ready, ...projections.ready],
      }
    },
    stage,
  )
}
