import { division, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import {
  divisionOrNull,
  effectiveField,
  fenBalance,
  fundId,
  momentFields,
  nameOrNull,
  programmeId,
  reflectedFields,
} from './answers.contract.ts'

export const budgetQuery = z.strictObject({
  by: z.enum(['fund', 'programme', 'funder', 'division']).default('fund'),
  fund: fundId.optional(),
  programme: programmeId.optional(),
  funder: text(100).optional().meta({ description: 'Name of the funder' }),
  division: division.optional().meta({
    description: 'This division and those below it: of the programme, or of the fund for money in no programme',
  }),
  ...momentFields,
  ...effectiveField,
})

/** Balances on the posting accounts' normal sides. */
export const balanceNames = [
  'granted',
  'available',
  'reserved',
  'allocated',
  'committed',
  'issued',
  'used',
  'claimed',
  'written-off',
  'bank',
  'quota',
  'transit',
  'donated',
  'cost',
  'loss',
  'payable',
  'disputed',
  'suspense',
  'carried',
] as const
export type BalanceName = (typeof balanceNames)[number]
/** As the answer calls it. */
export function balanceFigure(name: BalanceName) {
  return name === 'written-off' ? 'writtenOffFen' : (`${name}Fen` as const)
}

const amounts = z.strictObject({
  balances: z.strictObject({
    grantedFen: fenBalance,
    availableFen: fenBalance.meta({ description: 'In the fund, neither allocated nor reserved' }),
    reservedFen: fenBalance.meta({ description: 'Proposed, waiting for an approver' }),
    allocatedFen: fenBalance.meta({ description: 'In a programme, neither reserved nor committed' }),
    committedFen: fenBalance.meta({ description: 'Committed to a batch that is being issued' }),
    issuedFen: fenBalance.meta({ description: 'In wallets, not used' }),
    usedFen: fenBalance,
    claimedFen: fenBalance.meta({ description: 'Taken back after it was approved, not yet set off or repaid' }),
    writtenOffFen: fenBalance.meta({ description: 'Of what was claimed, what nobody asks for any more' }),
    bankFen: fenBalance,
    quotaFen: fenBalance.meta({ description: 'What another payer than a union still pays of it' }),
    transitFen: fenBalance.meta({ description: 'Sent from one account, not yet on another' }),
    donatedFen: fenBalance.meta({ description: 'Donated, less refunded' }),
    costFen: fenBalance,
    lossFen: fenBalance.meta({ description: 'What was paid and written off; what was recovered is off' }),
    payableFen: fenBalance.meta({ description: 'To be paid to merchants, less claims; below zero the merchant owes' }),
    disputedFen: fenBalance.meta({
      description: 'Of meals that a merchant and the union do not agree about; not in `payableFen`',
    }),
    suspenseFen: fenBalance.meta({ description: 'Came to an account, and is not identified yet' }),
    carriedFen: fenBalance.meta({ description: 'Brought on from the years that are closed' }),
  }),
  turnovers: z.strictObject({
    donatedTotalFen: fenBalance,
    refundedTotalFen: fenBalance,
    allocatedTotalFen: fenBalance,
    allocationReturnedTotalFen: fenBalance,
    committedTotalFen: fenBalance,
    commitmentReleasedTotalFen: fenBalance,
    issuedTotalFen: fenBalance,
    redeemedTotalFen: fenBalance,
    reversedTotalFen: fenBalance,
    expiredTotalFen: fenBalance,
    withdrawnTotalFen: fenBalance,
    declinedTotalFen: fenBalance,
    reversedToProgrammeTotalFen: fenBalance.meta({ description: 'Reversed after the credit had ended' }),
    returnedFromCreditsTotalFen: fenBalance.meta({
      description: 'Expired, withdrawn, declined, and reversed to the programme, together',
    }),
    donationCorrectedTotalFen: fenBalance.meta({ description: 'Wrong donations taken back, in red; no refunds' }),
    refundCorrectedTotalFen: fenBalance.meta({ description: 'Wrong refunds taken back' }),
    allocationCorrectedTotalFen: fenBalance.meta({ description: 'Wrong allocations taken back; no returns' }),
    allocationReturnCorrectedTotalFen: fenBalance.meta({ description: 'Wrong returns taken back' }),
    priorYearTotalFen: fenBalance.meta({
      description: 'Meals of an earlier year taken back: granted anew, and not in `reversedTotalFen`',
    }),
    claimedTotalFen: fenBalance.meta({ description: 'Of meals taken back, what merchants then owed' }),
    claimSettledTotalFen: fenBalance.meta({ description: 'Claims that were set off or repaid' }),
    writtenOffTotalFen: fenBalance.meta({ description: 'Claims that were written off' }),
    recoveredTotalFen: fenBalance.meta({ description: 'Of claims that were written off, what came after all' }),
    disputedTotalFen: fenBalance,
    disputeEndedTotalFen: fenBalance,
    paidTotalFen: fenBalance.meta({ description: 'Payments to merchants' }),
    paymentReturnedTotalFen: fenBalance.meta({ description: 'Payments to merchants that came back' }),
    repaidTotalFen: fenBalance.meta({ description: 'What merchants paid back of claims' }),
    waivedTotalFen: fenBalance.meta({ description: 'What merchants did without of what was to be paid' }),
    purchasedTotalFen: fenBalance.meta({ description: 'Invoiced by suppliers; in `usedFen`, of no meal' }),
    supplierPaidTotalFen: fenBalance.meta({ description: 'Payments to suppliers' }),
    supplierPaymentReturnedTotalFen: fenBalance.meta({ description: 'Payments to suppliers that came back' }),
    sentTotalFen: fenBalance.meta({ description: 'Sent from one account to another' }),
    arrivedTotalFen: fenBalance.meta({ description: 'Of that, what arrived' }),
    cameBackTotalFen: fenBalance.meta({ description: 'Of that, what the bank gave back' }),
    incomeTotalFen: fenBalance.meta({ description: 'Interest; not in `donatedTotalFen`' }),
    bankChargeTotalFen: fenBalance.meta({ description: 'Taken by banks for themselves; in `usedFen`, of no meal' }),
    incomeCorrectedTotalFen: fenBalance.meta({ description: 'Wrong entries of interest taken back, in red' }),
    bankChargeCorrectedTotalFen: fenBalance.meta({ description: 'Wrong charges of banks taken back; in `usedFen`' }),
  }),
  correctedLater: z
    .strictObject({
      donatedFen: fenBalance,
      refundedFen: fenBalance,
      allocatedFen: fenBalance,
      allocationReturnedFen: fenBalance,
      redeemedFen: fenBalance,
    })
    .meta({
      description:
        'With `effective`: how much of these turnovers, by the day of the paper, was taken back in red after that day; the turnovers of the day stay as they were. Without it 0',
    }),
  beside: z
    .strictObject({ listPriceFen: fenBalance, discountFen: fenBalance, ownShareFen: fenBalance })
    .meta({ description: 'Of meals not reversed; not posted. By fund in proportion to what each paid of a meal' }),
  identities: z
    .strictObject({
      donatedIsSpreadHolds: z.boolean().nullable().meta({
        description:
          'donated + carried = available + reserved + allocated + committed + issued + used + claimed + written off',
      }),
      usedIsCostHolds: z.boolean().meta({ description: 'used + written off = cost + loss' }),
      bankHolds: z.boolean().nullable().meta({
        description: 'bank + quota + transit = donated + carried + payable + disputed + suspense − cost − loss',
      }),
    })
    .meta({ description: 'null where the row does not hold whole funds' }),
})
export type BudgetAmounts = z.infer<typeof amounts>

const fundPart = z.strictObject({ fund: fundId, name: nameOrNull, ...amounts.shape })

export const budgetAnswer = z.strictObject({
  ...reflectedFields,
  by: budgetQuery.shape.by.unwrap(),
  rows: z.array(
    z.strictObject({
      key: z
        .string()
        .nullable()
        .meta({ description: 'Fund, programme, funder or division code; null: in no programme' }),
      name: nameOrNull,
      division: divisionOrNull,
      ...amounts.shape,
      funds: z.array(fundPart).optional().meta({ description: 'With by=programme: each fund apart' }),
    }),
  ),
  total: amounts,
})
export type BudgetQuery = z.infer<typeof budgetQuery>
export type BudgetAnswer = z.infer<typeof budgetAnswer>
