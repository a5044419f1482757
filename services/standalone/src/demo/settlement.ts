import { inParallel } from '@welfare/process/in-parallel.ts'
import { type Due, type PaidBy, preparePayments, receiveResults, sendPayments } from './payments.ts'
import type { PublicApi } from './public-api.ts'
import { listAll, type Shop, type Step } from './steps.ts'
import { dispute, takenBack } from './summer-2025.ts'

const SHOPS_AT_ONCE = 8

/** One run over the shops of a programme: what was eaten until a day. */
interface SettlementRun {
  readonly until: string
  /** On which it is proposed and confirmed; approved and sent; and on which the bank says what became of it. */
  readonly days: readonly [string, string, string]
}

export interface SettledProgramme extends PaidBy {
  /** Known once it was set up. */
  programme(): string
  shops(): readonly Shop[]
  /** Place of the shop that signs on paper, where there is one. */
  readonly onPaper?: number
  /** The last run: one shop has not answered yet, and nothing is approved. */
  readonly isLeftOpen?: boolean
}

/** A programme's shops are paid what they confirmed, each in three days: its owner's, the approver's and the bank's. */
export function settlementSteps(of: SettledProgramme, runs: readonly SettlementRun[]): Step[] {
  return runs.flatMap((run) => {
    const [proposedOn, sentOn, paidOn] = run.days
    const isOpen = of.isLeftOpen && run === runs.at(-1)
    let due: readonly Due[] = []
    let file: string | undefined
    const propose = async () => {
      due = await proposeRun(of, run.until)
      await inParallel(isOpen ? due.slice(1) : due, SHOPS_AT_ONCE, (one) => confirm(of, one))
    }
    if (isOpen) return [{ at: `${proposedOn}T10:00:00+08:00`, play: propose }]
    const pay = async () => {
      await inParallel(due, SHOPS_AT_ONCE, ({ statement, number }) =>
        of.api.post(`/v1/statements/${statement}/approval`, { number, revision: 1 }, { account: 'approver' }),
      )
      due = await preparePayments(of, run.until, due)
      file = await sendPayments(of, due)
    }
    return [
      { at: `${proposedOn}T10:00:00+08:00`, play: propose },
      { at: `${sentOn}T10:00:00+08:00`, play: pay },
      { at: `${paidOn}T16:00:00+08:00`, play: () => receiveResults(of, { day: paidOn, file }, due) },
    ]
  })
}

interface Proposed {
  readonly merchant: string
  readonly statement: string
  readonly number: number
  readonly outcome: string
}

async function proposeRun({ api, programme, shops }: SettledProgramme, until: string): Promise<readonly Due[]> {
  const { items } = await api.post<{ readonly items: readonly Proposed[] }>(
    `/v1/programmes/${programme()}/statements`,
    { until },
  )
  return shops().map((shop, place) => {
    const found = items.find(({ merchant, outcome }) => merchant === shop.merchant && outcome === 'proposed')
    if (!found) throw new Error(`nothing was proposed for ${shop.name} until ${until}`)
    return { shop, place, statement: found.statement, number: found.number }
  })
}

async function confirm({ api, onPaper }: SettledProgramme, { shop, place, statement, number }: Due): Promise<void> {
  const of = { number, revision: 1 }
  const paper = { by: 'paper', document: { kind: '结算单(商户签字)', number: `JS-${number}-${place + 1}` } }
  await api.post(
    `/v1/statements/${statement}/confirmation`,
    place === onPaper ? { ...of, ...paper } : of,
    place === onPaper ? {} : { account: shop.owner },
  )
}

interface Line {
  readonly kind: string
  readonly day: string
  readonly redemption: string
  readonly amountFen: number
}

/** The dearest meal of that day that stands in the number; the same whenever it is asked for. */
async function findMeal(api: PublicApi, statement: string, { number, day }: { number: number; day: string }) {
  const lines = await listAll<Line>(api, `/v1/statements/${statement}/lines?number=${number}&limit=500`)
  const undone = lines.flatMap(({ kind, redemption }) => (kind === 'taken-back' ? [redemption] : []))
  const meals = lines.filter((line) => line.kind === 'meal' && line.day === day && !undone.includes(line.redemption))
  const [meal] = meals.toSorted((a, b) => b.amountFen - a.amountFen || (a.redemption < b.redemption ? -1 : 1))
  if (!meal) throw new Error(`${statement} has no meal of ${day}`)
  return meal.redemption
}

/** With the first shop of a programme something goes otherwise than it should. */
type FirstShop = Pick<SettledProgramme, 'api' | 'programme' | 'shops'>

async function statementOf({ api, programme, shops }: FirstShop): Promise<string> {
  const query = `merchant=${shops()[0]?.merchant}&programme=${programme()}`
  const { items } = await api.get<{ items: { id: string }[] }>(`/v1/statements?${query}`)
  const [first] = items
  if (!first) throw new Error(`no statement of ${query}`)
  return first.id
}

/** A meal is held back from the first statement; when it was looked into it stands, and is paid with the next one. */
export function disputedMeal(of: FirstShop): Step[] {
  const { at, mealOn, endedAt, reason, finding } = dispute
  let disputed: { readonly statement: string; readonly redemption: string } | undefined
  const open = async () => {
    const statement = await statementOf(of)
    const redemption = await findMeal(of.api, statement, { number: 1, day: mealOn })
    await of.api.post(`/v1/statements/${statement}/disputes`, { redemption, reason })
    disputed = { statement, redemption }
  }
  const end = async () => {
    if (!disputed) throw new Error('nothing is disputed')
    const { statement, redemption } = disputed
    const body = { redemption, outcome: 'stands', reason: finding }
    await of.api.post(`/v1/statements/${statement}/disputes/end`, body)
  }
  return [
    { at, play: open },
    { at: endedAt, play: end },
  ]
}

/** A meal of a statement that is paid already is taken back: the shop owes it, and it is set off with the next one. */
export function takenBackAfterPayment(of: FirstShop): Step {
  const { at, mealOn, reason, document } = takenBack
  return {
    at,
    async play() {
      const redemption = await findMeal(of.api, await statementOf(of), { number: 1, day: mealOn })
      await of.api.post(`/v1/redemptions/${redemption}/reversal`, { reason, document })
    },
  }
}
