import { runService } from '@welfare/service-host/run-service.ts'
import { createDeliveriesService } from './deliveries.service.ts'

await runService('deliveries', (room) => ({ service: createDeliveriesService(room) }))
