import { isDeepStrictEqual } from 'node:util'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openFacts } from '@welfare/facts/facts.store.ts'
import { createFundsFacts, type FundsFacts, fundsFacts } from '@welfare/funds/funds.facts.ts'
import { createVouchersFacts, type VouchersFacts, vouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import { days, funds, programme } from './givens.ts'
import { epoch, ledger } from './simulated-store.ts'

/** What every copy of a service answers must be what one answers that was filled at one go. */
export function breachesOfCopies(
  log: readonly SequencedEvent[],
  copies: {
    readonly funds: readonly (FundsFacts | undefined)[]
    readonly vouchers: readonly (VouchersFacts | undefined)[]
  },
): string[] {
  const fresh = openFacts({ file: ':memory:', ledger, epoch, declarations: [fundsFacts, vouchersFacts] })
  fresh.apply(log)
  const expectedFunds = fundsAnswers(createFundsFacts(fresh))
  const expectedVouchers = vouchersAnswers(createVouchersFacts(fresh))
  fresh.close()
  return [
    ...copies.funds.map((copy) => copy && isDeepStrictEqual(fundsAnswers(copy), expectedFunds)),
    ...copies.vouchers.map((copy) => copy && isDeepStrictEqual(vouchersAnswers(copy), expectedVouchers)),
  ].flatMap((isSame, index) => (isSame === true ? [] : [`room copy ${index + 1} is not what a rebuild gives`]))
}

function fundsAnswers(copy: FundsFacts) {
  return {
    programme: copy.findProgramme(programme),
    proposals: copy.listOpenProposals(programme, 'allocation'),
    donations: funds.map((fund) => copy.listDonations(fund, 0, 100)),
    allocations: funds.map((fund) => copy.listAllocations(fund, 0, 100)),
  }
}

function vouchersAnswers(copy: VouchersFacts) {
  return {
    programme: copy.findProgramme(programme),
    batches: copy.listBatches(programme, 0, 100),
    wallets: copy.listWallets(programme, 0, 100),
    allocatedFen: copy.balances.allocatedFen(programme),
    due: copy.listEndedCredits(`${days.neither}9`),
  }
}
