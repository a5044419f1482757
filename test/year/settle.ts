import { addDays } from '@welfare/contracts/days.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import {
  type Due,
  type PaidBy,
  preparePayments,
  receiveResults,
  sendPayments,
} from '../../services/standalone/src/demo/payments.ts'
import type { PublicApi } from '../../services/standalone/src/demo/public-api.ts'
import { approve } from '../../services/standalone/src/demo/steps.ts'
import { type Bank, bankReferenceOf } from './bank.ts'
import { settlements } from './plan.ts'
import type { Town } from './town.ts'

const SHOPS_AT_ONCE = 8

export interface Settlement {
  /** The moments of its three days, and what is done then. */
  readonly steps: readonly { readonly at: string; play(): Promise<void> }[]
  /** Once it was sent. */
  due(): readonly Due[]
}

/** All shops of a town are paid what they confirmed, week by week. */
export function settlementsOf(api: PublicApi, bank: Bank, town: Town): Settlement[] {
  const of: PaidBy = {
    ...{ api, division: town.division, account: () => town.account },
    ...(town.payer !== undefined && { payer: () => town.payer, isByHand: true }),
  }
  return settlements.map(({ until, days }, place) => {
    const [proposedOn, sentOn, paidOn] = days.map((later) => addDays(until, later)) as [string, string, string]
    let due: readonly Due[] = []
    let file: string | undefined
    const propose = async () => {
      due = await proposed(api, town, until)
      await inParallel(due, SHOPS_AT_ONCE, (one) => confirm(api, one))
    }
    const send = async () => {
      await inParallel(due, SHOPS_AT_ONCE, ({ statement, number }) =>
        api.post(`/v1/statements/${statement}/approval`, { number, revision: 1 }, { account: 'approver' }),
      )
      if (place === 3) await waive(api, town, due)
      due = await preparePayments(of, until, due)
      file = await sendPayments(of, due)
    }
    const receive = async () => {
      await receiveResults(of, { day: paidOn, file }, due)
      if (file !== undefined) bank.pay(town.account, paidOn, file)
      else payByHand(bank, town, paidOn, due)
    }
    const steps = [
      { at: `${proposedOn}T10:00:00+08:00`, play: propose },
      { at: `${sentOn}T11:00:00+08:00`, play: send },
      { at: `${paidOn}T16:00:00+08:00`, play: receive },
    ]
    return { steps, due: () => due }
  })
}

interface Proposed {
  readonly merchant: string
  readonly statement: string
  readonly number: number
  readonly outcome: string
}

async function proposed(api: PublicApi, { programme, shops }: Town, until: string): Promise<Due[]> {
  const { items } = await api.post<{ readonly items: readonly Proposed[] }>(`/v1/programmes/${programme}/statements`, {
    until,
  })
  return shops.flatMap((shop, place) => {
    const found = items.find(({ merchant, outcome }) => merchant === shop.merchant && outcome === 'proposed')
    return found ? [{ shop, place, statement: found.statement, number: found.number }] : []
  })
}

/** One shop signs on paper. */
function confirm(api: PublicApi, { shop, place, statement, number }: Due): Promise<unknown> {
  const of = { number, revision: 1 }
  const path = `/v1/statements/${statement}/confirmation`
  if (place !== 3) return api.post(path, of, { account: shop.owner })
  return api.post(path, { ...of, by: 'paper', document: { kind: '结算单(商户签字)', number: `JS-${number}` } })
}

/** One shop gives up one yuan of what the last fund owes it. */
async function waive(api: PublicApi, { funds }: Town, due: readonly Due[]): Promise<void> {
  const [{ statement = '', number = 0 } = {}] = due
  const shares = [{ fund: funds.at(-1), amountFen: waivedFen }]
  const body = { number, shares, reason: '商户自愿放弃', document: { kind: '放弃声明', number: 'FQ-1' } }
  const { proposal } = await api.post<{ proposal: string }>(`/v1/statements/${statement}/waivers`, body)
  await approve(api, `vouchers/${proposal}`, '商户声明已核对')
}

export const waivedFen = 100

function payByHand(bank: Bank, { account, payer }: Town, day: string, due: readonly Due[]): void {
  for (const { shop, payments = [] } of due)
    for (const [index, { reference, totalFen }] of payments.entries())
      bank.book({
        account: index === 0 ? account : (payer ?? ''),
        ...{ day, amountFen: -totalFen, payee: shop.merchant, reference: bankReferenceOf(reference) },
      })
}
