import { division, idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import {
  divisionOrNull,
  effectiveField,
  fenBalance,
  fundId,
  momentFields,
  nameOrNull,
  reflectedFields,
} from '../budget/answers.contract.ts'

export const bankBalancesQuery = z.strictObject({
  fund: fundId.optional(),
  division: division.optional().meta({
    description: 'Accounts of unions of this division and those below it; of the fund, for money on no account',
  }),
  ...momentFields,
  ...effectiveField,
})

const amounts = z.strictObject({
  balanceFen: fenBalance.meta({ description: 'assigned + received − paid − sent + arrived' }),
  assignedFen: fenBalance.meta({ description: 'Recorded before unions named their accounts, and then assigned' }),
  receivedFen: fenBalance.meta({
    description:
      'Gifts, less those corrected; interest; receipts that nobody knows yet, less those sent back; and what merchants and banks gave back',
  }),
  paidFen: fenBalance.meta({
    description: 'To merchants, refunds to donors, less those corrected, and charges of banks',
  }),
  sentFen: fenBalance.meta({ description: 'To other accounts' }),
  arrivedFen: fenBalance.meta({ description: 'From other accounts, and what did not reach them and came back' }),
})
export type BankAmounts = z.infer<typeof amounts>
export const bankAmountNames = Object.keys(amounts.shape) as (keyof BankAmounts)[]

const ofFund = z.strictObject({ fund: fundId, fundName: nameOrNull, ...amounts.shape })

export const bankBalancesAnswer = z.strictObject({
  ...reflectedFields,
  accounts: z.array(
    z.strictObject({
      bankAccount: idOf('bankaccount').nullable().meta({ description: 'null: on no account' }),
      name: nameOrNull,
      bank: nameOrNull,
      lastDigits: z.string().nullable().meta({ description: "Of the account's number" }),
      division: divisionOrNull,
      ...amounts.shape,
      funds: z.array(ofFund),
    }),
  ),
  inTransit: z
    .array(z.strictObject({ fund: fundId, fundName: nameOrNull, transitFen: fenBalance }))
    .meta({ description: 'Sent from one account, and not on the other yet' }),
  quota: z
    .array(
      z.strictObject({
        payer: idOf('payer'),
        payerName: nameOrNull,
        fund: fundId,
        fundName: nameOrNull,
        quotaFen: fenBalance,
      }),
    )
    .meta({ description: 'What payers that are no unions still pay; at no bank of ours' }),
  total: amounts.extend({ transitFen: fenBalance, quotaFen: fenBalance }),
})
export type BankBalancesQuery = z.infer<typeof bankBalancesQuery>
export type BankBalancesAnswer = z.infer<typeof bankBalancesAnswer>
