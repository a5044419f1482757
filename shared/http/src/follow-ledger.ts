import { join } from 'node:path'
import { type Facts, followFacts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { removeOldFiles } from '@welfare/facts/old-files.ts'
import { placeFacts } from '@welfare/facts/place.facts.ts'
import { createProcesses, type Processes } from '@welfare/facts/processes.service.ts'
import { createScopeIndex, type ScopeIndex } from './authority/scope.ts'
import type { Dependencies } from './dependencies.ts'
import type { Service } from './service.ts'

/** What a service is handed that must know of others, or that reacts to what they record. */
export interface ServiceDependencies extends Dependencies {
  readonly facts: Facts
  readonly processes: Processes
}

export interface FollowedLedger {
  readonly dependencies: ServiceDependencies
  readonly scopeIndex: ScopeIndex
  /** To be started before the services of the process, and stopped after them. */
  readonly services: readonly Service[]
}

/** The followers of a process: one for the facts of all its services, one for their processes. */
export function followLedger(dependencies: Dependencies, declarations: readonly FactsDeclaration[]): FollowedLedger {
  removeOldFiles(dependencies.folder)
  const facts = followFacts({
    ...dependencies,
    file: join(dependencies.folder, 'facts.db'),
    declarations: [placeFacts, ...declarations],
  })
  const processes = createProcesses(dependencies, facts)
  return {
    dependencies: { ...dependencies, facts, processes },
    scopeIndex: createScopeIndex(facts, dependencies.store),
    services: [facts, processes],
  }
}
