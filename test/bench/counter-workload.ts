import { accept, type Decider, type JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Workload } from './runner-contender.ts'

interface Counter {
  total: number
}

interface Counted {
  readonly type: 'AmountCounted'
  readonly data: JsonObject & { readonly amountFen: number }
}

const decider: Decider<Counter, { readonly amountFen: number }, Counted> = {
  category: 'counter',
  initialState: { total: 0 },
  decide: (state, { amountFen }) => {
    const shares = [{ fund: 'fund-0f4f8f04-5a0c-4f3d-8a52-6d1d9d1b5b11', amountFen }]
    const merchant = 'merchant-6a1f4c26-9b1e-4b52-93a5-9a4cf31d5a77'
    return accept([{ type: 'AmountCounted', data: { amountFen, shares, merchant, totalFen: state.total + amountFen } }])
  },
  evolve: (state, { data }) => {
    state.total += data.amountFen
    return state
  },
}

/** The least a decider can do, with an event and a metadata of about the size of a redemption's. */
export const counterWorkload: Workload<Counter, { readonly amountFen: number }, Counted> = {
  name: 'our runner, counter',
  decider,
  codec: {
    encode: ({ type, data }) => ({ type, schemaVersion: 1, data }),
    decode: ({ data }) => ({ type: 'AmountCounted', data: { ...data, amountFen: Number(data.amountFen) } }),
  },
  streamCount: 10_000,
  prepare: () => [],
  getCommand: () => ({
    command: { amountFen: 500 },
    input: { amountFen: 500, merchant: 'merchant-6a1f4c26-9b1e-4b52-93a5-9a4cf31d5a77' },
    metadata: { actor: 'till-7', occurredAt: '2025-06-27T08:30:00.000+08:00', accountingDate: '2025-06-27' },
  }),
}
