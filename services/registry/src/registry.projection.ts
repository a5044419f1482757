import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type EventHandlers, projectWith } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { payeeHandlers } from './payees/payees.store.ts'
import { paymentHandlers } from './payees/payments.store.ts'
import { workerHandlers } from './people/worker.projection.ts'
import { accessHandlers } from './personal-data/access.projection.ts'
import { issuedHandlers } from './personal-data/issued.projection.ts'

/** What each event changes in the service's facts. Events of no interest change nothing. */
export function createRegistryProjection(people: ProjectionFile, keyStore: KeyStore): (source: SequencedEvent) => void {
  return projectWith({
    ...directoryHandlers(people),
    ...rosterHandlers(people),
    ...workerHandlers(people, keyStore),
    ...issuedHandlers(people),
    ...accessHandlers(people),
    ...payeeHandlers(people),
    ...paymentHandlers(people),
  })
}

function directoryHandlers(people: ProjectionFile): EventHandlers {
  const put = (data: { readonly name: string; readonly division: string }, source: SequencedEvent): void => {
    const { stream, version, sequence } = source
    const category = stream.slice(0, stream.indexOf('-'))
    people
      .prepare(`INSERT INTO directory VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
        division = excluded.division, name_key = excluded.name_key, data = excluded.data, version = excluded.version`)
      .run(stream, category, data.division, comparableText(data.name), JSON.stringify(data), version, sequence)
  }
  return {
    UnionRegistered: put,
    EmployerRegistered: put,
    EmployerChanged: put,
    SiteRegistered: put,
    SiteChanged: put,
    MerchantRegistered: put,
    MerchantChanged: put,
    PriceListPublished({ priceListVersion, validFrom, items }, { stream, version }) {
      people
        .prepare('INSERT INTO price_list VALUES (?, ?, ?, ?)')
        .run(stream, priceListVersion, validFrom, JSON.stringify(items))
      people.prepare('UPDATE directory SET version = ? WHERE id = ?').run(version, stream)
    },
  }
}

function rosterHandlers(people: ProjectionFile): EventHandlers {
  const putLabel = (id: string, name: string) =>
    void people.prepare('INSERT OR REPLACE INTO label VALUES (?, ?)').run(id, name)
  const putWindows = (programme: string, { windows }: DataOf<'ProgrammeDefined'>['rules']) => {
    for (const { window, name } of windows) putLabel(`${programme}/${window}`, name)
  }
  return {
    ProgrammeDefined({ name, division, plan, rules }, { stream }) {
      people.prepare('INSERT INTO programme VALUES (?, ?, ?, ?, 0)').run(stream, name, division, plan)
      putWindows(stream, rules)
    },
    ProgrammeRulesChanged: ({ rules }, { stream }) => putWindows(stream, rules),
    RoundOpened: ({ name }, { stream }) => putLabel(stream, name),
    ProgrammeClosed(_, { stream }) {
      people.prepare('UPDATE programme SET closed = 1 WHERE id = ?').run(stream)
    },
    ...importHandlers(people),
    RosterRowsImported: (data) => putOnRoster(people, data),
    RosterWorkersLeft({ programme, workers }) {
      const take = people.prepare('DELETE FROM roster WHERE programme = ? AND worker = ?')
      for (const worker of workers) take.run(programme, worker)
    },
    WorkerRemovedFromRoster({ worker }, { stream }) {
      people.prepare('DELETE FROM roster WHERE programme = ? AND worker = ?').run(stream, worker)
    },
  }
}

function importHandlers(people: ProjectionFile): EventHandlers {
  return {
    RosterImportStarted({ programme, rows }, { id, stream, sequence, metadata }) {
      people
        .prepare("INSERT INTO import VALUES (?, ?, ?, ?, ?, ?, ?, 'running', NULL, NULL)")
        .run(id, stream, programme, sequence, rows, String(metadata.actor), String(metadata.occurredAt))
    },
    RosterImportCompleted({ counts }, { stream }) {
      people
        .prepare("UPDATE import SET status = 'done', counts = ? WHERE stream = ?")
        .run(JSON.stringify(counts), stream)
    },
    RosterImportFailed({ code }, { stream }) {
      people.prepare("UPDATE import SET status = 'refused', code = ? WHERE stream = ?").run(code, stream)
    },
  }
}

function putOnRoster(people: ProjectionFile, { programme, groups }: DataOf<'RosterRowsImported'>): void {
  const upsert = people.prepare(`INSERT INTO roster VALUES (?, ?, ?, ?, ?) ON CONFLICT (programme, worker) DO UPDATE SET
    employer = excluded.employer, division = excluded.division, trade = excluded.trade`)
  for (const { employer, division, trade, workers } of groups) {
    for (const worker of workers) upsert.run(programme, worker, employer, division, trade)
  }
}
