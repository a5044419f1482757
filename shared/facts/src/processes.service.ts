import { join } from 'node:path'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from './consumer.ts'
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

export interface ProcessesOptions extends Pick<ProcessManagerOptions, 'feed' | 'competing' | 'logger'> {
  readonly store: Pick<EventStore, 'ledger' | 'epoch'>
  readonly folder: string
}

export interface ProcessesService extends FollowingService, Processes {}

/** All processes of this process in one follower with one checkpoint; those that compete with other instances in one for each service. */
export function createProcesses(
  { store, feed, competing, logger, folder }: ProcessesOptions,
  facts: Consumer,
  declarations: readonly FactsDeclaration[],
): ProcessesService {
  const common = { feed, logger, facts, ledger: store.ledger, epoch: store.epoch }
  const managers: ReturnType<typeof createProcessManager>[] = []
  const rooms: RoomProcesses[] = []
  let together: Consumer | undefined

  const start = (
    options: Pick<ProcessManagerOptions, 'name' | 'file' | 'rooms' | 'competing' | 'tables'>,
  ): Consumer => {
    const manager = createProcessManager({ ...common, ...options, file: join(folder, options.file) })
    managers.push(manager)
    return manager.consumer
  }
  return {
    name: 'processes',
    routes: [],
    get consumers() {
      return managers.map(({ consumer }) => consumer)
    },
    run(room, { competes = false } = {}) {
      // By the service's name: the brokers know the group by it.
      if (competes && competing)
        return start({ name: `${room.room}-processes`, file: `processes-${room.room}.db`, rooms: [room], competing })
      rooms.push(room)
      together ??= start({ name: 'processes', file: 'processes.db', rooms, tables: tablesOf(declarations) })
      return together
    },
    async start() {},
    async stop() {
      for (const { close } of managers) close()
    },
  }
}

function tablesOf(declarations: readonly FactsDeclaration[]): string {
  return inOrder(declarations)
    .flatMap(({ processTables }) => processTables ?? [])
    .join('\n')
}
