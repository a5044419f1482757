import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { programmesFacts } from './programmes.facts.ts'
import { createProgrammesService } from './programmes.service.ts'

export function runProgrammes(stage?: Stage): Promise<void> {
  return runService('programmes', [programmesFacts], (room) => ({ service: createProgrammesService(room) }), stage)
}
