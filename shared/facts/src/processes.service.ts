import type { Consumer } from './consumer.ts'
import type { FactsService } from './facts.service.ts'
import { type FactsDeclaration, inOrder } from './facts-declaration.ts'
import type { FollowingService } from './following-service.ts'
import { createProcessManager, type ProcessManagerOptions, type RoomProcesses } from './process-manager.ts'

/** Where services have their processes run. */
export interface Processes {
  /**
   * With `competes`, where several instances of the service run, one of them is given the work; else each does all of it. Returns the follower
   * that runs them, to be waited for.
   */
  run(room: RoomProcesses, options?: { readonly competes?: boolean }): Consumer
}

export type ProcessesOptions = Pick<ProcessManagerOptions, 'feed' | 'competing' | 'logger'>

export interface ProcessesService extends FollowingService, Processes {}

/**
 * All processes of this process in one follower with one checkpoint; those that compete with other instances in one for each service. Where they
 * are stands in the file of the facts, in sections of its own: facts that are made anew leave it as it is.
 */
export function createProcesses(
  { feed, competing, logger }: ProcessesOptions,
  facts: FactsService,
  declarations: readonly FactsDeclaration[],
): ProcessesService {
  const common = { feed, logger, facts: facts.consumer }
  const consumers: Consumer[] = []
  const rooms: RoomProcesses[] = []
  let together: Consumer | undefined

  const start = (
    options: Pick<ProcessManagerOptions, 'name' | 'rooms' | 'competing'>,
    section: string,
    schema = '',
  ): Consumer => {
    const copy = facts.section(section, { schema, version: 1 })
    const consumer = createProcessManager({ ...common, ...options, copy })
    consumers.push(consumer)
    return consumer
  }
  return {
    name: 'processes',
    routes: [],
    consumers,
    run(room, { competes = false } = {}) {
      // By the service's name: the brokers know the group by it.
      if (competes && competing)
        return start({ name: `${room.room}-processes`, rooms: [room], competing }, `processes_${room.room}`)
      rooms.push(room)
      together ??= start({ name: 'processes', rooms }, 'processes', tablesOf(declarations))
      return together
    },
    async start() {},
    async stop() {},
  }
}

function tablesOf(declarations: readonly FactsDeclaration[]): string {
  return inOrder(declarations)
    .flatMap(({ processTables }) => processTables ?? [])
    .join('\n')
}
