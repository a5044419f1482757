import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createDivisionLookUp, placeFacts } from '@welfare/facts/place.facts.ts'

/** A shop's meals by their day, with what still stands of each. */
export const mealsFacts: FactsDeclaration = {
  name: 'meals',
  version: 1,
  schema: `
    CREATE TABLE meal (wallet TEXT, version INTEGER, merchant TEXT NOT NULL, day TEXT NOT NULL, sequence INTEGER NOT NULL, programme TEXT NOT NULL,
      entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, device TEXT NOT NULL, amount_fen INTEGER NOT NULL, kept_fen INTEGER NOT NULL,
      own_share_fen INTEGER NOT NULL, discount_fen INTEGER NOT NULL, PRIMARY KEY (wallet, version)) WITHOUT ROWID;
    CREATE INDEX meal_of_day ON meal (merchant, day, sequence);
    CREATE TABLE meal_day (merchant TEXT, day TEXT, programme TEXT, meals INTEGER NOT NULL, taken_back INTEGER NOT NULL, amount_fen INTEGER NOT NULL,
      own_share_fen INTEGER NOT NULL, PRIMARY KEY (merchant, day, programme)) WITHOUT ROWID;
  `,
  needs: [placeFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

interface DayChange {
  readonly merchant: string
  readonly day: string
  readonly programme: string
  readonly meals: number
  readonly takenBack: number
  readonly amountFen: number
  readonly ownShareFen: number
}

function createHandlers(prepare: Prepare): EventHandlers {
  const change = ({ merchant, day, programme, meals, takenBack, amountFen, ownShareFen }: DayChange) =>
    void prepare(`INSERT INTO meal_day VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET meals = meals + excluded.meals,
      taken_back = taken_back + excluded.taken_back, amount_fen = amount_fen + excluded.amount_fen, own_share_fen = own_share_fen + excluded.own_share_fen`).run(
      ...[merchant, day, programme],
      ...[meals, takenBack, amountFen, ownShareFen],
    )
  return {
    MealRedeemed({ merchant, redeemedOn: day, programme, draws, ...data }, { stream, version, sequence, recordedAt }) {
      const { deviceId, ownShareFen, discountFen, enteredAt = recordedAt, enteredBy = '' } = data
      const amountFen = sumFen(draws.map(({ shares }) => totalOf(shares)))
      prepare('INSERT INTO meal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        ...[stream, version, merchant, day, sequence, programme, enteredAt, enteredBy, deviceId],
        ...[amountFen, amountFen, ownShareFen, discountFen],
      )
      change({ merchant, day, programme, meals: 1, takenBack: 0, amountFen, ownShareFen })
    },
    RedemptionReversed({ redemption, keptFen = 0, ownShareBackFen, discountBackFen }) {
      const { stream, version } = splitPart(redemption)
      const row = prepare('SELECT * FROM meal WHERE wallet = ? AND version = ?').get(stream, version)
      if (!row) return
      const isWhole = keptFen === 0
      const ownBackFen = isWhole ? Number(row.own_share_fen) : (ownShareBackFen ?? 0)
      const discountFen = isWhole ? 0 : subtractFen(Number(row.discount_fen), discountBackFen ?? 0)
      prepare(
        'UPDATE meal SET kept_fen = ?, own_share_fen = own_share_fen - ?, discount_fen = ? WHERE wallet = ? AND version = ?',
      ).run(...[keptFen, ownBackFen, discountFen], ...[stream, version])
      change({
        ...{ merchant: String(row.merchant), day: String(row.day), programme: String(row.programme) },
        ...{ meals: isWhole ? -1 : 0, takenBack: isWhole ? 1 : 0 },
        amountFen: subtractFen(keptFen, Number(row.kept_fen)),
        ownShareFen: subtractFen(0, ownBackFen),
      })
    },
  }
}

export interface MealRow {
  readonly id: string
  readonly sequence: number
  readonly programme: string
  readonly enteredAt: string
  /** '' where version 1 does not say. */
  readonly enteredBy: string
  readonly device: string
  readonly amountFen: number
  readonly keptFen: number
  readonly ownShareFen: number
  readonly discountFen: number
}

export interface MealTotal {
  readonly meals: number
  readonly takenBack: number
  readonly amountFen: number
  readonly ownShareFen: number
}

/** Of one shop, in some programmes. */
interface MealsOf {
  readonly merchant: string
  readonly programmes: readonly string[]
}

const IN_PROGRAMMES = 'programme IN (SELECT value FROM json_each(:programmes))'
const TOTALS = `coalesce(sum(meals), 0) AS meals, coalesce(sum(taken_back), 0) AS taken_back, coalesce(sum(amount_fen), 0) AS amount_fen,
  coalesce(sum(own_share_fen), 0) AS own_share_fen`

export function createMealLookUps(prepare: Prepare) {
  const toNamed = ({ merchant, programmes }: MealsOf) => ({ merchant, programmes: JSON.stringify(programmes) })
  const divisionOf = createDivisionLookUp(prepare)
  return {
    isMerchant: (id: string): boolean => divisionOf(id) !== undefined,
    listMealProgrammes: (merchant: string): string[] =>
      prepare('SELECT DISTINCT programme FROM meal_day WHERE merchant = ?')
        .all(merchant)
        .map(({ programme }) => String(programme)),
    /** The newest first, before the one of the sequence `before`. */
    listMeals: (of: MealsOf & { readonly day: string }, before: number, limit: number): MealRow[] =>
      prepare(`SELECT * FROM meal WHERE merchant = :merchant AND day = :day AND sequence < :before AND ${IN_PROGRAMMES}
        ORDER BY sequence DESC LIMIT :limit`)
        .all({ ...toNamed(of), day: of.day, before, limit })
        .map(toMeal),
    /** Days on which something was eaten, the latest first, before the day `before`. */
    listMealDays: (
      of: MealsOf & { readonly from: string; readonly until: string },
      before: string,
      limit: number,
    ): (MealTotal & { readonly day: string })[] =>
      prepare(`SELECT day, ${TOTALS} FROM meal_day WHERE merchant = :merchant AND day BETWEEN :from AND :until AND day < :before
        AND ${IN_PROGRAMMES} GROUP BY day ORDER BY day DESC LIMIT :limit`)
        .all({ ...toNamed(of), from: of.from, until: of.until, before, limit })
        .map((row) => ({ day: String(row.day), ...toTotal(row) })),
    totalMeals: (of: MealsOf & { readonly from: string; readonly until: string }): MealTotal =>
      toTotal(
        prepare(
          `SELECT ${TOTALS} FROM meal_day WHERE merchant = :merchant AND day BETWEEN :from AND :until AND ${IN_PROGRAMMES}`,
        ).get({
          ...toNamed(of),
          from: of.from,
          until: of.until,
        }) ?? {},
      ),
  }
}

type Row = Readonly<Record<string, unknown>>

function toMeal(row: Row): MealRow {
  return {
    id: `${row.wallet}.${row.version}`,
    sequence: Number(row.sequence),
    programme: String(row.programme),
    enteredAt: String(row.entered_at),
    enteredBy: String(row.entered_by),
    device: String(row.device),
    amountFen: Number(row.amount_fen),
    keptFen: Number(row.kept_fen),
    ownShareFen: Number(row.own_share_fen),
    discountFen: Number(row.discount_fen),
  }
}

function toTotal(row: Row): MealTotal {
  return {
    meals: Number(row.meals),
    takenBack: Number(row.taken_back),
    amountFen: Number(row.amount_fen),
    ownShareFen: Number(row.own_share_fen),
  }
}
