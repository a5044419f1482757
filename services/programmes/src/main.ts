import { runService } from '@welfare/service-host/run-service.ts'
import { createProgrammesService } from './programmes.service.ts'

await runService('programmes', (room) => ({ service: createProgrammesService(room) }))
