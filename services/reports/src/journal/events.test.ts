import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toSequenced } from '../history.fixture.ts'
import { expectAnswer, listAll, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'

test('every event is listed, whichever way, and what is asked for is found', () => {
  fc.assert(
    fc.property(
      randomSteps,
      fc.constantFrom('oldest' as const, 'newest' as const),
      fc.option(fc.constantFrom('MealRedeemed', 'UnionRegistered'), { nil: undefined }),
      fc.integer({ min: 1, max: 50 }),
      (steps, order, eventType, limit) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const range = { fromSequence: 3, throughSequence: events.length - 2 }
        const found = listAll(
          (cursor) => ask('events', { order, eventType, limit, ...range, ...cursor }),
          (page) => page.events,
        ).map(({ sequence }) => sequence)
        const wanted = events
          .filter(({ type }) => eventType === undefined || type === eventType)
          .map(({ sequence }) => sequence)
          .filter((sequence) => sequence >= range.fromSequence && sequence <= range.throughSequence)
        expect(found).toEqual(order === 'newest' ? wanted.reverse() : wanted)
      },
    ),
    { numRuns: 30 },
  )
})

test('an event says who, when, and what paper', () => {
  const events = toSequenced(playSteps([]))
  const { ask } = projectHistory(events)
  expect(expectAnswer(ask('events', { order: 'oldest', limit: 1, actor: 'officer/sample' })).events).toMatchObject([
    { sequence: 1, type: 'UnionRegistered', actor: 'officer/sample', entry: null, legs: [] },
  ])
  expect(expectAnswer(ask('events', { order: 'oldest', limit: 9, actor: 'officer/other' })).events).toEqual([])
})

test('a search that finds little says how far it has looked, and goes on from there', () => {
  const events = toSequenced(playSteps([]))
  const many = Array.from({ length: 10_400 }, (_, index) => {
    const event = events[0]
    if (!event) throw new Error('no event')
    return { ...event, sequence: index + 1 }
  })
  const { ask } = projectHistory(many)
  const query = { order: 'oldest' as const, eventType: 'MealRedeemed', limit: 5 }
  const page = expectAnswer(ask('events', query))
  expect(page).toMatchObject({ events: [], searchedTo: 10_000 })
  const next = expectAnswer(ask('events', { ...query, cursor: `${page.nextCursor}` }))
  expect(next).toMatchObject({ events: [], searchedTo: 10_400, nextCursor: null })
})
