import {
  actsSchema,
  createActsHandlers,
  createActsLookUps,
  createProposalWrites,
} from '@welfare/approvals/proposals.store.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import {
  budgetBalanceSchema,
  createBudgetBalanceHandlers,
  createBudgetBalances,
} from '@welfare/facts/budget-balances.store.ts'
import { type EventHandlers, projectWith } from '@welfare/facts/event-handlers.ts'
import { openRoomCopy } from '@welfare/facts/room-copy.store.ts'
import { createDonorTermsHandlers, createFundsInProgramme, donorTermsSchema } from './donor-terms.store.ts'
import { createOpenWorkHandlers, createOpenWorkLookUp, openWorkSchema } from './open-work.store.ts'
import { createLookUps } from './programmes-copy.queries.ts'
import { createRosterMembers } from './rounds/roster-members.ts'
import { type PersonGroup, peopleIn } from './rounds/round-parts.ts'

const SCHEMA = `
  CREATE TABLE programme (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, division TEXT NOT NULL, defined TEXT NOT NULL, rules TEXT NOT NULL,
    rules_version INTEGER NOT NULL, last_day TEXT, closed INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE merchant (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE admitted (programme TEXT, merchant TEXT, PRIMARY KEY (programme, merchant)) WITHOUT ROWID;
  CREATE TABLE site (id TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE roster (programme TEXT, employer TEXT, division TEXT, trade TEXT, worker TEXT, since_sequence INTEGER, until_sequence INTEGER NOT NULL,
    PRIMARY KEY (programme, employer, division, trade, worker, since_sequence)) WITHOUT ROWID;
  CREATE UNIQUE INDEX roster_worker ON roster (programme, worker, until_sequence);
  CREATE INDEX roster_by_worker ON roster (worker, until_sequence);
  CREATE TABLE round (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, programme TEXT NOT NULL, opened TEXT NOT NULL,
    frozen INTEGER NOT NULL DEFAULT 0, sealed INTEGER NOT NULL DEFAULT 0, entries_now INTEGER NOT NULL);
  CREATE TABLE round_member (round TEXT, record TEXT, worker TEXT NOT NULL, was_frozen INTEGER NOT NULL, PRIMARY KEY (round, record)) WITHOUT ROWID;
  CREATE INDEX round_member_worker ON round_member (worker);
  CREATE INDEX round_programme ON round (programme, sequence);
  ${openWorkSchema}
  ${budgetBalanceSchema}
  ${actsSchema}
  ${donorTermsSchema}
`
const VERSION = 7

export type ProgrammesCopy = ReturnType<typeof openProgrammesCopy>

/**
 * The room's own copy: merchants, sites and who was on which roster through which sequence, from the registry's events; and its own
 * programmes and rounds as lists.
 */
export function openProgrammesCopy(file: string, ledger: { readonly ledger: string; readonly epoch: number }) {
  const copy = openRoomCopy(file, { schema: SCHEMA, version: VERSION, ledger: ledger.ledger, epoch: ledger.epoch })
  const project = createProjection(copy.prepare)
  const balances = createBudgetBalances(copy.prepare)
  return {
    readCheckpoint: () => copy.readCheckpoint(),
    sequence: () => copy.sequence(),
    apply: (events: readonly SequencedEvent[]) => copy.applyBatch(events, project),
    close: () => copy.close(),
    ...createLookUps(copy.prepare),
    openWorkOf: createOpenWorkLookUp(copy.prepare),
    ...createActsLookUps(copy.prepare),
    balances,
    listFunds: createFundsInProgramme(copy.prepare, balances),
  }
}

type Prepare = ReturnType<typeof openRoomCopy>['prepare']

function createProjection(prepare: Prepare): (source: SequencedEvent) => void {
  const addFrozen = (round: string, entries: number) => {
    prepare('UPDATE round SET frozen = frozen + ? WHERE id = ?').run(entries, round)
  }
  const addMembers = (round: string, groups: readonly PersonGroup[], wasFrozen: 0 | 1) => {
    const insert = prepare('INSERT OR IGNORE INTO round_member VALUES (?, ?, ?, ?)')
    for (const { workers } of groups) for (const worker of workers) insert.run(round, worker, worker, wasFrozen)
  }
  const changeEntries = (round: string, by: number) => {
    prepare('UPDATE round SET entries_now = entries_now + ? WHERE id = ?').run(by, round)
  }
  const putSite = ({ employer, division, trade, headCount }: EventOf<'SiteRegistered'>['data'], site: string) => {
    const facts = JSON.stringify({ ...(employer !== undefined && { employer }), division, trade, headCount })
    prepare('INSERT OR REPLACE INTO site VALUES (?, ?)').run(site, facts)
  }
  const members = createRosterMembers(prepare)
  const handlers: EventHandlers = {
    ...createActsHandlers(
      prepare,
      'programmes',
      createProposalWrites(prepare, () => undefined),
    ),
    ...createDonorTermsHandlers(prepare),
    ProgrammeDefined: ({ rules, rulesVersion, ...defined }, { stream, sequence }) => {
      prepare(
        'INSERT INTO programme (sequence, id, division, defined, rules, rules_version) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(sequence, stream, defined.division, JSON.stringify(defined), JSON.stringify(rules), rulesVersion)
    },
    ProgrammeRulesChanged: ({ rules, rulesVersion }, { stream }) => {
      const update = prepare('UPDATE programme SET rules = ?, rules_version = ? WHERE id = ?')
      update.run(JSON.stringify(rules), rulesVersion, stream)
    },
    ProgrammeLastDaySet: ({ lastDay }, { stream }) => {
      prepare('UPDATE programme SET last_day = ? WHERE id = ?').run(lastDay, stream)
    },
    ProgrammeClosed: (_, { stream }) => {
      prepare('UPDATE programme SET closed = 1 WHERE id = ?').run(stream)
    },
    MerchantAdmitted: ({ merchant }, { stream }) => {
      prepare('INSERT OR IGNORE INTO admitted VALUES (?, ?)').run(stream, merchant)
    },
    MerchantWithdrawn: ({ merchant }, { stream }) => {
      prepare('DELETE FROM admitted WHERE programme = ? AND merchant = ?').run(stream, merchant)
    },
    MerchantRegistered: (_, { stream }) => {
      prepare('INSERT OR IGNORE INTO merchant VALUES (?)').run(stream)
    },
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
    RoundOpened: (opened, { stream, sequence }) => {
      const insert = prepare('INSERT INTO round (sequence, id, programme, opened, entries_now) VALUES (?, ?, ?, ?, ?)')
      insert.run(sequence, stream, opened.programme, JSON.stringify(opened), opened.entries)
    },
    RosterFrozen: ({ groups }, { stream }) => {
      addFrozen(stream, peopleIn(groups))
      addMembers(stream, groups, 1)
    },
    WorkersJoinedRound: ({ groups }, { stream }) => {
      addMembers(stream, groups, 0)
      changeEntries(stream, peopleIn(groups))
    },
    WorkersLeftRound: ({ workers }, { stream }) => changeEntries(stream, -workers.length),
    SiteListFrozen: ({ sites }, { stream }) => addFrozen(stream, sites.length),
    RoundSealed: (_, { stream }) => {
      prepare('UPDATE round SET sealed = 1 WHERE id = ?').run(stream)
    },
  }
  const projectOwn = projectWith(handlers)
  const projectOpenWork = projectWith(createOpenWorkHandlers(prepare))
  const projectBalances = projectWith(createBudgetBalanceHandlers(prepare))
  return (source) => {
    projectOwn(source)
    projectOpenWork(source)
    projectBalances(source)
  }
}
