import { expect, test } from 'vitest'
import { createSetting } from '../../../../test/harness/eventstoredb-setting.ts'
import { createCommandRunner } from '../command-runner.ts'
import { newEvents, newStream } from '../contract/contract-case.fixture.ts'
import { openWallet, run } from '../runner-tests/wallet.fixture.ts'

/** What the process manager of an issuance does: commands for many wallets at once, each its own stream. */
test('a bulk issuance keeps at least 32 appends in flight', async () => {
  const { standIn, store } = await createSetting({}, { timeouts: { attemptMs: 10_000, appendMs: 20_000 } })
  const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 7), sharedWriters: true })
  const arrived = Promise.withResolvers<void>()
  standIn.beforeAnswer = () => arrived.promise
  standIn.decide = () => {
    if (standIn.seen.inFlight >= 32) arrived.resolve()
    return 'answer'
  }
  const wallets = await Promise.all(Array.from({ length: 500 }, () => openWallet(runner, 100)))
  const results = await Promise.all(wallets.map((wallet) => run(runner, wallet, { do: 'add', amountFen: 1 })))
  expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
  expect(standIn.seen.mostInFlight).toBeGreaterThanOrEqual(32)
  expect(await store.head()).toMatchObject({ sequence: 1_000 })
})

test('an append waits for no other: the second of two streams is answered while the first is not', async () => {
  const { standIn, store } = await createSetting({}, { timeouts: { attemptMs: 10_000, appendMs: 20_000 } })
  const gate = Promise.withResolvers<void>()
  let answers = 0
  standIn.beforeAnswer = () => (answers++ === 0 ? gate.promise : Promise.resolve())
  const first = store.append(newStream(), 'no-stream', newEvents(1))
  expect(await store.append(newStream(), 'no-stream', newEvents(1))).toMatchObject({ outcome: 'appended' })
  gate.resolve()
  expect(await first).toMatchObject({ outcome: 'appended' })
})
