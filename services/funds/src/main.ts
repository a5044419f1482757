import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'

export function runFunds(stage?: Stage): Promise<void> {
  return runService('funds', [fundsFacts], (room) => ({ service: createFundsService(room) }), stage)
}
