import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import type { Clock } from './clock.ts'
import { appending } from './contract/appending.fixture.ts'
import type { ContractCase, Place } from './contract/contract-case.fixture.ts'
import { exactness } from './contract/exactness.fixture.ts'
import { invalidAppends } from './contract/invalid-appends.fixture.ts'
import { lifecycle } from './contract/lifecycle.fixture.ts'
import { readingAll } from './contract/reading-all.fixture.ts'
import { readingStreams } from './contract/reading-streams.fixture.ts'
import { repeats } from './contract/repeats.fixture.ts'
import { subscribing } from './contract/subscribing.fixture.ts'
import type { EventStore } from './port.ts'

export interface EventStoreContract {
  readonly name: string
  /** The store of a folder: a new one where the folder is empty, otherwise the one that was there before. */
  readonly open: (place: {
    readonly folder: string
    readonly clock: Clock
    readonly maxInFlight?: number
  }) => Promise<EventStore>
  /** Promises that the adapter cannot keep, by name. */
  readonly skip?: readonly { readonly reason: string; readonly cases: readonly string[] }[]
}

const chapters: readonly (readonly [string, readonly ContractCase[]])[] = [
  ['appending', appending],
  ['repeating an append', repeats],
  ['keeping events exactly', exactness],
  ['refusing what no store could hold', invalidAppends],
  ['reading a stream', readingStreams],
  ['reading everything', readingAll],
  ['subscribing', subscribing],
  ['opening and closing', lifecycle],
]

/** Every promise of the port, as tests. An adapter enrols in one line: `eventStoreContract({ name: 'sqlite', open: openSqliteStore })`. */
export function eventStoreContract({ name, open, skip = [] }: EventStoreContract): void {
  requireKnownCases(skip.flatMap(({ cases }) => cases))
  describe(`${name} keeps the promises of the event store`, () => {
    for (const [chapter, cases] of chapters) {
      describe(chapter, () => {
        for (const { promise, keeps } of cases) {
          const reason = skip.find((skipped) => skipped.cases.includes(promise))?.reason
          if (reason !== undefined) test.skip(`${promise} (${reason})`)
          else test(promise, () => inPlace(open, keeps))
        }
      })
    }
  })
}

function requireKnownCases(names: readonly string[]): void {
  const known = chapters.flatMap(([, cases]) => cases.map(({ promise }) => promise))
  if (new Set(known).size < known.length) throw new Error('two promises of the contract have the same name')
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`no such promises to skip: ${unknown.join('; ')}`)
}

async function inPlace(open: EventStoreContract['open'], keeps: ContractCase['keeps']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'))
  const opened: EventStore[] = []
  const clock = { time: new Date('2025-06-01T00:00:00.000Z'), now: () => clock.time }
  const place: Place = {
    clock,
    open: async (options = {}) => {
      const store = await open({ folder: join(folder, options.name ?? 'store'), clock, ...options })
      opened.push(store)
      return store
    },
  }
  try {
    await keeps(place)
  } finally {
    for (const store of opened) await store.close()
    await rm(folder, { recursive: true })
  }
}
