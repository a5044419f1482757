import { runService } from '@welfare/service-host/run-service.ts'
import { createRegistryService } from './registry.service.ts'

await runService('registry', (room, { config, folder }) => ({
  service: createRegistryService({ ...room, uploadsFolder: folder.uploads, rosterRows: config.rosterRows }),
}))
