import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { evolveGifts, type Gifts, giveBack, leftOf, noGifts, waitingUnder } from '@welfare/contracts/gifts.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import { readEvents } from '../journal/journal-legs.ts'
import type { QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'

/** A donation as its paper has it; interest has no donor, and what stands on the bank's paper for a number. */
interface Gift extends Pick<EventOf<'DonationReceived'>['data'], 'receivedOn'> {
  readonly donor: EventOf<'DonationReceived'>['data']['donor'] | { readonly kind: 'interest' }
  readonly receiptNumber: string | null
  readonly receivedFen: number
  takenBackFen: number
  /** Taken by banks for themselves. */
  chargedFen: number
}

/** A fund's donations, and where what they gave lies. */
export interface GiftsOfFund {
  /** By id, in the order of entry. */
  readonly donations: ReadonlyMap<string, Gift>
  availableOf(donation: string): number
  /** What of each lies in the programme, used or not, in the order in which it came there: donation → fen. */
  givenTo(programme: string): ReadonlyMap<string, number>
}

/** As funds keeps it, told from what was posted: what a budget gave back is the fund's from that event on. */
export function readGifts(context: QueryContext, fund: string, through: number): GiftsOfFund {
  const gifts = noGifts()
  const donations = new Map<string, Gift>()
  const charges: string[] = []
  const sequences = sequencesOf(context, fund, through)
  const events = readEvents(context.source, sequences)
  for (const sequence of sequences) {
    const recorded = events.get(sequence)
    if (!recorded) throw new Error(`the ledger has no event ${sequence}`)
    const { event, date } = toProjected(recorded)
    const id = `${recorded.stream}.${recorded.version}`
    switch (event.type) {
      case 'AllocationReturned':
      case 'AllocationReversed':
        giveBack(gifts, recorded.stream, totalOf(event.data.shares))
        break
      case 'DonationReceived':
      case 'DonationReversed':
      case 'DonationRefunded':
      case 'RefundReversed':
        noteDonation(donations, event, id)
        evolveGifts(gifts, event, id, date)
        break
      case 'IncomeReceived': {
        const receivedFen = totalOf(event.data.shares)
        const donor = { kind: 'interest' } as const
        const receiptNumber = event.data.reference ?? null
        donations.set(id, { donor, receiptNumber, receivedOn: date, receivedFen, takenBackFen: 0, chargedFen: 0 })
        evolveGifts(gifts, event, id, date)
        break
      }
      case 'IncomeReversed': {
        const wrong = donations.get(event.data.corrects)
        if (wrong) wrong.takenBackFen = addFen(wrong.takenBackFen, totalOf(event.data.shares))
        evolveGifts(gifts, event, id, date)
        break
      }
      case 'BankChargePaid':
        charges.push(id)
        evolveGifts(gifts, event, id, date)
        break
      case 'DirectPaymentGranted': {
        const { payer, noticeNumber: receiptNumber, grantedOn: receivedOn, shares } = event.data
        const name = context.generation.directory.find('payer', payer, through)?.name ?? payer
        const donor = { kind: 'organisation' as const, name }
        donations.set(id, {
          donor,
          receiptNumber,
          receivedOn,
          receivedFen: totalOf(shares),
          takenBackFen: 0,
          chargedFen: 0,
        })
        evolveGifts(gifts, event, id, date)
        break
      }
      case 'DirectPaymentReduced': {
        const grant = donations.get(event.data.grant)
        if (grant) grant.takenBackFen = addFen(grant.takenBackFen, totalOf(event.data.shares))
        evolveGifts(gifts, event, id, date)
        break
      }
      case 'BankChargeReversed':
      case 'FundsAllocated':
      case 'AllocationReturnReversed':
      case 'AllocationProposed':
      case 'AllocationApproved':
      case 'AllocationProposalRefused':
      case 'AllocationProposalWithdrawn':
        evolveGifts(gifts, event, id, date)
    }
  }
  for (const { donation, amountFen } of charges.flatMap((charge) => waitingUnder(gifts, charge))) {
    const gift = donations.get(donation)
    if (gift) gift.chargedFen = addFen(gift.chargedFen, amountFen)
  }
  return {
    donations,
    availableOf: (donation) => leftOf(gifts, donation),
    givenTo: (programme) => lyingIn(gifts, budgetOf(programme)),
  }
}

/** Everything that moved what the fund has, or has promised. */
function sequencesOf({ generation: { model } }: QueryContext, fund: string, through: number): number[] {
  return model
    .prepare(`SELECT DISTINCT t.entry >> 16 AS sequence FROM posting_account a JOIN posting_tally t ON t.account = a.id
      WHERE a.account IN ('granted', 'available') AND a.fund = ? AND t.entry < ? ORDER BY 1`)
    .all(fund, entryOf(through + 1, 0))
    .map(({ sequence }) => Number(sequence))
}

type DonationEvent = EventOf<'DonationReceived' | 'DonationReversed' | 'DonationRefunded' | 'RefundReversed'>

function noteDonation(donations: Map<string, Gift>, event: DonationEvent, id: string): void {
  const amountFen = totalOf(event.data.shares)
  if (event.type === 'DonationReceived') {
    const { donor, receiptNumber, receivedOn } = event.data
    donations.set(id, { donor, receiptNumber, receivedOn, receivedFen: amountFen, takenBackFen: 0, chargedFen: 0 })
    return
  }
  const donation = donations.get(event.type === 'DonationReversed' ? event.data.corrects : event.data.donation)
  const byFen = event.type === 'RefundReversed' ? -amountFen : amountFen
  if (donation) donation.takenBackFen = addFen(donation.takenBackFen, byFen)
}

function lyingIn({ drawn }: Gifts, budget: string): ReadonlyMap<string, number> {
  return new Map([...(drawn.get(budget) ?? [])].filter(([, lyingFen]) => lyingFen > 0))
}
