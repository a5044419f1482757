import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import { readWitnessKeys } from '@welfare/transparency-log/witness-keys.ts'

/** The transparency log of services apart: signs checkpoints over its own copy of the ledger's log. One process signs for a ledger. */
export function runLog(stage?: Stage): Promise<void> {
  return runService(
    'log',
    [],
    (room, { config, folder }) => {
      const { ledger, epoch } = room.store
      const replica = openLogReplica({ folder: folder.replica, ledger, epoch, isDisposable: true })
      const log = createFollowedLog({ ...room, replica })
      const transparencyLog = createTransparencyLog({
        ...room,
        folder: folder.transparency,
        logFolder: folder.replica,
        followed: log.followed,
        keyFile: config.logKeyFile ?? folder.logKeyFile,
        witnesses: readWitnessKeys(config.witnessKeysFile),
      })
      return { service: createServiceGroup('log', [log, transparencyLog]), ready: transparencyLog.ready }
    },
    stage,
  )
}
