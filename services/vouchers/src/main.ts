import { runService } from '@welfare/service-host/run-service.ts'
import type { Stage } from '@welfare/service-host/stage.ts'
import { vouchersFacts } from './vouchers.facts.ts'
import { createVouchersService, type VouchersService } from './vouchers.service.ts'

export function runVouchers(stage?: Stage<VouchersService>): Promise<void> {
  return runService('vouchers', [vouchersFacts], (room) => ({ service: createVouchersService(room) }), stage)
}
