import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { followClosings } from '@welfare/facts/periods/close-period.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import { readWitnessKeys } from '@welfare/transparency-log/witness-keys.ts'

/** The transparency log of services apart: signs checkpoints over its own copy of the ledger's log. One process signs for a ledger. */
export function runLog(options?: ProcessOptions): Promise<void> {
  return runService(
    'log',
    [],
    (dependencies, { config, folder }) => {
      const { ledger, epoch } = dependencies.store
      const replica = openLogReplica({ folder: folder.replica, ledger, epoch, isDisposable: true })
      const log = createFollowedLog({ ...dependencies, replica })
      const transparencyLog = createTransparencyLog({
        ...dependencies,
        folder: folder.transparency,
        logFolder: folder.replica,
        followed: log.followed,
        keyFile: config.transparencyKeyFile ?? folder.transparencyKeyFile,
        witnesses: readWitnessKeys(config.witnessKeysFile),
      })
      followClosings({
        ...dependencies,
        rootAt: async (treeSize) => (await transparencyLog.stampAt(treeSize))?.rootHash,
      })
      return { service: createServiceGroup('log', [log, transparencyLog]), ready: transparencyLog.ready }
    },
    options,
  )
}
