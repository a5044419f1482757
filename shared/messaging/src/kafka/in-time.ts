/**
 * The client promises no end to everything: a request that was queued for a broker that never comes back stays queued. The promise's own
 * outcome where it comes in time. Otherwise nobody hears of it any more.
 * @throws NoAnswerError
 */
export function inTime<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswerError(`${what}: no answer within ${ms} ms`)), ms)
    const settle = (): void => clearTimeout(timer)
    promise.then(resolve, reject).finally(settle)
  })
}

class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}
