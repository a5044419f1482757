import type { payersEvents } from '../../src/events/payers.ts'
import { division, id, type SamplesOf } from './ids.ts'

const fund = id('fund')
const payer = id('payer')

export const payersSamples: SamplesOf<keyof typeof payersEvents> = {
  PayerRegistered: { stream: payer, data: { name: '玉树市财政国库支付中心', division, kind: 'treasury' } },
  DirectPaymentGranted: {
    stream: fund,
    data: {
      ...{ payer, noticeNumber: '玉财额〔2025〕12号', grantedOn: '2025-06-20' },
      ...{ shares: [{ fund, amountFen: 500_000 }], availableAfterFen: 500_000 },
    },
  },
  DirectPaymentReduced: {
    stream: fund,
    data: {
      ...{ payer, grant: `${fund}.2`, shares: [{ fund, amountFen: 20_000 }] },
      ...{ reason: '年底收回', availableAfterFen: 480_000 },
    },
  },
}
