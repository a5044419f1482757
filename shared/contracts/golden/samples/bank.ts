import type { bankEvents } from '../../src/events/bank.ts'
import { division, id, type SamplesOf } from './ids.ts'

const fund = id('fund')
const payment = id('payment')
const payer = id('payer')
const bankAccount = id('bankaccount')
const shares = [{ fund, amountFen: 40_000 }]

export const bankSamples: SamplesOf<keyof typeof bankEvents> = {
  BankAccountOpened: {
    stream: bankAccount,
    data: { name: '玉树市总工会帮扶专户', division, bank: '青海银行玉树支行', lastDigits: '7731' },
  },
  BankAccountOwnFundSet: { stream: bankAccount, data: { fund, factsReadThrough: 30 } },
  BankAccountClosed: { stream: bankAccount, data: { reason: '并入基本户，已在银行销户', factsReadThrough: 30 } },
  BankAccountReopened: { stream: bankAccount, data: { balanceFen: 40_000, inTransitFen: 0, factsReadThrough: 31 } },
  IncomeReceived: {
    stream: fund,
    data: {
      ...{ kind: 'interest', bankAccount, shares, reference: 'LX-0630', availableAfterFen: 40_000 },
      correctedFrom: `${fund}.4`,
    },
  },
  IncomeReversed: {
    stream: fund,
    data: { corrects: `${fund}.4`, bankAccount, shares, reason: '多打一个零', availableAfterFen: 0 },
  },
  BankChargePaid: {
    stream: fund,
    data: {
      ...{ bankAccount, shares, reference: 'SXF-0001', availableAfterFen: 0 },
      donors: [{ donation: `${fund}.2`, amountFen: 40_000 }],
      correctedFrom: `${fund}.5`,
    },
  },
  BankChargeReversed: {
    stream: fund,
    data: { corrects: `${fund}.5`, bankAccount, shares, reason: '重复登记', availableAfterFen: 40_000 },
  },
  BankBalanceAssigned: { stream: fund, data: { bankAccount, shares, factsReadThrough: 30 } },
  TransferSent: { stream: fund, data: { bankAccount, to: id('bankaccount', 2), shares, reference: 'HK-0007' } },
  TransferArrived: { stream: fund, data: { transfer: `${fund}.7`, bankAccount: id('bankaccount', 2), shares } },
  TransferCameBack: { stream: fund, data: { transfer: `${fund}.7`, bankAccount, shares, reason: '账号有误' } },
  PaymentMoneyHeld: { stream: fund, data: { payment, payer, shares } },
  PaymentMoneyRefused: { stream: fund, data: { payment, payer, shares, code: 'money-not-there' } },
  PaymentMoneyReleased: { stream: fund, data: { payment, payer, shares } },
  BankReceiptAcknowledged: { stream: fund, data: { receipt: `${id('statement')}.12`, payer, shares } },
}
