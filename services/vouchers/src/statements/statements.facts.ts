import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addShares, type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { type ListOrder, listOrders } from '@welfare/http/list-order.ts'

import { freeShares, statusOfNumber, type TakenShares } from './taken-shares.ts'

/** Statements, what was said in them, and which takings back were performed. */
export const statementsFacts: FactsDeclaration = {
  name: 'statements',
  version: 6,
  schema: `
    CREATE TABLE taking_back (id TEXT PRIMARY KEY, stream TEXT NOT NULL, performed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX taking_back_stream ON taking_back (stream, performed);
    CREATE TABLE statement (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, number INTEGER NOT NULL, merchant TEXT NOT NULL, programme TEXT NOT NULL,
      status TEXT NOT NULL, range_after INTEGER NOT NULL, range_through INTEGER NOT NULL, proposed_on TEXT NOT NULL, proposal TEXT NOT NULL,
      approval TEXT, payment TEXT, refusal TEXT, waived TEXT NOT NULL DEFAULT '[]', taken TEXT NOT NULL DEFAULT '[]', UNIQUE (stream, number));
    CREATE TABLE statement_act (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, day TEXT NOT NULL, data TEXT NOT NULL,
      number INTEGER NOT NULL, meal INTEGER);
    CREATE INDEX statement_act_stream ON statement_act (stream, sequence);
    CREATE TABLE invoice_scan (attachment TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE payment_part (payment TEXT, stream TEXT, PRIMARY KEY (payment, stream)) WITHOUT ROWID;
  `,
  handlers: (prepare) => [createHandlers(prepare)],
}

function createHandlers(prepare: Prepare): EventHandlers {
  const set = (stream: string, number: number, status: string) =>
    void prepare('UPDATE statement SET status = ? WHERE stream = ? AND number = ?').run(status, stream, number)
  /** What payments took of an approved number now is `to` what they had taken, and its status follows. */
  const take = (
    stream: string,
    number: number,
    to: (taken: readonly TakenBy[]) => readonly TakenBy[] = (all) => all,
  ) => {
    const row = prepare('SELECT * FROM statement WHERE stream = ? AND number = ?').get(stream, number)
    const taken = to(JSON.parse(String(row?.taken)))
    const status = statusOfNumber(dueOf(row ?? {}), taken)
    const update = prepare('UPDATE statement SET taken = ?, status = ? WHERE stream = ? AND number = ?')
    update.run(JSON.stringify(taken), status, stream, number)
  }
  const turn = ({ stream, ...at }: SequencedEvent, number: number, payment: string, status: TakenBy['status']) => {
    const since = accountingDateOf(at)
    take(stream, number, (all) => all.map((one) => (one.payment === payment ? { ...one, status, since } : one)))
  }
  /** By the sequence of its meal, it counts in the number that holds that; where there is none, or an approved number does, in the one that it names. */
  const act = (data: { readonly statement: number }, source: SequencedEvent, meal?: number) => {
    const { stream, version, sequence, type } = source
    const isByMeal = meal !== undefined && approvedNumberOf(prepare, stream, meal) === undefined
    prepare('INSERT INTO statement_act VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[sequence, stream, `${stream}.${version}`, type, accountingDateOf(source), JSON.stringify(data)],
      ...[data.statement, isByMeal ? meal : null],
    )
  }
  const mealOf = (row: Readonly<Record<string, unknown>> | undefined) =>
    typeof row?.meal === 'number' ? row.meal : undefined
  return {
    StatementProposed: (data, source) => {
      const { merchant, programme, statement, after, through } = data
      prepare(`INSERT INTO statement (sequence, stream, number, merchant, programme, status, range_after, range_through, proposed_on, proposal)
        VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?) ON CONFLICT (stream, number) DO UPDATE SET status = 'proposed',
        range_after = excluded.range_after, range_through = excluded.range_through, proposed_on = excluded.proposed_on, proposal = excluded.proposal, refusal = NULL`).run(
        ...[source.sequence, source.stream, statement, merchant, programme, after, through],
        ...[accountingDateOf(source), JSON.stringify(data)],
      )
    },
    StatementWithdrawn: ({ statement }, { stream }) => set(stream, statement, 'draft'),
    StatementRefused: ({ statement, reason }, { stream }) => {
      set(stream, statement, 'draft')
      prepare('UPDATE statement SET refusal = ? WHERE stream = ? AND number = ?').run(reason, stream, statement)
    },
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
      act(data, source, data.sequence)
      // A meal of a number that is not approved: the number is a draft again.
      prepare(`UPDATE statement SET status = 'draft' WHERE stream = ?1 AND status IN ('proposed', 'confirmed')
        AND range_after < ?2 AND range_through >= ?2`).run(source.stream, data.sequence)
    },
    RedemptionReversed: ({ takenBack }) => {
      if (takenBack !== undefined) prepare('UPDATE taking_back SET performed = 1 WHERE id = ?').run(takenBack)
    },
    LineTakeBackEnded: (data, source) => {
      const line = prepare('SELECT meal FROM statement_act WHERE stream = ? AND id = ?').get(
        source.stream,
        data.takenBack,
      )
      act(data, source, mealOf(line))
    },
    LineDisputed: (data, source) => act(data, source, data.sequence),
    DisputeEnded: (data, source) => {
      const dispute = prepare(`SELECT meal FROM statement_act WHERE stream = ? AND type = 'LineDisputed'
        AND json_extract(data, '$.redemption') = ? ORDER BY sequence DESC LIMIT 1`).get(source.stream, data.redemption)
      act(data, source, mealOf(dispute))
    },
    PaymentReturned: (data, source) => {
      turn(source, data.ofStatement, data.payment, 'returned')
      act(data, source)
    },
    MerchantRepaid: (data, source) => act(data, source),
    ClaimGivenUp: (data, source) => act(data, source),
    PayableWaived: (data, source) => {
      const { statement: number, shares } = data
      act(data, source)
      const row = prepare('SELECT waived FROM statement WHERE stream = ? AND number = ?').get(source.stream, number)
      const waived = addShares(JSON.parse(String(row?.waived)), shares)
      prepare('UPDATE statement SET waived = ? WHERE stream = ? AND number = ?').run(
        ...[JSON.stringify(waived), source.stream, number],
      )
      take(source.stream, number)
    },
    StatementAssigned: ({ statement, payment, shares }, source) => {
      const { stream } = source
      prepare('UPDATE statement SET payment = ? WHERE stream = ? AND number = ?').run(payment, stream, statement)
      const since = accountingDateOf(source)
      take(stream, statement, (all) => [...all, { payment, shares, status: 'assigned', since }])
    },
    StatementReleased: ({ statement, payment }, { stream }) =>
      take(stream, statement, (all) => all.filter((one) => one.payment !== payment)),
    SettlementPaid: ({ statement, payment }, source) => turn(source, statement, payment, 'paid'),
    InvoiceRecorded: ({ scan }) => {
      if (scan) prepare('INSERT OR IGNORE INTO invoice_scan VALUES (?)').run(scan.attachment)
    },
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
  /** Why its approver did not agree, until it is proposed again. */
  readonly refusal: string | undefined
  readonly proposal: DataOf<'StatementProposed'>
  readonly approval: DataOf<'StatementApproved'> | undefined
  readonly waived: readonly Share[]
  readonly taken: readonly TakenBy[]
  /** What no payment has taken; of one that is not approved, nothing. */
  readonly left: readonly Share[]
}

export interface TakenBy extends TakenShares {
  readonly payment: string
  /** The day on which its status was recorded. */
  readonly since: string
}

export interface StatementAct {
  readonly sequence: number
  readonly type: string
  readonly day: string
  readonly data: Readonly<Record<string, unknown>> & { readonly shares: readonly Share[] }
}

export function createStatementLookUps(prepare: Prepare) {
  const toRow = (row: Readonly<Record<string, unknown>>): StatementRow => ({
    ...{ sequence: Number(row.sequence), stream: String(row.stream), status: String(row.status) },
    ...{ proposedOn: String(row.proposed_on), proposal: JSON.parse(String(row.proposal)) },
    payment: row.payment === null ? undefined : String(row.payment),
    refusal: row.refusal === null ? undefined : String(row.refusal),
    approval: row.approval === null ? undefined : JSON.parse(String(row.approval)),
    waived: JSON.parse(String(row.waived)),
    ...takenOf(row),
  })
  return {
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
    /** Of an invoice's, struck out or not; undefined where no event names it. */
    statusOfScan: (attachment: string) =>
      prepare('SELECT 1 FROM invoice_scan WHERE attachment = ?').get(attachment) && ('kept' as const),
    listNumbers: (stream: string): StatementRow[] =>
      prepare('SELECT * FROM statement WHERE stream = ? ORDER BY number').all(stream).map(toRow),
    approvedNumberOf: (stream: string, sequence: number) => approvedNumberOf(prepare, stream, sequence),
    listStatements: (
      of: {
        readonly programme?: string | undefined
        readonly merchant?: string | undefined
        readonly status?: string | undefined
        readonly from?: string | undefined
        readonly until?: string | undefined
        readonly order: ListOrder
      },
      after: number,
      limit: number,
    ): StatementRow[] => {
      const { beyond, by, start } = listOrders[of.order]
      return prepare(`SELECT * FROM statement WHERE sequence ${beyond} :after AND (:programme IS NULL OR programme = :programme)
        AND (:merchant IS NULL OR merchant = :merchant) AND (:status IS NULL OR status = :status)
        AND (:from IS NULL OR proposed_on >= :from) AND (:until IS NULL OR proposed_on <= :until)
        ORDER BY sequence ${by} LIMIT :limit`)
        .all({
          ...{
            after: start(after),
            limit,
            programme: of.programme ?? null,
            merchant: of.merchant ?? null,
            status: of.status ?? null,
          },
          ...{ from: of.from ?? null, until: of.until ?? null },
        })
        .map(toRow)
    },
    /** What counts in a number beside its meals, after the one of the sequence `from`. */
    listActs: (
      stream: string,
      { number, after, through }: { readonly number: number; readonly after: number; readonly through: number },
      from: number,
      limit: number,
    ): StatementAct[] =>
      prepare(`SELECT * FROM statement_act WHERE stream = :stream AND sequence > :from
        AND CASE WHEN meal IS NULL THEN number = :number ELSE meal > :after AND meal <= :through END ORDER BY sequence LIMIT :limit`)
        .all({ stream, number, after, through, from, limit })
        .map(({ sequence, type, day, data }) => ({
          ...{ sequence: Number(sequence), type: String(type), day: String(day) },
          data: JSON.parse(String(data)),
        })),
  }
}

function takenOf(row: Readonly<Record<string, unknown>>) {
  const taken: readonly TakenBy[] = JSON.parse(String(row.taken))
  return { taken, left: freeShares(dueOf(row), taken) }
}

/** What an approved number pays, but for what was waived. */
function dueOf({ approval, waived }: Readonly<Record<string, unknown>>): Share[] {
  if (typeof approval !== 'string') return []
  const { funds }: DataOf<'StatementApproved'> = JSON.parse(approval)
  const shares = funds.map(({ fund, dueFen }) => ({ fund, amountFen: Math.max(0, dueFen) }))
  return withoutZeros(subtractShares(shares, JSON.parse(String(waived))))
}

/** The number that holds a meal, where it is approved. */
function approvedNumberOf(prepare: Prepare, stream: string, sequence: number): number | undefined {
  const row = prepare(`SELECT number FROM statement WHERE stream = ?1 AND approval IS NOT NULL
    AND range_after < ?2 AND range_through >= ?2`).get(stream, sequence)
  return row && Number(row.number)
}
