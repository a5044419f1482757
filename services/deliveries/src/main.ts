import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { deliveriesFacts } from './deliveries.facts.ts'
import { createDeliveriesService } from './deliveries.service.ts'

export function runDeliveries(options?: ProcessOptions): Promise<void> {
  return runService(
    'deliveries',
    [deliveriesFacts],
    (dependencies, { folder }) => ({
      service: createDeliveriesService({ ...dependencies, attachmentsFolder: folder.attachments }),
    }),
    options,
  )
}
