import { beforeEach, describe, expect, it } from 'vitest'
import { LostNetworkError, ProblemError } from '../../common/api/problem.ts'
import type { Attempt, AttemptRequest, AttemptStore, Meal, Recorded, TakenBack } from './attempt.store.ts'
import { type Attempts, createAttempts } from './attempts.ts'

const phone = { seat: 'till', account: 'till-1@shop' } as const
const guest = { wallet: 'w1', tail: 'Q2TD', holder: '虚*1' } as const
const body = { merchant: 'shop', amountFen: 1_200, ownShareFen: 200, tappedOn: '2025-07-25' }
const meal = { id: 'w1.1', merchant: 'shop', amountFen: 1_000, ownShareFen: 200 } as Meal
const back = { redemption: meal.id, amountFen: 1_000, ownShareBackFen: 200 } as TakenBack

type Tapped = Attempt & { readonly request: AttemptRequest }

const tappedMeal = (key: string): Tapped => ({
  ...{ key, ...phone, ...guest, tappedAt: '2025-07-25T04:05:00Z', amountFen: 1_000 },
  request: { kind: 'meal', code: '7K3M9QX2TD', body },
})
const tappedUndo: Tapped = {
  ...{ key: 'undo', ...phone, ...guest, tappedAt: '2025-07-25T04:09:00Z', amountFen: 1_000 },
  request: { kind: 'undo', redemption: meal.id, body: { merchant: 'shop', reason: '金额输错' } },
}
const recordedUndo: Recorded = { outcome: 'recorded', kind: 'undo', back }
const busy = new ProblemError({ type: 'urn:welfare:problem:busy', status: 503, title: 'busy', code: 'busy' })

describe('what was tapped', () => {
  let kept: Map<string, Attempt>
  let sent: string[]
  let isFull: boolean
  let answer: (attempt: Attempt) => Promise<Recorded>
  let attempts: Attempts

  beforeEach(() => {
    kept = new Map()
    sent = []
    isFull = false
    answer = async ({ key }) => (key === 'undo' ? recordedUndo : { outcome: 'recorded', kind: 'meal', meal })
    attempts = open()
  })

  /** A page: what is on the phone outlives it. */
  function open(): Attempts {
    const write = async (change: () => void) => {
      if (isFull) throw new DOMException('the disk is full', 'QuotaExceededError')
      change()
    }
    const store: AttemptStore = {
      list: async () => [...kept.values()],
      put: (attempt) => write(() => kept.set(attempt.key, attempt)),
      drop: (key) => write(() => kept.delete(key)),
    }
    const send = (_: AttemptRequest, attempt: Attempt) => {
      sent.push(attempt.key)
      return answer(attempt)
    }
    return createAttempts(store, send, () => true)
  }

  const keys = () => attempts.list().map(({ key }) => key)

  it('is not sent where the phone cannot keep it', async () => {
    isFull = true
    await expect(attempts.submit(tappedMeal('a'))).rejects.toThrow('the disk is full')
    expect(sent).toEqual([])
  })

  it('is told as recorded even if the phone then cannot forget it; the next page sends it under its own key', async () => {
    answer = async () => {
      isFull = true
      return { outcome: 'recorded', kind: 'meal', meal }
    }
    await expect(attempts.submit(tappedMeal('a'))).resolves.toMatchObject({ outcome: 'recorded' })
    isFull = false
    attempts = open()
    await attempts.load()
    await attempts.sendAgain()
    expect(sent).toEqual(['a', 'a'])
    expect(attempts.list()).toMatchObject([{ key: 'a', settled: { outcome: 'recorded', kind: 'meal' } }])
  })

  it('and got its answer later is told, even if the phone cannot keep the answer', async () => {
    await leaveOpen(tappedMeal('a'), tappedMeal('b'))
    answer = async () => {
      isFull = true
      return { outcome: 'recorded', kind: 'meal', meal }
    }
    await attempts.sendAgain()
    expect(attempts.list()).toMatchObject([{ settled: { kind: 'meal' } }, { settled: { kind: 'meal' } }])
  })

  it('and was confirmed later, then taken back, is told as taken back, with the cash that goes back', async () => {
    await leaveOpen(tappedMeal('a'))
    await attempts.sendAgain()
    await attempts.submit(tappedUndo)
    const told = [{ tail: guest.tail, tappedAt: tappedUndo.tappedAt, settled: recordedUndo }]
    expect(attempts.list()).toMatchObject(told)
    attempts = open()
    await attempts.load()
    expect(attempts.list()).toMatchObject(told)
  })

  it('is told as taken back once, where that was confirmed later as well', async () => {
    await leaveOpen(tappedMeal('a'))
    await attempts.sendAgain()
    await leaveOpen(tappedUndo)
    await attempts.sendAgain()
    expect(keys()).toEqual(['undo'])
    expect([...kept.keys()]).toEqual(['undo'])
  })

  it('and answered at once leaves nothing to be told', async () => {
    await attempts.submit(tappedMeal('a'))
    await attempts.submit(tappedUndo)
    expect(attempts.list()).toEqual([])
    expect(kept.size).toBe(0)
    expect(attempts.takenBack(meal.id)).toEqual(back)
  })

  it('and was seen is told no more, and by the next page again where the phone cannot forget it', async () => {
    await leaveOpen(tappedMeal('a'))
    await attempts.sendAgain()
    isFull = true
    await attempts.dismiss('a')
    expect(attempts.list()).toEqual([])
    isFull = false
    attempts = open()
    await attempts.load()
    expect(attempts.list()).toMatchObject([{ settled: { kind: 'meal' } }])
    await attempts.dismiss('a')
    expect(kept.size).toBe(0)
  })

  it('is sent again by one at a time: whoever asks for it meanwhile waits for the same answer', async () => {
    await leaveOpen(tappedMeal('a'))
    sent = []
    const held = Promise.withResolvers<Recorded>()
    answer = () => held.promise
    const first = attempts.sendAgain()
    const second = attempts.sendAgain()
    let isOver = false
    void second.then(() => {
      isOver = true
    })
    await Promise.resolve()
    expect({ sent, isOver }).toEqual({ sent: ['a'], isOver: false })
    held.resolve({ outcome: 'recorded', kind: 'meal', meal })
    await Promise.all([first, second])
    expect(attempts.list()).toMatchObject([{ settled: { kind: 'meal' } }])
  })

  it('and is still open says what stood in the way', async () => {
    await leaveOpen(tappedMeal('a'))
    expect(await attempts.sendAgain()).toEqual([])
    await leaveOpen(tappedMeal('b'))
    answer = () => Promise.reject(busy)
    expect(await attempts.sendAgain()).toEqual([busy])
  })

  async function leaveOpen(...tapped: readonly Tapped[]): Promise<void> {
    const usual = answer
    answer = () => Promise.reject(new LostNetworkError())
    for (const one of tapped) await attempts.submit(one)
    answer = usual
  }
})
