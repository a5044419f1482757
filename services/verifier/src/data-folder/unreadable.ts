import type { PostingCheck } from '../ledger-walk.ts'

/** What `work` gives; where a file is damaged so that SQLite cannot read it, or holds what no number can, what is made of the reason. */
export function unlessUnreadable<Result>(work: () => Result, otherwise: (reason: string) => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!isUnreadable(error)) throw error
    return otherwise(`it cannot be read: ${error.message}`)
  }
}

/** Ends at the first thing that cannot be read: `onUnreadable` is told once. */
export function untilUnreadable(check: PostingCheck, onUnreadable: (reason: string) => void): PostingCheck {
  let isReadable = true
  const attempt = (work: () => void): void => {
    if (!isReadable) return
    unlessUnreadable(work, (reason) => {
      isReadable = false
      onUnreadable(reason)
    })
  }
  return {
    take: (posted) => attempt(() => check.take(posted)),
    finish: () => attempt(() => check.finish()),
  }
}

function isUnreadable(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return 'errcode' in error || ('code' in error && error.code === 'ERR_OUT_OF_RANGE')
}
