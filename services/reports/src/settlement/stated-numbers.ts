import type { DataOf, EventOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { Projected } from '../read-model/projection.ts'

export type StatementFund = DataOf<'StatementApproved'>['funds'][number]

type LineEvent = EventOf<
  'LineTakenBack' | 'LineDisputed' | 'DisputeEnded' | 'PaymentReturned' | 'MerchantRepaid' | 'ClaimGivenUp'
>

/** What stands in a number beside its meals. */
export interface StatedLine {
  readonly kind: 'taken-back' | 'disputed' | 'come-back'
  readonly type: LineEvent['type']
  readonly day: string
  readonly shares: readonly Share[]
  /** Of the meal, where it is about one. */
  readonly sequence?: number
  readonly reason?: string
}

/** One number of a statement, as far as it has come. */
export interface StatedNumber {
  readonly proposal: DataOf<'StatementProposed'>
  readonly proposedOn: string
  confirmation?: { readonly by: DataOf<'StatementConfirmed'>['by']; readonly on: string }
  approvedOn?: string
  paidOn?: string
  returned?: boolean
  readonly funds: readonly StatementFund[]
  readonly lines: readonly StatedLine[]
}

type Draft = Omit<StatedNumber, 'funds' | 'lines'>

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
  const approved = new Map<number, StatedNumber>()
  const open: Open = { takenBack: new Map(), disputes: new Map(), comeBack: [], carried: [], draft: undefined }
  for (const { event, date, recorded } of events) take(event, date, `${recorded.stream}.${recorded.version}`)
  const { draft } = open
  return draft
    ? [...approved.values(), { ...draft, lines: linesOf(draft), funds: sheetOf(draft) }]
    : [...approved.values()]

  function take(event: WelfareEvent, day: string, id: string): void {
    switch (event.type) {
      case 'StatementProposed':
        open.draft = { proposal: event.data, proposedOn: day }
        return
      case 'StatementWithdrawn':
        open.draft = undefined
        return
      case 'StatementConfirmed':
        if (open.draft) open.draft.confirmation = { by: event.data.by, on: day }
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
      case 'SettlementPaid':
        change(event.data.statement, { paidOn: event.data.paidOn })
        return
      case 'PaymentReturned':
        change(event.data.ofStatement, { returned: true })
        comeBack(event, day)
        return
      case 'MerchantRepaid':
      case 'ClaimGivenUp':
        comeBack(event, day)
        return
    }
  }

  function comeBack(
    event: EventOf<'DisputeEnded' | 'PaymentReturned' | 'MerchantRepaid' | 'ClaimGivenUp'>,
    day: string,
    sequence?: number,
  ): void {
    open.comeBack.push({ kind: 'come-back', ...lineOf(event, day), ...(sequence !== undefined && { sequence }) })
  }

  function change(number: number, to: Pick<StatedNumber, 'paidOn' | 'returned'>): void {
    const known = approved.get(number)
    if (known) Object.assign(known, to)
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

function amountsOf(shares: readonly Share[], fund: string): number[] {
  return shares.filter((share) => share.fund === fund).map(({ amountFen }) => amountFen)
}

export function lineFen({ shares }: StatedLine): number {
  return totalOf(shares)
}

function lineOf({ type, data }: LineEvent, day: string): Omit<StatedLine, 'kind'> {
  return {
    ...{ type, day, shares: data.shares },
    ...('sequence' in data && { sequence: data.sequence }),
    ...('reason' in data && { reason: data.reason }),
  }
}
