import { describe, expect, it } from 'vitest'
import { madeEvents, range } from './kafka-feed.fixture.ts'
import { createFeedWindow } from './kafka-feed-window.ts'

const ledger = 'window'

describe('the window of a feed', () => {
  it('has nothing to give before the topic is known, and does not call anybody late', () => {
    expect(open().take(7, 10)).toEqual([])
  })

  it('gives what comes next, up to the limit, across what came in apart', () => {
    const window = filled([1, 3], [4, 1], [5, 6])
    expect(take(window, 0, 100)).toEqual(range(1, 10))
    expect(take(window, 2, 4)).toEqual(range(3, 6))
    expect(take(window, 10, 4)).toEqual([])
    expect(take(window, 12, 4)).toEqual([])
  })

  it('keeps the newest events up to its bound, and says who is behind', () => {
    const window = open({ events: 100 })
    for (let first = 1; first <= 10_000; first += 7) window.add(madeEvents(ledger, first, 7), 7)
    const { last = 0 } = window
    expect(take(window, last - 100, 1_000)).toEqual(range(last - 99, last))
    expect(window.take(last - 101, 1)).toBe('behind')
  })

  it('keeps no more bytes than its bound, but the last event always', () => {
    const window = open({ bytes: 1_000 })
    window.add(madeEvents(ledger, 1, 10), 900)
    window.add(madeEvents(ledger, 11, 2), 400)
    expect(window.take(2, 1)).toBe('behind')
    expect(take(window, 4, 100)).toEqual(range(5, 12))
    window.add(madeEvents(ledger, 13, 1), 5_000)
    expect(window.take(11, 1)).toBe('behind')
    expect(take(window, 12, 1)).toEqual([13])
  })

  it('begins in the middle of a topic, or with the first event of an empty one', () => {
    const middle = filled([501, 10])
    expect(middle.take(499, 1)).toBe('behind')
    expect(take(middle, 500, 2)).toEqual([501, 502])
    const empty = open()
    empty.beginEmpty()
    expect(empty.last).toBe(0)
    expect(empty.take(0, 1)).toEqual([])
    empty.add(madeEvents(ledger, 1, 2), 2)
    expect(take(empty, 0, 9)).toEqual([1, 2])
  })

  it('gives what came before it failed, and then throws the failure; whoever is behind may read on', () => {
    const window = filled([11, 5])
    const failure = new Error('a gap')
    window.fail(failure)
    expect(take(window, 12, 100)).toEqual(range(13, 15))
    expect(window.take(3, 1)).toBe('behind')
    expect(() => window.take(15, 1)).toThrow(failure)
  })

  it('wakes whoever waits at news, failure or an aborted signal, and nobody twice', async () => {
    const window = open()
    const [news, giveUp] = [new AbortController(), new AbortController()]
    const woken: string[] = []
    const waiting = [
      window.changed([news.signal]).then(() => woken.push('news')),
      window.changed([giveUp.signal]).then(() => woken.push('gave up')),
    ]
    giveUp.abort()
    await waiting[1]
    window.add(madeEvents(ledger, 1, 1), 1)
    window.fail(new Error('later'))
    await waiting[0]
    expect(woken).toEqual(['gave up', 'news'])
    await window.changed([giveUp.signal])
  })

  function open(bounds: { events?: number; bytes?: number } = {}) {
    return createFeedWindow({ events: 1_000, bytes: 1_000_000, ...bounds })
  }

  function filled(...runs: readonly (readonly [first: number, count: number])[]) {
    const window = open()
    for (const [first, count] of runs) window.add(madeEvents(ledger, first, count), count)
    return window
  }

  function take(window: ReturnType<typeof open>, after: number, limit: number): readonly number[] | 'behind' {
    const events = window.take(after, limit)
    return events === 'behind' ? events : events.map(({ sequence }) => sequence)
  }
})
