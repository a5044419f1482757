import { createHash } from 'node:crypto'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventTopic } from '@welfare/messaging/port.ts'
import { describe, expect, it, test } from 'vitest'
import { describeFailure } from './seeds.ts'
import { type Flaws, simulate } from './simulate.ts'

const MOST_SEEDS_UNTIL_FOUND = 300

test.each([1, 7, 42, 1_009])('seed %i happens the same way each time', async (seed) => {
  const [first, again] = [await simulate(seed), await simulate(seed)]
  expect(first.steps).toBeGreaterThan(100)
  expect(hash(again.trace())).toBe(hash(first.trace()))
})

test('another seed is another story', async () => {
  expect(hash((await simulate(2)).trace())).not.toBe(hash((await simulate(1)).trace()))
})

test('whoever looks at a failure is told the seed, how to see it again, and what happened', async () => {
  const outcome = await simulate(3)
  const told = describeFailure({ ...outcome, breaches: ['fen are missing'] })
  expect(told).toContain('seed 3 breaks')
  expect(told).toContain('- fen are missing')
  expect(told).toContain('SIMULATION_SEED=3 npx vitest run test/simulation')
  expect(told.split('\n').length).toBeGreaterThan(outcome.trace().length)
})

describe('what is broken on purpose is found', () => {
  it('an instance that takes itself for the only writer', async () => {
    expect(await firstBreach({ singleWriters: true })).toMatch(/was refused as|is not recorded so|already so/)
  })

  it('instances whose appends the store takes for repeats of one another', async () => {
    // One seed in a hundred shows it: the search begins where one did, and may go on through all others.
    expect(await firstBreach({ sameWriter: true }, 240)).toMatch(/was acknowledged, and is not recorded so/)
  }, 180_000)

  it('a store that now and then forgets what it acknowledged', async () => {
    expect(await firstBreach({ forgetfulStore: true })).toMatch(/acknowledged|refused as|times:/)
  })

  it('a relay that takes an unanswered append for done', async () => {
    const skipsUnknown = (topic: EventTopic): EventTopic => ({
      ...topic,
      append: (events) => topic.append(events).catch(() => undefined),
    })
    expect(await firstBreach({ tamperWithTopic: skipsUnknown })).toMatch(/the topic goes on with|nothing came to rest/)
  })

  it('a relay that believes the store instead of reading what the topic ends with', async () => {
    const believes = (topic: EventTopic, log: readonly SequencedEvent[]): EventTopic => ({
      ...topic,
      tail: async () => log.at(-1),
    })
    expect(await firstBreach({ tamperWithTopic: believes })).toMatch(/the topic goes on with|nothing came to rest/)
  })

  it('a reader that does not drop what it has seen', async () => {
    expect(await firstBreach({ reading: { keepsSeen: true } })).toMatch(/nothing came to rest|replica|is behind/)
  })

  it('a group whose place is stored before its work is done', async () => {
    expect(await firstBreach({ reading: { marksFirst: true } })).toMatch(/^0 times: |waits for ever|fen committed/m)
  })
})

/** What the first seed that notices says. @throws Error when none does */
async function firstBreach(flaws: Flaws, firstSeed = 1): Promise<string | undefined> {
  for (let tried = 0; tried < MOST_SEEDS_UNTIL_FOUND; tried += 1) {
    const { breaches } = await simulate(((firstSeed + tried - 1) % MOST_SEEDS_UNTIL_FOUND) + 1, flaws)
    if (breaches.length > 0) return breaches.join('\n')
  }
  throw new Error(`${MOST_SEEDS_UNTIL_FOUND} seeds found nothing`)
}

function hash(trace: readonly string[]): string {
  return createHash('sha256').update(trace.join('\n')).digest('hex')
}
