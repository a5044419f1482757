import type { DataOf, EventOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { Projected } from '../read-model/projection.ts'

export type StatementFund = DataOf<'StatementApproved'>['funds'][number]

type LineEvent = EventOf<
  | 'LineTakenBack'
  | 'LineDisputed'
  | 'DisputeEnded'
  | 'PaymentReturned'
  | 'MerchantRepaid'
  | 'ClaimGivenUp'
  | 'PayableWaived'
>

/** What stands in a number beside its meals; `waived`: of what it is due. */
export interface StatedLine {
  readonly kind: 'taken-back' | 'disputed' | 'come-back' | 'waived'
  readonly type: LineEvent['type']
  readonly day: string
  readonly shares: readonly Share[]
  /** Of the meal, where it is about one. */
  readonly sequence?: number
  readonly reason?: string
}

export type StatedInvoice = Omit<DataOf<'InvoiceRecorded'>, 'merchant' | 'programme'>

/** One number of a statement, as far as it has come. */
export interface StatedNumber {
  readonly proposal: DataOf<'StatementProposed'>
  readonly proposedOn: string
  confirmedBy?: DataOf<'StatementConfirmed'>['by']
  approvedOn?: string
  /** A payment has taken it. */
  isAssigned?: boolean
  /** Since all of it was. */
  paidOn?: string
  /** By payments of before and of now, come back or not. */
  paidFen?: number
  returned?: boolean
  readonly funds: readonly StatementFund[]
  readonly lines: readonly StatedLine[]
  readonly invoices: readonly StatedInvoice[]
}

type Draft = Omit<StatedNumber, 'funds' | 'lines' | 'invoices'>

/** What no approved number has counted. */
interface Open {
  readonly takenBack: Map<string, StatedLine & { readonly to: 'open' | 'claim' }>
  readonly disputes: Map<string, StatedLine & { isLeftOut?: boolean }>
  comeBack: StatedLine[]
  carried: readonly Share[]
  draft: Draft | undefined
}

/** The numbers of a statement from the events of its stream: the approved ones as approved, the proposed one as it would be. */
export function statedNumbers(events: Iterable<Projected>): StatedNumber[] {
  const approved = new Map<number, Omit<StatedNumber, 'invoices'>>()
  const invoices = new Map<string, StatedInvoice>()
  const open: Open = { takenBack: new Map(), disputes: new Map(), comeBack: [], carried: [], draft: undefined }
  for (const { event, date, recorded } of events) take(event, date, `${recorded.stream}.${recorded.version}`)
  const { draft } = open
  const numbers = [...approved.values(), ...(draft ? [{ ...draft, lines: linesOf(draft), funds: sheetOf(draft) }] : [])]
  return numbers.map((number) => {
    const isOfIt = ({ statement }: StatedInvoice) => statement === number.proposal.statement
    return { ...number, invoices: [...invoices.values()].filter(isOfIt) }
  })

  function take(event: WelfareEvent, day: string, id: string): void {
    switch (event.type) {
      case 'StatementProposed':
        open.draft = { proposal: event.data, proposedOn: day }
        return
      case 'StatementWithdrawn':
      case 'StatementRefused':
        open.draft = undefined
        return
      case 'StatementConfirmed':
        if (open.draft) open.draft.confirmedBy = event.data.by
        return
      case 'StatementApproved':
        approve(event.data, day)
        return
      case 'LineTakenBack': {
        const { sequence, to } = event.data
        open.takenBack.set(id, { kind: 'taken-back', to, ...lineOf(event, day) })
        const { after = 0, through = 0 } = open.draft?.proposal ?? {}
        if (sequence > after && sequence <= through) open.draft = undefined
        return
      }
      case 'LineTakeBackEnded':
        open.takenBack.delete(event.data.takenBack)
        return
      case 'LineDisputed':
        open.disputes.set(event.data.redemption, { kind: 'disputed', ...lineOf(event, day) })
        return
      case 'DisputeEnded': {
        const dispute = open.disputes.get(event.data.redemption)
        const { sequence } = dispute ?? {}
        if (dispute?.isLeftOut) comeBack(event, day, sequence)
        open.disputes.delete(event.data.redemption)
        return
      }
      case 'StatementAssigned':
      case 'StatementReleased':
        change(event.data.statement, { isAssigned: event.type === 'StatementAssigned' })
        return
      case 'SettlementPaid':
        pay(event.data)
        return
      case 'PaymentReturned':
        change(event.data.ofStatement, { returned: true })
        comeBack(event, day)
        return
      case 'MerchantRepaid':
      case 'ClaimGivenUp':
        comeBack(event, day)
        return
      case 'InvoiceRecorded':
        invoices.set(event.data.invoiceNumber, event.data)
        return
      case 'InvoiceStruckOut':
        invoices.delete(event.data.invoiceNumber)
        return
      case 'PayableWaived': {
        const waived = approved.get(event.data.statement)
        if (waived)
          approved.set(event.data.statement, {
            ...waived,
            lines: [...waived.lines, { kind: 'waived', ...lineOf(event, day) }],
          })
        return
      }
    }
  }

  function comeBack(
    event: EventOf<'DisputeEnded' | 'PaymentReturned' | 'MerchantRepaid' | 'ClaimGivenUp'>,
    day: string,
    sequence?: number,
  ): void {
    open.comeBack.push({ kind: 'come-back', ...lineOf(event, day), ...(sequence !== undefined && { sequence }) })
  }

  function change(number: number, to: Pick<StatedNumber, 'isAssigned' | 'returned'>): void {
    const known = approved.get(number)
    if (known) Object.assign(known, to)
  }

  /** Several payers may each pay a part of it. */
  function pay({ statement, shares, paidOn }: DataOf<'SettlementPaid'>): void {
    const known = approved.get(statement)
    if (!known) return
    const paidFen = addFen(known.paidFen ?? 0, totalOf(shares))
    Object.assign(known, { paidFen, ...(paidFen >= dueOf(known) && { paidOn }) })
  }

  function approve({ statement, funds }: DataOf<'StatementApproved'>, approvedOn: string): void {
    const { draft: of } = open
    if (!of) throw new Error(`number ${statement} was approved and never proposed`)
    approved.set(statement, { ...of, approvedOn, funds, lines: linesOf(of) })
    const { through } = of.proposal
    for (const [id, { sequence = 0 }] of open.takenBack) if (sequence <= through) open.takenBack.delete(id)
    for (const dispute of open.disputes.values()) if ((dispute.sequence ?? 0) <= through) dispute.isLeftOut = true
    open.comeBack = []
    open.carried = funds.filter(({ dueFen }) => dueFen < 0).map(({ fund, dueFen }) => ({ fund, amountFen: dueFen }))
    open.draft = undefined
  }

  function linesOf({ proposal: { through } }: Draft): StatedLine[] {
    const inIt = ({ sequence = 0 }: StatedLine) => sequence <= through
    const disputes = [...open.disputes.values()].filter((one) => inIt(one) && !one.isLeftOut)
    return [...[...open.takenBack.values()].filter(inIt), ...disputes, ...open.comeBack]
  }

  /** Due = carried + meals − taken back + come back − disputed, by fund. */
  function sheetOf(of: Draft): StatementFund[] {
    const lines = linesOf(of)
    const sumOf = (fund: string, kind: StatedLine['kind']) =>
      sumFen(lines.filter((line) => line.kind === kind).flatMap(({ shares }) => amountsOf(shares, fund)))
    const { funds: meals } = of.proposal
    const listed = [...open.carried, ...meals, ...lines.flatMap(({ shares }) => shares)].map(({ fund }) => fund)
    return [...new Set(listed)].map((fund) => {
      const carriedFen = sumFen(amountsOf(open.carried, fund))
      const mealsFen = sumFen(meals.filter((one) => one.fund === fund).map((one) => one.mealsFen))
      const [takenBackFen, comeBackFen, disputedFen] = [
        sumOf(fund, 'taken-back'),
        sumOf(fund, 'come-back'),
        sumOf(fund, 'disputed'),
      ]
      const dueFen = subtractFen(sumFen([carriedFen, mealsFen, comeBackFen]), addFen(takenBackFen, disputedFen))
      return { fund, carriedFen, mealsFen, takenBackFen, comeBackFen, disputedFen, dueFen }
    })
  }
}

function dueOf({ funds, lines }: Pick<StatedNumber, 'funds' | 'lines'>): number {
  const waived = lines.filter(({ kind }) => kind === 'waived').map(({ shares }) => totalOf(shares))
  return subtractFen(sumFen(funds.map(({ dueFen }) => Math.max(0, dueFen))), sumFen(waived))
}

function amountsOf(shares: readonly Share[], fund: string): number[] {
  return shares.filter((share) => share.fund === fund).map(({ amountFen }) => amountFen)
}

function lineOf({ type, data }: LineEvent, day: string): Omit<StatedLine, 'kind'> {
  return {
    ...{ type, day, shares: data.shares },
    ...('sequence' in data && { sequence: data.sequence }),
    ...('reason' in data && { reason: data.reason }),
  }
}
