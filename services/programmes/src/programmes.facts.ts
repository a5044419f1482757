import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { admissionFacts } from '@welfare/facts/admission.facts.ts'
import { budgetBalanceFacts, createBudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createFunds, fundFacts } from '@welfare/facts/fund.facts.ts'
import { createDivisionLookUp, placeFacts } from '@welfare/facts/place.facts.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { createOpenWorkHandlers, createOpenWorkLookUp, openWorkSchema } from './open-work.store.ts'
import { createPayablesHandlers, createPayablesLookUp, payablesSchema } from './payables.store.ts'
import { createFundsInProgramme, createLookUps } from './programmes.queries.ts'
import { createRosterMembers } from './rounds/roster-members.ts'
import { type PersonGroup, peopleIn } from './rounds/round-parts.ts'
import { createRulesHistory, createRulesHistoryHandlers, rulesHistorySchema } from './rules-history.store.ts'

const schema = `
  CREATE TABLE site (id TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE roster (programme TEXT, employer TEXT, division TEXT, trade TEXT, worker TEXT, since_sequence INTEGER, until_sequence INTEGER NOT NULL,
    PRIMARY KEY (programme, employer, division, trade, worker, since_sequence)) WITHOUT ROWID;
  CREATE UNIQUE INDEX roster_worker ON roster (programme, worker, until_sequence);
  CREATE INDEX roster_by_worker ON roster (worker, until_sequence);
  CREATE TABLE round_entries (round TEXT PRIMARY KEY, frozen INTEGER NOT NULL, now INTEGER NOT NULL, steps INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE round_member (round TEXT, record TEXT, worker TEXT NOT NULL, was_frozen INTEGER NOT NULL, is_in INTEGER NOT NULL, PRIMARY KEY (round, record)) WITHOUT ROWID;
  CREATE INDEX round_member_worker ON round_member (worker);
  ${openWorkSchema}
  ${payablesSchema}
  ${rulesHistorySchema}
`

/** Sites, and who was on which roster through which sequence, from the registry's events; and the service's own rounds as lists. */
export const programmesFacts: FactsDeclaration = {
  name: 'programmes',
  version: 6,
  schema,
  needs: [programmeFacts, admissionFacts, placeFacts, fundFacts, budgetBalanceFacts, approvalFacts],
  handlers: (prepare) => [
    createHandlers(prepare),
    createOpenWorkHandlers(prepare),
    createPayablesHandlers(prepare),
    createRulesHistoryHandlers(prepare),
  ],
}

export type ProgrammesFacts = ReturnType<typeof createProgrammesFacts>

export function createProgrammesFacts({ prepare, sequence }: Pick<Facts, 'prepare' | 'sequence'>) {
  const balances = createBudgetBalances(prepare)
  const divisionOf = createDivisionLookUp(prepare)
  const { hasFund, hasKind, termsOf } = createFunds(prepare)
  return {
    sequence,
    hasFund,
    hasKind,
    hasMerchant: (id: string): boolean => divisionOf(id) !== undefined,
    ...createLookUps(prepare),
    openWorkOf: createOpenWorkLookUp(prepare),
    payablesOf: createPayablesLookUp(prepare, balances),
    rulesHistoryOf: createRulesHistory(prepare),
    balances,
    listFunds: createFundsInProgramme(termsOf, balances),
  }
}

function createHandlers(prepare: Prepare): EventHandlers {
  const addFrozen = (round: string, entries: number) => {
    prepare('UPDATE round_entries SET frozen = frozen + ? WHERE round = ?').run(entries, round)
  }
  const addMembers = (round: string, groups: readonly PersonGroup[], wasFrozen: 0 | 1) => {
    const insert = prepare('INSERT INTO round_member VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET is_in = 1')
    for (const { workers } of groups) for (const worker of workers) insert.run(round, worker, worker, wasFrozen)
  }
  const changeEntries = (round: string, by: number) => {
    prepare('UPDATE round_entries SET now = now + ?, steps = steps + 1 WHERE round = ?').run(by, round)
  }
  const putSite = ({ employer, division, trade, headCount }: EventOf<'SiteRegistered'>['data'], site: string) => {
    const facts = JSON.stringify({ ...(employer !== undefined && { employer }), division, trade, headCount })
    prepare('INSERT OR REPLACE INTO site VALUES (?, ?)').run(site, facts)
  }
  const members = createRosterMembers(prepare)
  return {
    SiteRegistered: (site, { stream }) => putSite(site, stream),
    SiteChanged: (site, { stream }) => putSite(site, stream),
    RosterRowsImported: ({ programme, groups }, { sequence }) => {
      for (const { employer, division, trade, workers } of groups) {
        for (const worker of workers) members.put({ programme, employer, division, trade, worker }, sequence)
      }
    },
    RosterWorkersLeft: ({ programme, workers }, { sequence }) => {
      for (const worker of workers) members.end(programme, worker, sequence)
    },
    WorkerRemovedFromRoster: ({ worker }, { stream, sequence }) => members.end(stream, worker, sequence),
    WorkerCorrected: (record, { stream, sequence }) => members.regroup(stream, record, sequence),
    WorkerMergedInto: ({ survivor }, { stream, sequence }) => {
      members.merge(stream, survivor, sequence)
      prepare('UPDATE round_member SET worker = ? WHERE worker = ?').run(survivor, stream)
    },
    RoundOpened: ({ entries }, { stream }) => {
      prepare('INSERT INTO round_entries VALUES (?, 0, ?, 0)').run(stream, entries)
    },
    RosterFrozen: ({ groups }, { stream }) => {
      addFrozen(stream, peopleIn(groups))
      addMembers(stream, groups, 1)
    },
    WorkersJoinedRound: ({ groups }, { stream }) => {
      addMembers(stream, groups, 0)
      changeEntries(stream, peopleIn(groups))
    },
    WorkersLeftRound: ({ workers }, { stream }) => {
      const leave = prepare('UPDATE round_member SET is_in = 0 WHERE round = ? AND record = ?')
      for (const worker of workers) leave.run(stream, worker)
      changeEntries(stream, -workers.length)
    },
    SiteListFrozen: ({ sites }, { stream }) => addFrozen(stream, sites.length),
  }
}
