import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { runService } from '@welfare/service-host/run-service.ts'
import { vouchersFacts } from './vouchers.facts.ts'
import { createVouchersService, type VouchersService } from './vouchers.service.ts'

export function runVouchers(options?: ProcessOptions<VouchersService>): Promise<void> {
  return runService(
    'vouchers',
    [vouchersFacts],
    (dependencies, { folder }) => ({
      service: createVouchersService({ ...dependencies, attachmentsFolder: folder.attachments }),
    }),
    options,
  )
}
