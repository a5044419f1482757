import { runService } from '@welfare/service-host/run-service.ts'
import { createVouchersService } from './vouchers.service.ts'

await runService('vouchers', (room) => {
  const service = createVouchersService(room)
  return { service, answers: { 'sweep-expired-credits': () => service.sweepExpiredCredits() } }
})
