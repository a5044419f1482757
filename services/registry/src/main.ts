import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { registryFacts } from './registry.facts.store.ts'
import { createRegistryService } from './registry.service.ts'

export function runRegistry(stage?: Stage): Promise<void> {
  return runService(
    'registry',
    [registryFacts],
    (room, { config, folder }) => ({
      service: createRegistryService({ ...room, uploadsFolder: folder.uploads, rosterRows: config.rosterRows }),
    }),
    stage,
  )
}
