import { AppendFailedError, type AppendResult, type EventStore, UnknownOutcomeError } from '../port.ts'

export type Fault =
  /** Stored, but the answer is lost. */
  | 'lose-answer'
  /** Not stored, and nobody can tell. */
  | 'lose-append'
  /** Not stored, as on a full disk. */
  | 'fail'
  | 'overload'
  /** Not stored: another writer came first. Its event is not there either. */
  | 'conflict'
  | 'none'

export interface FaultyStore extends EventStore {
  /** What becomes of the next appends, in order. */
  readonly faults: Fault[]
  /** What becomes of those after them. */
  always: Fault
  /** Events of each append that was tried. */
  readonly tried: number[]
  /** Appends from now on wait, before anything else happens to them, until `release`. */
  hold(): { readonly arrived: Promise<void>; release(): void }
}

/** A real store behind a connection that goes wrong as it is told. */
export function createFaultyStore(store: EventStore): FaultyStore {
  let held: { arrived: PromiseWithResolvers<void>; released: PromiseWithResolvers<void> } | undefined
  const faulty: FaultyStore = {
    ...store,
    faults: [],
    always: 'none',
    tried: [],
    hold: () => {
      const holding = { arrived: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() }
      held = holding
      const release = (): void => {
        held = undefined
        holding.released.resolve()
      }
      return { arrived: holding.arrived.promise, release }
    },
    append: async (stream, expected, events) => {
      faulty.tried.push(events.length)
      const fault = faulty.faults.shift() ?? faulty.always
      held?.arrived.resolve()
      await held?.released.promise
      return suffer(fault, () => store.append(stream, expected, events))
    },
  }
  return faulty
}

async function suffer(fault: Fault, append: () => Promise<AppendResult>): Promise<AppendResult> {
  switch (fault) {
    case 'none':
      return append()
    case 'lose-answer':
      await append()
      throw new UnknownOutcomeError('the answer was lost')
    case 'lose-append':
      throw new UnknownOutcomeError('the append was lost')
    case 'fail':
      throw new AppendFailedError('the disk is full')
    case 'overload':
      return { outcome: 'overloaded' }
    case 'conflict':
      return { outcome: 'conflict', actualVersion: 1_000 }
  }
}
