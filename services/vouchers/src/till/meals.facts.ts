import { subtractFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { admissionFacts } from '@welfare/facts/admission.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createDivisionLookUp, placeFacts } from '@welfare/facts/place.facts.ts'

/** A shop's meals by their day, with what still stands of each. A row comes with every meal: names are kept once, totals are made when asked for. */
export const mealsFacts: FactsDeclaration = {
  name: 'meals',
  version: 3,
  schema: `
    CREATE TABLE meal_name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE meal (sequence INTEGER PRIMARY KEY, shop INTEGER NOT NULL, day TEXT NOT NULL, programme INTEGER NOT NULL, wallet TEXT NOT NULL,
      version INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, device TEXT NOT NULL, amount_fen INTEGER NOT NULL,
      kept_fen INTEGER NOT NULL, own_share_fen INTEGER NOT NULL, discount_fen INTEGER NOT NULL, shares TEXT NOT NULL);
    CREATE INDEX meal_of_day ON meal (shop, day, programme, kept_fen, own_share_fen);
  `,
  needs: [placeFacts, admissionFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const idOf = (name: string): number => {
    const known = prepare('SELECT id FROM meal_name WHERE name = ?').get(name)?.id
    return Number(known ?? prepare('INSERT INTO meal_name (name) VALUES (?)').run(name).lastInsertRowid)
  }
  return {
    MealRedeemed({ merchant, redeemedOn, programme, draws, ...data }, { stream, version, sequence, recordedAt }) {
      const { deviceId, ownShareFen, discountFen, enteredAt = recordedAt, enteredBy = '' } = data
      const shares = draws.reduce<Share[]>((sum, draw) => addShares(sum, draw.shares), [])
      const amountFen = totalOf(shares)
      const paid = shares.map(({ fund, amountFen }) => [idOf(fund), amountFen])
      prepare('INSERT INTO meal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        ...[sequence, idOf(merchant), redeemedOn, idOf(programme), stream, version, enteredAt, enteredBy, deviceId],
        ...[amountFen, amountFen, ownShareFen, discountFen, JSON.stringify(paid)],
      )
    },
    RedemptionReversed({ merchant, redemption, keptFen = 0, ownShareBackFen, discountBackFen }) {
      const row = rowOf(prepare, merchant, redemption)
      if (!row) return
      const isWhole = keptFen === 0
      const ownShareFen = isWhole ? 0 : subtractFen(Number(row.own_share_fen), ownShareBackFen ?? 0)
      const discountFen = isWhole ? 0 : subtractFen(Number(row.discount_fen), discountBackFen ?? 0)
      prepare('UPDATE meal SET kept_fen = ?, own_share_fen = ?, discount_fen = ? WHERE sequence = ?').run(
        ...[keptFen, ownShareFen, discountFen],
        Number(row.sequence),
      )
    },
  }
}

/** The latest days first: most are taken back soon, and no index is kept for it. */
function rowOf(prepare: Prepare, merchant: string, redemption: string): Row | undefined {
  const { stream, version } = splitPart(redemption)
  return prepare(`SELECT sequence, own_share_fen, discount_fen FROM meal
    WHERE shop = (SELECT id FROM meal_name WHERE name = ?) AND wallet = ? AND version = ? ORDER BY day DESC LIMIT 1`).get(
    merchant,
    stream,
    version,
  )
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
  /** Fund → what it paid, whatever was taken back of it since. */
  readonly shares: readonly Share[]
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

const OF_SHOP = `m.shop = (SELECT id FROM meal_name WHERE name = :merchant)
  AND m.programme IN (SELECT id FROM meal_name WHERE name IN (SELECT value FROM json_each(:programmes)))`
const TOTALS = `coalesce(sum(m.kept_fen > 0), 0) AS meals, coalesce(sum(m.kept_fen = 0), 0) AS taken_back,
  coalesce(sum(m.kept_fen), 0) AS amount_fen, coalesce(sum(m.own_share_fen), 0) AS own_share_fen`

export function createMealLookUps({ prepare, remember }: Pick<Facts, 'prepare' | 'remember'>) {
  const nameOf = (id: number): string => String(prepare('SELECT name FROM meal_name WHERE id = ?').get(id)?.name)
  const toMeal = (row: Row): MealRow => ({ ...toAmounts(row), shares: sharesOf(row, nameOf) })
  const toNamed = ({ merchant, programmes }: MealsOf) => ({ merchant, programmes: JSON.stringify(programmes) })
  const divisionOf = createDivisionLookUp(prepare)
  return {
    isMerchant: (id: string): boolean => divisionOf(id) !== undefined,
    /** In which it ever took part. */
    listProgrammesOfMerchant: remember(admissionFacts, (merchant: string): readonly string[] =>
      prepare('SELECT DISTINCT programme FROM admission WHERE merchant = ?')
        .all(merchant)
        .map(({ programme }) => String(programme)),
    ),
    /** Where its meal stands in the log. */
    sequenceOfMeal(merchant: string, redemption: string): number | undefined {
      const row = rowOf(prepare, merchant, redemption)
      return row && Number(row.sequence)
    },
    /** Of a range of the log, in its order, after the one of the sequence `from`. */
    listMealsBetween: (of: MealsOf & { readonly through: number }, from: number, limit: number): MealRow[] =>
      prepare(`SELECT m.*, n.name AS programme FROM meal m JOIN meal_name n ON n.id = m.programme
        WHERE ${OF_SHOP} AND m.sequence > :from AND m.sequence <= :through ORDER BY m.sequence LIMIT :limit`)
        .all({ ...toNamed(of), from, through: of.through, limit })
        .map(toMeal),
    /** The newest first, before the one of the sequence `before`. */
    listMeals: (of: MealsOf & { readonly day: string }, before: number, limit: number): MealRow[] =>
      prepare(`SELECT m.*, n.name AS programme FROM meal m JOIN meal_name n ON n.id = m.programme
        WHERE ${OF_SHOP} AND m.day = :day AND m.sequence < :before ORDER BY m.sequence DESC LIMIT :limit`)
        .all({ ...toNamed(of), day: of.day, before, limit })
        .map(toMeal),
    /** Days on which something was eaten, the latest first, before the day `before`. */
    listMealDays: (
      of: MealsOf & { readonly from: string; readonly until: string },
      before: string,
      limit: number,
    ): (MealTotal & { readonly day: string })[] =>
      prepare(`SELECT m.day, ${TOTALS} FROM meal m WHERE ${OF_SHOP} AND m.day BETWEEN :from AND :until AND m.day < :before
        GROUP BY m.day ORDER BY m.day DESC LIMIT :limit`)
        .all({ ...toNamed(of), from: of.from, until: of.until, before, limit })
        .map((row) => ({ day: String(row.day), ...toTotal(row) })),
    totalMeals: (of: MealsOf & { readonly from: string; readonly until: string }): MealTotal =>
      toTotal(
        prepare(`SELECT ${TOTALS} FROM meal m WHERE ${OF_SHOP} AND m.day BETWEEN :from AND :until`).get({
          ...toNamed(of),
          from: of.from,
          until: of.until,
        }) ?? {},
      ),
  }
}

type Row = Readonly<Record<string, unknown>>

function sharesOf({ shares }: Row, nameOf: (id: number) => string): Share[] {
  const paid: [number, number][] = JSON.parse(String(shares))
  return paid.map(([fund, amountFen]) => ({ fund: nameOf(fund), amountFen }))
}

function toAmounts(row: Row): Omit<MealRow, 'shares'> {
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
