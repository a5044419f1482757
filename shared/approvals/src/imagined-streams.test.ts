import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import type { EventCodec } from '@welfare/event-store/runner.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { expect, test } from 'vitest'
import { createImaginedStreams } from './imagined-streams.ts'

interface Drawn {
  readonly type: 'Drawn'
  readonly data: { readonly pieces: number }
}
/** Evolves in place, as the services' do. */
const decider: Decider<{ left: number }, number, Drawn> = {
  category: 'depot',
  initialState: { left: 10 },
  decide: ({ left }, pieces) =>
    pieces > left ? refuse('none-left', { left }) : accept([{ type: 'Drawn', data: { pieces } }]),
  evolve(state, { data: { pieces } }) {
    state.left -= pieces
    return state
  },
}
const codec: EventCodec<Drawn> = {
  encode: ({ type, data }) => ({ type, data: { ...data }, schemaVersion: 1 }),
  decode: ({ data }) => ({ type: 'Drawn', data: { pieces: Number(data.pieces) } }),
}

test('what leads to an act is there for its trial, and nowhere else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imagined-streams-'))
  const clock = { now: () => new Date('2025-07-01T04:00:00.000Z') }
  const store = await openSqliteStore({ folder, clock })
  const runner = createCommandRunner({ store, inputHashKey: new Uint8Array(32) })
  const stream = `depot-${randomUUID()}`
  const request = (command: number) => ({
    ...{ stream, command, commandId: randomUUID(), input: {}, mayCreate: true },
    metadata: { actor: 'officer/a', occurredAt: clock.now().toISOString(), accountingDate: '2025-07-01' },
  })
  const left = () => runner.read(decider, codec, stream, (state) => state.left)
  try {
    await runner.execute(decider, codec, request(1))
    const before = await left()
    const imagined = createImaginedStreams(runner)
    const first = request(6)
    const decided = await imagined.decide(decider, codec, first)
    if (decided.outcome !== 'accepted') throw new Error(decided.outcome)
    expect(imagined.add(first, decided).events).toMatchObject([{ version: 2, event: { data: { pieces: 6 } } }])
    for (let again = 0; again < 2; again += 1) {
      const tooMuch = await imagined.decide(decider, codec, request(4))
      expect(tooMuch).toMatchObject({ outcome: 'refused', refusal: { code: 'none-left', facts: { left: 3 } } })
    }
    expect(await imagined.decide(decider, codec, request(3))).toMatchObject({ wouldRecord: [{ data: { pieces: 3 } }] })
    expect(await left()).toBe(before)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
