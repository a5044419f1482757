import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import { becauseAbove, createActsLookUps, createProposalWrites } from '@welfare/approvals/proposals.store.ts'
import type { Scope } from '@welfare/contracts/authority.ts'
import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { daysOfUse, periodBreach } from '@welfare/contracts/donor-terms.ts'
import { fundRelation } from '@welfare/contracts/events/funds.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { bankFacts, createBankLookUps } from '@welfare/facts/bank.facts.ts'
import { budgetBalanceFacts, createBudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createFunds, fundFacts } from '@welfare/facts/fund.facts.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { divisionCondition, nothing } from '@welfare/http/authority/scope-conditions.ts'
import { accountsSchema, createAccountsHandlers, createAccountsLookUps } from './bank/bank.store.ts'
import { createEnteredHandlers, createEnteredLookUp, enteredSchema } from './entered.store.ts'
import type { ProgrammeFacts } from './fund.commands.ts'
import { createPaymentsLookUps, paymentsFacts } from './payments/payments.facts.ts'
import { createPeriodsLookUps } from './periods/periods.queries.ts'
import type { DonationAnswer, FundAnswer, ListedAllocation } from './wire.ts'

const schema = `
  CREATE TABLE planned_days (programme TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE opened_fund (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, opened TEXT NOT NULL, relation TEXT,
    granted_fen INTEGER NOT NULL DEFAULT 0, available_fen INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE donation (fund TEXT, version INTEGER, receipt_number TEXT NOT NULL, donor TEXT NOT NULL, received_on TEXT NOT NULL,
    receipt_date TEXT, bank_account TEXT, amount_fen INTEGER NOT NULL, refunded_fen INTEGER NOT NULL DEFAULT 0, corrected_from TEXT, corrected_by TEXT,
    PRIMARY KEY (fund, version)) WITHOUT ROWID;
  CREATE TABLE allocation (fund TEXT, version INTEGER, programme TEXT NOT NULL, amount_fen INTEGER NOT NULL, note TEXT, proposal TEXT,
    recorded_at TEXT NOT NULL, PRIMARY KEY (fund, version)) WITHOUT ROWID;
  ${accountsSchema}
  ${enteredSchema}
`
const RESERVED =
  "(SELECT coalesce(sum(amount), 0) FROM proposal p WHERE p.fund = opened_fund.id AND kind = 'allocation' AND status = 'proposed') AS reserved_fen"

/** What an allocation must know of programmes, and the service's own funds and donations as lists. */
export const fundsFacts: FactsDeclaration = {
  name: 'funds',
  version: 9,
  schema,
  needs: [programmeFacts, fundFacts, approvalFacts, budgetBalanceFacts, bankFacts, paymentsFacts],
  handlers: (prepare) => [createHandlers(prepare), createEnteredHandlers(prepare), ...createAccountsHandlers(prepare)],
}

export type FundsFacts = ReturnType<typeof createFundsFacts>

export function createFundsFacts({ prepare, sequence }: Pick<Facts, 'prepare' | 'sequence'>) {
  const { hasFund, hasKind, divisionOfFund } = createFunds(prepare)
  return {
    sequence,
    hasFund,
    hasKind,
    divisionOf: divisionOfFund,
    ...createLookUps(prepare),
    ...createPaymentsLookUps(prepare),
    ...createBankLookUps(prepare),
    ...createAccountsLookUps(prepare),
    ...createPeriodsLookUps(prepare),
    ...createActsLookUps(prepare, 'funds'),
    balances: createBudgetBalances(prepare),
    findEntered: createEnteredLookUp(prepare),
  }
}

function createHandlers(prepare: Prepare): EventHandlers {
  const setAvailable = (fund: string, availableFen: number, addedFen: number) =>
    prepare('UPDATE opened_fund SET available_fen = ?, granted_fen = granted_fen + ? WHERE id = ?').run(
      availableFen,
      addedFen,
      fund,
    )
  const addRefunded = (fund: string, donation: string, amountFen: number) =>
    prepare('UPDATE donation SET refunded_fen = refunded_fen + ? WHERE fund = ? AND version = ?').run(
      amountFen,
      fund,
      splitPart(donation).version,
    )
  const keepAvailable = ({ availableAfterFen }: { availableAfterFen: number }, { stream }: SequencedEvent) => {
    setAvailable(stream, availableAfterFen, 0)
  }
  const proposals = createProposalWrites(prepare, 'funds', createFunds(prepare).divisionOfFund)
  return {
    SiteListFrozen: ({ programme, sites }) => {
      const days = sites.map(({ dueOn }) => dueOn).sort()
      const [first = '', last = ''] = [days[0], days.at(-1)]
      prepare(
        `INSERT INTO planned_days VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`,
      ).run(programme, first, last)
    },
    FundOpened: (opened, { stream, sequence }) => {
      const insert = prepare('INSERT INTO opened_fund (sequence, id, opened) VALUES (?, ?, ?)')
      insert.run(sequence, stream, JSON.stringify(opened))
    },
    FundRelationSet: ({ relation }, { stream }) => {
      prepare('UPDATE opened_fund SET relation = ? WHERE id = ?').run(relation, stream)
    },
    DonationReceived: (received, { stream, version }) => {
      const { receiptNumber, donor, receivedOn, receiptDate, bankAccount, shares, correctedFrom, availableAfterFen } =
        received
      setAvailable(stream, availableAfterFen, totalOf(shares))
      prepare('INSERT INTO donation VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, NULL)').run(
        ...[
          stream,
          version,
          receiptNumber,
          JSON.stringify(donor),
          receivedOn,
          receiptDate ?? null,
          bankAccount ?? null,
        ],
        ...[totalOf(shares), correctedFrom ?? null],
      )
    },
    DonationReversed: ({ corrects, shares, availableAfterFen }, { stream, version }) => {
      setAvailable(stream, availableAfterFen, -totalOf(shares))
      const update = prepare('UPDATE donation SET corrected_by = ? WHERE fund = ? AND version = ?')
      update.run(`${stream}.${version}`, stream, splitPart(corrects).version)
    },
    DonationRefunded: ({ donation, shares, availableAfterFen }, { stream }) => {
      setAvailable(stream, availableAfterFen, -totalOf(shares))
      addRefunded(stream, donation, totalOf(shares))
    },
    RefundReversed: ({ donation, shares, availableAfterFen }, { stream }) => {
      setAvailable(stream, availableAfterFen, totalOf(shares))
      addRefunded(stream, donation, -totalOf(shares))
    },
    IncomeReceived: ({ shares, availableAfterFen }, { stream }) => {
      setAvailable(stream, availableAfterFen, totalOf(shares))
    },
    IncomeReversed: ({ shares, availableAfterFen }, { stream }) => {
      setAvailable(stream, availableAfterFen, -totalOf(shares))
    },
    BankChargePaid: keepAvailable,
    BankChargeReversed: keepAvailable,
    FundsAllocated: ({ programme, shares, note, proposal, availableAfterFen }, { stream, version, recordedAt }) => {
      setAvailable(stream, availableAfterFen, 0)
      const insert = prepare('INSERT INTO allocation VALUES (?, ?, ?, ?, ?, ?, ?)')
      insert.run(stream, version, programme, totalOf(shares), note ?? null, proposal ?? null, recordedAt)
    },
    AllocationReturnReceived: keepAvailable,
    AllocationReturnReversed: keepAvailable,
    AllocationProposed: (data, source) => {
      keepAvailable(data, source)
      const { programme, shares, limitFen, because, note } = data
      const value = totalOf(shares)
      proposals.add(
        {
          ...{ id: `${source.stream}.${source.version}`, kind: 'allocation', programme, fund: source.stream },
          division: String(prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division ?? ''),
          amount: value,
          because: because ?? becauseAbove('allocation', limitFen, value),
          about: { ...(note !== undefined && { note }) },
        },
        source,
      )
    },
    AllocationApproved: (data, source) => {
      keepAvailable(data, source)
      proposals.decide(data.proposal, 'performed', data.note, source)
    },
    AllocationProposalRefused: (data, source) => {
      keepAvailable(data, source)
      proposals.decide(data.proposal, 'refused', data.reason, source)
    },
    AllocationProposalWithdrawn: (data, source) => {
      keepAvailable(data, source)
      proposals.decide(data.proposal, 'withdrawn', data.reason, source)
    },
  }
}

function createLookUps(prepare: Prepare) {
  return {
    findProgramme(id: string): ProgrammeFacts | undefined {
      const row = prepare(
        'SELECT kind, division, rules, closed_on, first, last FROM programme LEFT JOIN planned_days ON programme = id WHERE id = ?',
      ).get(id)
      if (!row) return undefined
      const { kind, division, closed_on: closedOn } = row
      return { kind: String(kind), division: String(division), ...daysOf(row), closed: closedOn !== null }
    },
    listWindows(id: string): ProgrammeRules['windows'] {
      const rules = prepare('SELECT rules FROM programme WHERE id = ?').get(id)?.rules
      return rules === undefined ? [] : JSON.parse(String(rules)).windows
    },
    /** Who pays a meal of it, where several do. */
    splitOf(id: string): ProgrammeRules['split'] {
      const rules = prepare('SELECT rules FROM programme WHERE id = ?').get(id)?.rules
      return rules === undefined ? undefined : JSON.parse(String(rules)).split
    },
    /** By the newest rules that are known. */
    sharingOf(id: string): DataOf<'BudgetOpened'>['sharing'] | undefined {
      const rules = prepare('SELECT rules FROM programme WHERE id = ?').get(id)?.rules
      return rules === undefined ? undefined : JSON.parse(String(rules)).sharing
    },
    /** In the order of their ids. */
    listFundsOf: (programme: string): string[] =>
      prepare('SELECT DISTINCT fund FROM allocation WHERE programme = ? ORDER BY fund')
        .all(programme)
        .map(({ fund }) => String(fund)),
    /** Funds that gave to the programme, and whose donors do not allow their money to be used on all these days. */
    listBarredFunds(programme: string, windows: Parameters<typeof daysOfUse>[0]): string[] {
      const days = daysOfUse(windows)
      return prepare('SELECT id, terms FROM fund WHERE id IN (SELECT fund FROM allocation WHERE programme = ?)')
        .all(programme)
        .filter(({ terms }) => periodBreach(JSON.parse(String(terms)), days) !== undefined)
        .map(({ id }) => String(id))
    },
    /** Donated less refunded. */
    grantedFen: (fund: string): number =>
      Number(prepare('SELECT granted_fen FROM opened_fund WHERE id = ?').get(fund)?.granted_fen ?? 0),
    /** Those within the scope in the order of opening, after the sequence at which one was opened. */
    listFunds(
      scope: Scope,
      afterSequence: number,
      limit: number,
    ): { readonly sequence: number; readonly fund: FundAnswer }[] {
      const { sql, values } = scope.merchants ? nothing : divisionCondition(scope, "opened ->> 'division'")
      return prepare(`SELECT *, ${RESERVED} FROM opened_fund WHERE sequence > ? AND ${sql} ORDER BY sequence LIMIT ?`)
        .all(afterSequence, ...values, limit)
        .map((row) => ({
          sequence: Number(row.sequence),
          fund: {
            id: String(row.id),
            ...(JSON.parse(String(row.opened)) as EventOf<'FundOpened'>['data']),
            ...(row.relation !== null && { relation: fundRelation.parse(row.relation) }),
            grantedFen: Number(row.granted_fen),
            availableFen: Number(row.available_fen),
            reservedFen: Number(row.reserved_fen),
          },
        }))
    },
    hasDonations: (fund: string): boolean => prepare('SELECT 1 FROM donation WHERE fund = ?').get(fund) !== undefined,
    /** In the order of entry, after a version of the fund's stream. */
    listDonations(fund: string, afterVersion: number, limit: number): { version: number; donation: DonationAnswer }[] {
      return prepare('SELECT * FROM donation WHERE fund = ? AND version > ? ORDER BY version LIMIT ?')
        .all(fund, afterVersion, limit)
        .map((row) => ({
          version: Number(row.version),
          donation: {
            id: `${row.fund}.${row.version}`,
            fund: String(row.fund),
            receiptNumber: String(row.receipt_number),
            donor: JSON.parse(String(row.donor)) as DonationAnswer['donor'],
            receivedOn: String(row.received_on),
            ...(typeof row.receipt_date === 'string' && { receiptDate: row.receipt_date }),
            ...(typeof row.bank_account === 'string' && { bankAccount: row.bank_account }),
            amountFen: Number(row.amount_fen),
            refundedFen: Number(row.refunded_fen),
            ...(typeof row.corrected_from === 'string' && { correctedFrom: row.corrected_from }),
            ...(typeof row.corrected_by === 'string' && { correctedBy: row.corrected_by }),
          },
        }))
    },
    /** In the order of allocation, after a version of the fund's stream. */
    listAllocations(
      fund: string,
      afterVersion: number,
      limit: number,
    ): { version: number; allocation: ListedAllocation }[] {
      return prepare(`SELECT allocation.*, reversed_fen, counted_on FROM allocation JOIN entered ON id = allocation.fund || '.' || version
           WHERE allocation.fund = ? AND version > ? ORDER BY version LIMIT ?`)
        .all(fund, afterVersion, limit)
        .map((row) => ({
          version: Number(row.version),
          allocation: {
            id: `${row.fund}.${row.version}`,
            fund: String(row.fund),
            programme: String(row.programme),
            amountFen: Number(row.amount_fen),
            ...(typeof row.note === 'string' && { note: row.note }),
            ...(typeof row.proposal === 'string' && { proposal: row.proposal }),
            reversedFen: Number(row.reversed_fen),
            allocatedOn: String(row.counted_on),
            recordedAt: String(row.recorded_at),
          },
        }))
    },
  }
}

/** From the first window to the last; without windows as long as its lists of sites say; nothing where none is frozen yet. */
function daysOf(programme: Record<string, unknown>): ReturnType<typeof daysOfUse> {
  const { windows }: Pick<ProgrammeRules, 'windows'> = JSON.parse(String(programme.rules))
  const days = daysOfUse(windows)
  if (days.from !== undefined || programme.first === null) return days
  return { from: String(programme.first), until: String(programme.last) }
}
