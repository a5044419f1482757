import { accept, type Decider } from '@welfare/event-store/decider/decider.ts'
import type { EventCodec } from '@welfare/event-store/runner.ts'

interface Counted {
  readonly by: number
  readonly total: number
}

/** A stream that only counts: enough to see whether anything is lost or doubled. */
export const counterDecider: Decider<{ readonly total: number }, { readonly by: number }, Counted> = {
  category: 'counter',
  initialState: { total: 0 },
  decide: ({ total }, { by }) => accept([{ by, total: total + by }]),
  evolve: (_, { total }) => ({ total }),
}

export const counterCodec: EventCodec<Counted> = {
  encode: ({ by, total }) => ({ type: 'Counted', schemaVersion: 1, data: { by, total } }),
  decode: ({ data }) => ({ by: Number(data.by), total: Number(data.total) }),
}
