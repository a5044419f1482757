import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEverything } from '../contract/contract-case.fixture.ts'
import type { Fault } from './faulty-store.fixture.ts'
import { createSetting } from './runner.fixture.ts'
import { newWallet, run } from './wallet.fixture.ts'

const faults: readonly Fault[] = ['none', 'none', 'lose-answer', 'lose-append', 'fail', 'overload', 'conflict']

const attempt = fc.record({
  wallet: fc.nat({ max: 2 }),
  // Few ids, so that many attempts are repeats.
  commandId: fc.nat({ max: 14 }),
  kind: fc.constantFrom('add' as const, 'draw' as const, 'draw' as const),
  amountFen: fc.integer({ min: 1, max: 5 }),
})

test('whatever fails and is sent again, every accepted command is stored once and no balance is below zero', async () => {
  const property = fc.asyncProperty(
    fc.array(attempt, { minLength: 1, maxLength: 40 }),
    fc.array(fc.constantFrom(...faults), { maxLength: 15 }),
    async (attempts, planned) => {
      const { runner, faulty, store } = await createSetting()
      const wallets = [newWallet(), newWallet(), newWallet()]
      faulty.faults.push(...planned)
      const answers = await Promise.allSettled(
        attempts.map(({ wallet, commandId, kind, amountFen }) => {
          const id = `00000000-0000-4000-8000-${String(commandId).padStart(12, '0')}`
          return run(runner, wallets[wallet] ?? '', { do: kind, amountFen }, { commandId: id, mayCreate: true })
        }),
      )
      const stored = await readEverything(store)
      const storedKeys = stored.map(({ stream, metadata }) => `${stream} ${metadata.commandId}`)
      expect(new Set(storedKeys).size).toBe(storedKeys.length)
      for (const [index, answer] of answers.entries()) {
        if (answer.status !== 'fulfilled' || answer.value.outcome !== 'accepted') continue
        const told = answer.value.events.map(({ version, event }) => ({
          version,
          type: event.type,
          amountFen: event.amountFen,
        }))
        const stream = wallets[attempts[index]?.wallet ?? 0]
        for (const { version, type, amountFen } of told) {
          expect(stored).toContainEqual(expect.objectContaining({ stream, version, type, data: { amountFen } }))
        }
      }
      for (const stream of wallets) {
        let balanceFen = 0
        for (const { stream: of, type, data } of stored) {
          if (of !== stream) continue
          balanceFen += type === 'Added' ? Number(data.amountFen) : -Number(data.amountFen)
          expect(balanceFen).toBeGreaterThanOrEqual(0)
        }
      }
    },
  )
  await fc.assert(property, { numRuns: 60 })
})
