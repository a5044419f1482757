import { runService } from '@welfare/service-host/run-service.ts'
import { createFundsService } from './funds.service.ts'

await runService('funds', (room) => ({ service: createFundsService(room) }))
