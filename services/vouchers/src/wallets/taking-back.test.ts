import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  fromFunds,
  idNumber,
  merchant,
  opened,
  programme,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import type { ReverseRedemption } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const id = `${idNumber('statement')}.4`
const redemption = `${wallet}.3`
const history = [opened, credited(), redeemed(1_000, 39_000)]

const takeBack = (to: 'open' | 'claim', amountFen = 1_000): ReverseRedemption => ({
  ...{ type: 'ReverseRedemption', redemption, by: 'union', today, part: undefined, reason: 'a reason' },
  takenBack: { id, to, shares: fromFunds(amountFen) },
})
const takenBack = (to: 'issued' | 'claimed', balanceAfterFen: number): WalletEvent => ({
  type: 'RedemptionReversed',
  data: {
    ...{ programme, worker, merchant, redemption, by: 'union', takenBack: id, corrects: redemption },
    draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(1_000), to }],
    ...{ ownShareBackFen: 0, discountBackFen: 0, keptFen: 0, windowsFreed: ['horse-racing'] },
    ...{ reason: 'a reason', balanceAfterFen },
  },
})
const declined = (code: string): WalletEvent => ({
  type: 'TakingBackDeclined',
  data: { programme, worker, takenBack: id, redemption, code },
})

describe('what a statement has taken back', () => {
  it("is the credit's again where no approved number holds the meal", () =>
    given(history)
      .when(takeBack('open'))
      .then([takenBack('issued', 40_000)]))
  it('is owed by the merchant where one does: the credit has nothing of it', () =>
    given(history)
      .when(takeBack('claim'))
      .then([takenBack('claimed', 39_000)]))
  it('is declined, not refused, where the wallet would give back something else', () => {
    given(history)
      .when(takeBack('open', 999))
      .then([declined('taken-back-meanwhile')])
    given([...history, takenBack('issued', 40_000)])
      .when(takeBack('open'))
      .then([declined('redemption-already-reversed')])
  })
  it('stays declined for the statement, and leaves the meal to another line', () =>
    given([...history, declined('taken-back-meanwhile')])
      .when(takeBack('open'))
      .then([takenBack('issued', 40_000)]))
})
