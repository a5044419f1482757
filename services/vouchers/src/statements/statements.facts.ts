import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { multiplyFen } from '@welfare/contracts/money.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { endOfShanghaiDay } from '@welfare/process/shanghai-days.ts'

/** What is due to each shop, meal by meal and fund by fund; its statements; which takings back were performed. */
export const statementsFacts: FactsDeclaration = {
  name: 'statements',
  version: 1,
  schema: `
    CREATE TABLE due_name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE due (pair INTEGER, sequence INTEGER, fund INTEGER, entered_at TEXT NOT NULL, amount_fen INTEGER NOT NULL,
      PRIMARY KEY (pair, sequence, fund)) WITHOUT ROWID;
    CREATE TABLE taking_back (id TEXT PRIMARY KEY, stream TEXT NOT NULL, performed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX taking_back_stream ON taking_back (stream, performed);
    CREATE TABLE statement (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, number INTEGER NOT NULL, merchant TEXT NOT NULL, programme TEXT NOT NULL,
      status TEXT NOT NULL, proposed_on TEXT NOT NULL, proposal TEXT NOT NULL, approval TEXT, payment TEXT, UNIQUE (stream, number));
    CREATE TABLE statement_act (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, day TEXT NOT NULL, data TEXT NOT NULL);
    CREATE INDEX statement_act_stream ON statement_act (stream, sequence);
    CREATE TABLE payment_part (payment TEXT, stream TEXT, PRIMARY KEY (payment, stream)) WITHOUT ROWID;
  `,
  handlers: (prepare) => [createDueHandlers(prepare), createStatementHandlers(prepare)],
}

const pairOf = (merchant: string, programme: string) => `${merchant}|${programme}`

function createDueHandlers(prepare: Prepare): EventHandlers {
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
    for (const { fund, amountFen } of sum)
      prepare('INSERT INTO due VALUES (?, ?, ?, ?, ?)').run(
        pair,
        sequence,
        idOf(fund),
        recordedAt,
        multiplyFen(amountFen, sign),
      )
  }
  return {
    MealRedeemed: (data, source) => put(data, source, 1),
    RedemptionReversed: (data, source) => {
      // Of before there were statements: it lessens the range in which it stands.
      if (data.takenBack === undefined) put(data, source, -1)
      else prepare('UPDATE taking_back SET performed = 1 WHERE id = ?').run(data.takenBack)
    },
  }
}

function createStatementHandlers(prepare: Prepare): EventHandlers {
  const set = (stream: string, number: number, status: string, payment: string | null = null) =>
    void prepare('UPDATE statement SET status = ?, payment = coalesce(?, payment) WHERE stream = ? AND number = ?').run(
      ...[status, payment, stream, number],
    )
  const act = (data: object, { stream, version, sequence, type, ...source }: SequencedEvent) => {
    const insert = prepare('INSERT INTO statement_act VALUES (?, ?, ?, ?, ?, ?)')
    insert.run(sequence, stream, `${stream}.${version}`, type, accountingDateOf(source), JSON.stringify(data))
  }
  return {
    StatementProposed: (data, source) => {
      const { merchant, programme, statement } = data
      prepare(`INSERT INTO statement (sequence, stream, number, merchant, programme, status, proposed_on, proposal)
        VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?)
        ON CONFLICT (stream, number) DO UPDATE SET status = 'proposed', proposed_on = excluded.proposed_on, proposal = excluded.proposal`).run(
        ...[source.sequence, source.stream, statement, merchant, programme],
        ...[accountingDateOf(source), JSON.stringify(data)],
      )
    },
    StatementWithdrawn: ({ statement }, { stream }) => set(stream, statement, 'draft'),
    StatementConfirmed: ({ statement }, { stream }) => set(stream, statement, 'confirmed'),
    StatementApproved: (data, { stream }) => {
      set(stream, data.statement, data.payFen > 0 ? 'approved' : 'settled')
      const update = prepare('UPDATE statement SET approval = ? WHERE stream = ? AND number = ?')
      update.run(JSON.stringify(data), stream, data.statement)
    },
    LineTakenBack: (data, source) => {
      prepare('INSERT INTO taking_back (id, stream) VALUES (?, ?)').run(
        `${source.stream}.${source.version}`,
        source.stream,
      )
      act(data, source)
      // A meal of a number that is not approved: the number is a draft again.
      if (data.to === 'open')
        prepare(`UPDATE statement SET status = 'draft' WHERE stream = ?1 AND status IN ('proposed', 'confirmed')
          AND json_extract(proposal, '$.after') < ?2 AND json_extract(proposal, '$.through') >= ?2`).run(
          source.stream,
          data.sequence,
        )
    },
    LineTakeBackEnded: act,
    LineDisputed: act,
    DisputeEnded: act,
    PaymentReturned: (data, source) => {
      set(source.stream, data.ofStatement, 'returned')
      act(data, source)
    },
    MerchantRepaid: act,
    ClaimGivenUp: act,
    StatementAssigned: ({ statement, payment }, { stream }) => set(stream, statement, 'assigned', payment),
    StatementReleased: ({ statement }, { stream }) => set(stream, statement, 'approved'),
    SettlementPaid: ({ statement }, { stream }) => set(stream, statement, 'paid'),
    PaymentPrepared: ({ parts }, { stream: payment }) => {
      for (const { stream } of parts) prepare('INSERT OR IGNORE INTO payment_part VALUES (?, ?)').run(payment, stream)
    },
  }
}

export interface StatementRow {
  readonly sequence: number
  readonly stream: string
  readonly status: string
  readonly proposedOn: string
  readonly payment: string | undefined
  readonly proposal: DataOf<'StatementProposed'>
  readonly approval: DataOf<'StatementApproved'> | undefined
}

export interface StatementAct {
  readonly sequence: number
  readonly id: string
  readonly type: string
  readonly day: string
  readonly data: Readonly<Record<string, unknown>> & { readonly shares: readonly Share[] }
}

interface Pair {
  readonly merchant: string
  readonly programme: string
}

const DUE = 'pair = (SELECT id FROM due_name WHERE name = ?) AND sequence > ? AND sequence <= ?'

export function createStatementLookUps(prepare: Prepare) {
  const toRow = (row: Readonly<Record<string, unknown>>): StatementRow => ({
    ...{ sequence: Number(row.sequence), stream: String(row.stream), status: String(row.status) },
    ...{ proposedOn: String(row.proposed_on), proposal: JSON.parse(String(row.proposal)) },
    payment: row.payment === null ? undefined : String(row.payment),
    approval: row.approval === null ? undefined : JSON.parse(String(row.approval)),
  })
  return {
    /** With a meal, or something else that is due, in the programme. */
    listMerchantsWithMeals: (programme: string): string[] =>
      prepare("SELECT name FROM due_name WHERE name LIKE 'merchant-%|' || ? ORDER BY name")
        .all(programme)
        .map(({ name }) => String(name).split('|')[0] ?? ''),
    /** Meals of a range, and what each fund pays of them. */
    dueBetween({ merchant, programme }: Pair, after: number, through: number) {
      const range = [pairOf(merchant, programme), after, through] as const
      const funds = prepare(`SELECT name AS fund, sum(amount_fen) AS fen FROM due JOIN due_name ON due_name.id = fund
        WHERE ${DUE} GROUP BY fund ORDER BY min(sequence), fund`).all(...range)
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
    performedOf: (stream: string): ReadonlySet<string> =>
      new Set(
        prepare('SELECT id FROM taking_back WHERE stream = ? AND performed = 1')
          .all(stream)
          .map(({ id }) => String(id)),
      ),
    statementsOfPayment: (payment: string): string[] =>
      prepare('SELECT stream FROM payment_part WHERE payment = ?')
        .all(payment)
        .map(({ stream }) => String(stream)),
    listNumbers: (stream: string): StatementRow[] =>
      prepare('SELECT * FROM statement WHERE stream = ? ORDER BY number').all(stream).map(toRow),
    /** The number that holds a meal, where it is approved. */
    approvedNumberOf(stream: string, sequence: number): number | undefined {
      const row = prepare(`SELECT number FROM statement WHERE stream = :stream AND approval IS NOT NULL
        AND json_extract(proposal, '$.after') < :sequence AND json_extract(proposal, '$.through') >= :sequence`).get({
        stream,
        sequence,
      })
      return row && Number(row.number)
    },
    listStatements: (
      of: {
        readonly programme?: string | undefined
        readonly merchant?: string | undefined
        readonly status?: string | undefined
        readonly from?: string | undefined
        readonly until?: string | undefined
      },
      after: number,
      limit: number,
    ): StatementRow[] =>
      prepare(`SELECT * FROM statement WHERE sequence > :after AND (:programme IS NULL OR programme = :programme)
        AND (:merchant IS NULL OR merchant = :merchant) AND (:status IS NULL OR status = :status)
        AND (:from IS NULL OR proposed_on >= :from) AND (:until IS NULL OR proposed_on <= :until)
        ORDER BY sequence LIMIT :limit`)
        .all({
          ...{
            after,
            limit,
            programme: of.programme ?? null,
            merchant: of.merchant ?? null,
            status: of.status ?? null,
          },
          ...{ from: of.from ?? null, until: of.until ?? null },
        })
        .map(toRow),
    listActs: (stream: string): StatementAct[] =>
      prepare('SELECT * FROM statement_act WHERE stream = ? ORDER BY sequence')
        .all(stream)
        .map(({ sequence, id, type, day, data }) => ({
          ...{ sequence: Number(sequence), id: String(id), type: String(type), day: String(day) },
          data: JSON.parse(String(data)),
        })),
  }
}
