import { join } from 'node:path'
import { type Facts, followFacts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { removeOldFiles } from '@welfare/facts/old-files.ts'
import { createPassing } from '@welfare/facts/periods/pass-period.ts'
import { periodFacts, rememberFirstOpenDay } from '@welfare/facts/periods/period.facts.ts'
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

/**
 * The followers of a process: one for the facts of all its services, one for their processes.
 * @param services that record in this process, where they are not those whose facts it keeps
 */
export function followLedger(
  dependencies: Dependencies,
  declarations: readonly FactsDeclaration[],
  services: readonly string[] = declarations.map(({ name }) => name),
): FollowedLedger {
  removeOldFiles(dependencies.folder)
  const facts = followFacts({
    ...dependencies,
    file: join(dependencies.folder, 'facts.db'),
    declarations: [placeFacts, periodFacts, ...declarations],
  })
  const processes = createProcesses(dependencies, facts)
  const { runner } = dependencies
  runner.countFrom(rememberFirstOpenDay(facts))
  processes.run({ service: 'periods', runner, processes: [createPassing(runner, services)] })
  return {
    dependencies: { ...dependencies, facts, processes },
    scopeIndex: createScopeIndex(facts, dependencies.store),
    services: [facts, processes],
  }
}
