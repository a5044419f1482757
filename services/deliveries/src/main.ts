import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { createDeliveriesService } from './deliveries.service.ts'
import { deliveriesFacts } from './deliveries-copy.store.ts'

export function runDeliveries(stage?: Stage): Promise<void> {
  return runService('deliveries', [deliveriesFacts], (room) => ({ service: createDeliveriesService(room) }), stage)
}
