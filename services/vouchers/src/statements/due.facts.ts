import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { multiplyFen } from '@welfare/contracts/money.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { endOfShanghaiDay } from '@welfare/process/shanghai-days.ts'

/** What is due to each shop, meal by meal and fund by fund. */
export const dueFacts: FactsDeclaration = {
  name: 'due',
  version: 2,
  schema: `
    CREATE TABLE due_name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE due (pair INTEGER, sequence INTEGER, fund INTEGER, place INTEGER NOT NULL, entered_at TEXT NOT NULL, amount_fen INTEGER NOT NULL,
      PRIMARY KEY (pair, sequence, fund)) WITHOUT ROWID;
  `,
  handlers: (prepare) => [createHandlers(prepare)],
}

const pairOf = (merchant: string, programme: string) => `${merchant}|${programme}`

function createHandlers(prepare: Prepare): EventHandlers {
  const idOf = (name: string): number => {
    const known = prepare('SELECT id FROM due_name WHERE name = ?').get(name)?.id
    return Number(known ?? prepare('INSERT INTO due_name (name) VALUES (?)').run(name).lastInsertRowid)
  }
  const put = (
    { merchant, programme, draws }: Pick<DataOf<'MealRedeemed'>, 'merchant' | 'programme' | 'draws'>,
    { sequence, recordedAt }: SequencedEvent,
    sign: 1 | -1,
  ) => {
    const pair = idOf(pairOf(merchant, programme))
    const sum = draws.reduce<Share[]>((all, { shares }) => addShares(all, shares), [])
    for (const [place, { fund, amountFen }] of sum.entries())
      prepare('INSERT INTO due VALUES (?, ?, ?, ?, ?, ?)').run(
        pair,
        sequence,
        idOf(fund),
        place,
        recordedAt,
        multiplyFen(amountFen, sign),
      )
  }
  return {
    MealRedeemed: (data, source) => put(data, source, 1),
    // Of before there were statements: it lessens the range in which it stands.
    RedemptionReversed: (data, source) => {
      if (data.takenBack === undefined) put(data, source, -1)
    },
  }
}

interface Pair {
  readonly merchant: string
  readonly programme: string
}

/** More than one meal names. */
const FUNDS_OF_MEAL = 1_024
const DUE = 'pair = (SELECT id FROM due_name WHERE name = ?) AND sequence > ? AND sequence <= ?'

export function createDueLookUps(prepare: Prepare) {
  return {
    /** With a meal, or something else that is due, in the programme. */
    listMerchantsWithMeals: (programme: string): string[] =>
      prepare("SELECT name FROM due_name WHERE name LIKE 'merchant-%|' || ? ORDER BY name")
        .all(programme)
        .map(({ name }) => String(name).split('|')[0] ?? ''),
    /** Meals of a range, and what each fund pays of them: in the order in which funds came to pay, those of one meal as its payers are ordered. */
    dueBetween({ merchant, programme }: Pair, after: number, through: number) {
      const range = [pairOf(merchant, programme), after, through] as const
      const funds = prepare(`SELECT name AS fund, sum(amount_fen) AS fen FROM due JOIN due_name ON due_name.id = fund
        WHERE ${DUE} GROUP BY due.fund ORDER BY min(sequence * ${FUNDS_OF_MEAL} + place)`).all(...range)
      const meals = prepare(`SELECT count(DISTINCT sequence) AS n FROM due WHERE ${DUE} AND amount_fen > 0`).get(
        ...range,
      )
      return {
        meals: Number(meals?.n ?? 0),
        funds: funds.map(({ fund, fen }) => ({ fund: String(fund), mealsFen: Number(fen) })),
      }
    },
    /** The last sequence before the first entry of a later day. */
    throughDay({ merchant, programme }: Pair, day: string): number | undefined {
      const row = prepare(`SELECT min(sequence) AS first FROM due
        WHERE pair = (SELECT id FROM due_name WHERE name = ?) AND entered_at >= ?`).get(
        pairOf(merchant, programme),
        endOfShanghaiDay(day).toISOString(),
      )
      return row?.first === null || row === undefined ? undefined : Number(row.first) - 1
    },
  }
}
