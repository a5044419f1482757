import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'

export function runFunds(options?: ProcessOptions): Promise<void> {
  return runService(
    'funds',
    [fundsFacts],
    (dependencies, { folder }) => ({
      service: createFundsService({ ...dependencies, attachmentsFolder: folder.attachments }),
    }),
    options,
  )
}
