import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { programmesFacts } from './programmes.facts.ts'
import { createProgrammesService } from './programmes.service.ts'

export function runProgrammes(options?: ProcessOptions): Promise<void> {
  return runService(
    'programmes',
    [programmesFacts],
    (dependencies) => ({ service: createProgrammesService(dependencies) }),
    options,
  )
}
