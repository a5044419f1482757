import { type EventType, eventCatalogue, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { movesNothing } from '@welfare/contracts/posting-rules/rules.ts'
import { postingRulesV2 } from '@welfare/contracts/posting-rules/v2.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { EventHandlers } from './event-handlers.ts'
import type { FactsDeclaration, Prepare } from './facts-declaration.ts'

const schema = `
  CREATE TABLE budget_balance (fund TEXT, programme TEXT, batch TEXT, account TEXT, amount_fen INTEGER NOT NULL,
    PRIMARY KEY (fund, programme, batch, account)) WITHOUT ROWID;
  CREATE INDEX budget_balance_programme ON budget_balance (programme);
  CREATE TABLE owed_balance (programme TEXT, merchant TEXT, account TEXT, amount_fen INTEGER NOT NULL,
    PRIMARY KEY (programme, merchant, account)) WITHOUT ROWID;
`

/** Where a fund's or a programme's money is, and what merchants are owed: the budget book's balances, and those of `payable` and `disputed`, in credit. */
export const budgetBalanceFacts: FactsDeclaration = {
  name: 'budget-balance',
  version: 2,
  schema,
  handlers: (prepare) => [createHandlers(prepare)],
}

/** Where an amount stands: with the fund itself, a programme, or one of its batches. */
export interface StandingAmount {
  readonly fund: string
  readonly programme?: string
  readonly batch?: string
  readonly account: string
  readonly amountFen: number
}

/** Less what the merchant owes: below zero it owes. */
export interface OwedAmount {
  readonly merchant: string
  readonly account: 'payable' | 'disputed'
  readonly amountFen: number
}

export interface BudgetBalances {
  /** Not zero, in the order of programmes and batches. */
  ofFund(fund: string): StandingAmount[]
  ofProgramme(programme: string): StandingAmount[]
  /** Not zero, in the order of merchants. */
  owedIn(programme: string): OwedAmount[]
  /** With the programme itself, all funds together. */
  allocatedFen(programme: string): number
}

/** Whatever the rules of postings have legs for. */
const movingTypes: readonly EventType[] = (Object.keys(eventCatalogue) as EventType[]).filter(
  (type) => postingRulesV2[type] !== movesNothing,
)

const owedAccounts = ['payable', 'disputed'] as const satisfies OwedAmount['account'][]
const isOwedAccount = (account: string): account is OwedAmount['account'] => owedAccounts.some((one) => one === account)

/** What every event moves there. */
function createHandlers(prepare: Prepare): EventHandlers {
  const post = (event: WelfareEvent, stream: string): void => {
    for (const { book, account, fund = '', programme = '', batch = '', merchant = '', amount } of postings(
      event,
      stream,
    )) {
      if (isOwedAccount(account))
        prepare(
          `INSERT INTO owed_balance VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen`,
        ).run(programme, merchant, account, -amount)
      // What was granted is the other side of everything else.
      if (book !== 'budget' || account === 'granted') continue
      prepare(
        `INSERT INTO budget_balance VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen`,
      ).run(fund, programme, batch, account, -amount)
    }
  }
  return Object.fromEntries(
    movingTypes.map((type) => [
      type,
      (data: WelfareEvent['data'], { stream }: { readonly stream: string }) =>
        post({ type, data } as WelfareEvent, stream),
    ]),
  )
}

export function createBudgetBalances(prepare: Prepare): BudgetBalances {
  const list = (where: 'fund' | 'programme', id: string): StandingAmount[] =>
    prepare(
      `SELECT * FROM budget_balance WHERE ${where} = ? AND amount_fen <> 0 ORDER BY fund, programme, batch, account`,
    )
      .all(id)
      .map(({ fund, programme, batch, account, amount_fen }) => ({
        fund: String(fund),
        ...(programme !== '' && { programme: String(programme) }),
        ...(batch !== '' && { batch: String(batch) }),
        account: String(account),
        amountFen: Number(amount_fen),
      }))
  return {
    ofFund: (fund) => list('fund', fund),
    ofProgramme: (programme) => list('programme', programme),
    owedIn: (programme) =>
      prepare('SELECT * FROM owed_balance WHERE programme = ? AND amount_fen <> 0 ORDER BY merchant, account')
        .all(programme)
        .flatMap(({ merchant, account, amount_fen }) => {
          const name = String(account)
          return isOwedAccount(name)
            ? [{ merchant: String(merchant), account: name, amountFen: Number(amount_fen) }]
            : []
        }),
    allocatedFen: (programme) =>
      Number(
        prepare("SELECT sum(amount_fen) AS fen FROM budget_balance WHERE programme = ? AND account = 'allocated'").get(
          programme,
        )?.fen ?? 0,
      ),
  }
}
