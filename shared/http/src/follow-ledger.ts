import { join } from 'node:path'
import { type Facts, followFacts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { removeOldFiles } from '@welfare/facts/old-files.ts'
import { placeFacts } from '@welfare/facts/place.facts.ts'
import { createProcesses, type Processes } from '@welfare/facts/processes.service.ts'
import { createPlaces, type Places } from './authority/scope.ts'
import type { RoomDependencies } from './room.ts'
import type { Service } from './service.ts'

/** What a service is handed that must know of others, or that reacts to what they record. */
export interface FactsRoom extends RoomDependencies {
  readonly facts: Facts
  readonly processes: Processes
}

export interface FollowedLedger {
  readonly room: FactsRoom
  readonly places: Places
  /** To be started before the services of the process, and stopped after them. */
  readonly services: readonly Service[]
}

/** The followers of a process: one for the facts of all its services, one for their processes. */
export function followLedger(room: RoomDependencies, declarations: readonly FactsDeclaration[]): FollowedLedger {
  removeOldFiles(room.folder)
  const facts = followFacts({
    ...room,
    file: join(room.folder, 'facts.db'),
    declarations: [placeFacts, ...declarations],
  })
  const processes = createProcesses(room, facts)
  return { room: { ...room, facts, processes }, places: createPlaces(facts, room.store), services: [facts, processes] }
}
