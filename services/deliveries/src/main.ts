import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { deliveriesFacts } from './deliveries.facts.ts'
import { createDeliveriesService } from './deliveries.service.ts'

export function runDeliveries(stage?: Stage): Promise<void> {
  return runService(
    'deliveries',
    [deliveriesFacts],
    (context) => ({ service: createDeliveriesService(context) }),
    stage,
  )
}
