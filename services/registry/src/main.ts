import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { registryFacts } from './registry.facts.store.ts'
import { createRegistryService } from './registry.service.ts'

export function runRegistry(options?: ProcessOptions): Promise<void> {
  return runService(
    'registry',
    [registryFacts],
    (dependencies, { config, folder }) => ({
      service: createRegistryService({
        ...dependencies,
        uploadsFolder: folder.uploads,
        maxRosterRows: config.maxRosterRows,
      }),
    }),
    options,
  )
}
