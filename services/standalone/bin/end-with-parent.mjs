// npm ends on a signal without handing it on to what its script started: without this the ledger would live on, its port and folder held.
const LOOK_EVERY_MS = 500

/** Calls `end` once whoever started this process, under npm, is gone. */
export function endWithParent(end) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    end()
  }, LOOK_EVERY_MS)
  looking.unref()
}
