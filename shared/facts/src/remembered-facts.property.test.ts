import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admissionFacts, createAdmissions } from './admission.facts.ts'
import { openFacts, type Remember } from './facts.store.ts'
import type { FactsDeclaration } from './facts-declaration.ts'

const ids = [1, 2].map((ordinal) => `0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3${ordinal}`)
const programmes = ids.map((id) => `programme-${id}`)
const merchants = ids.map((id) => `merchant-${id}`)
const days = ['2025-07-01', '2025-07-02', '2025-07-03']

/** Refuses whatever is said on this day: the whole batch is undone. */
const fallible: FactsDeclaration = {
  name: 'fallible',
  version: 1,
  schema: '',
  needs: [admissionFacts],
  handlers: () => [
    {
      MerchantAdmitted: (_, { metadata }) => {
        if (metadata.accountingDate === days[2]) throw new Error('broken')
      },
    },
  ],
}
const askTheFile: Remember = (_, lookUp) => lookUp

const anEvent = fc.record({
  type: fc.constantFrom<string>('MerchantAdmitted', 'MerchantWithdrawn'),
  stream: fc.constantFrom(...programmes),
  merchant: fc.constantFrom(...merchants),
  day: fc.constantFrom(...days),
})
const aLookUp = fc.record({
  programme: fc.constantFrom(...programmes),
  merchant: fc.constantFrom(...merchants),
  day: fc.constantFrom(...days),
})
const aStep = fc.oneof(fc.array(anEvent, { minLength: 1, maxLength: 4 }), aLookUp)

it('what is remembered is what the file says, after whatever batches and look-ups', () => {
  fc.assert(
    fc.property(fc.array(aStep, { minLength: 20, maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (steps, atMost) => {
      const facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [fallible] })
      const { prepare } = facts
      const remember: Remember = (of, lookUp) => facts.remember(of, lookUp, atMost)
      const [fromMemory, fromFile] = [remember, askTheFile].map((how) => createAdmissions({ prepare, remember: how }))
      for (const step of steps) {
        if (Array.isArray(step)) applyOrNot(facts, step)
        else {
          const { programme, merchant, day } = step
          expect(fromMemory?.isAdmitted(programme, merchant)).toBe(fromFile?.isAdmitted(programme, merchant))
          expect(fromMemory?.wasAdmitted(programme, merchant, day)).toBe(
            fromFile?.wasAdmitted(programme, merchant, day),
          )
        }
      }
      facts.close()
    }),
  )
})

it('asks the file once, again after a change, and for what it has no room to keep', () => {
  const facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [admissionFacts] })
  const asked: string[] = []
  const find = facts.remember(
    admissionFacts,
    (key: string) => {
      asked.push(key)
      return key === 'nothing' ? undefined : key
    },
    2,
  )
  for (const key of ['a', 'b', 'a', 'b', 'nothing', 'nothing', 'c', 'b', 'a'])
    expect(find(key)).toBe(key === 'nothing' ? undefined : key)
  expect(asked.splice(0)).toEqual(['a', 'b', 'nothing', 'nothing', 'c', 'a'])
  facts.apply([sequenced({ type: 'WorkerRegistered', stream: 'wallet-1', merchant: '', day: '' }, 1)])
  find('a')
  expect(asked.splice(0)).toEqual([])
  facts.apply([
    sequenced({ type: 'MerchantAdmitted', stream: 'programme-1', merchant: merchants[0] ?? '', day: '' }, 2),
  ])
  find('a')
  expect(asked).toEqual(['a'])
  facts.close()
})

it('is told where nobody in this process would tell of a change', () => {
  const facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [admissionFacts] })
  expect(() => facts.remember(fallible, () => 1)).toThrow('fallible is not declared')
  facts.close()
})

type AnEvent = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never

function applyOrNot(facts: ReturnType<typeof openFacts>, events: readonly AnEvent[]): void {
  const from = facts.sequence() + 1
  try {
    facts.apply(events.map((event, index) => sequenced(event, from + index)))
  } catch (error) {
    expect(error).toMatchObject({ cause: { message: 'broken' } })
  }
}

function sequenced({ type, stream, merchant, day }: AnEvent, sequence: number): SequencedEvent {
  const data = type === 'MerchantAdmitted' ? { merchant } : { merchant, reason: 'r' }
  const place = { ledger: 'test', epoch: 1, sequence, position: String(sequence) as Position, recordedAt: '' }
  return {
    id: `${sequence}`,
    type,
    schemaVersion: 1,
    data,
    metadata: { accountingDate: day },
    ...place,
    stream,
    version: sequence,
  }
}
