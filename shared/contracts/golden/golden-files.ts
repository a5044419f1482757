import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EventType, eventCatalogue, eventCodec, type WelfareEvent } from '../src/catalogue.ts'
import type { EventData } from '../src/event-definition.ts'
import { type Leg, postings } from '../src/postings.ts'
import { samples } from './samples/samples.ts'

/** One event as it is stored, and its legs: what every later program must still make of it. */
export interface Golden {
  readonly type: EventType
  readonly schemaVersion: number
  readonly stream: string
  readonly data: EventData
  readonly postings: readonly Leg[]
}

const goldenFolder = import.meta.dirname

export function listGoldens(folder = goldenFolder): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
}

export function readGolden(file: string): Golden {
  return JSON.parse(readFileSync(join(goldenFolder, file), 'utf8'))
}

export function goldenName(type: EventType, schemaVersion: number): string {
  return `${type}.v${schemaVersion}.json`
}

/** Every event in the version written today. */
export function expectedGoldens(): readonly string[] {
  return eventTypes.map((type) => goldenName(type, eventCatalogue[type].schemaVersion))
}

/** Writes what is missing, from the samples. An existing file is never touched: a shipped version does not change. */
export function writeMissingGoldens(folder = goldenFolder): readonly string[] {
  const known = new Set(listGoldens(folder))
  return eventTypes.flatMap((type) => {
    const file = goldenName(type, eventCatalogue[type].schemaVersion)
    if (known.has(file)) return []
    writeFileSync(join(folder, file), `${JSON.stringify(goldenOf(type), undefined, 2)}\n`, { flag: 'wx' })
    return [file]
  })
}

export function goldenOf(type: EventType): Golden {
  const { stream, data } = samples[type]
  const event = { type, data } as WelfareEvent
  const { schemaVersion, data: stored } = eventCodec.encode(event)
  return { type, schemaVersion, stream, data: stored, postings: postings(event, stream) }
}

const eventTypes = Object.keys(eventCatalogue) as EventType[]
