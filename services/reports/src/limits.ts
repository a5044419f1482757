/** Every limit of the read models, in one place. */
export const projectionLimits = {
  /** Events projected in one transaction; queries are answered between two of them. */
  batchSize: 500,
  /** Where nobody waits for the rows: while a generation is filled. */
  fillBatchSize: 2_000,
  /** Without a poke the worker looks at the log this often. */
  fallbackPollMs: 1_000,
  /** How long a query without `after` waits for what had been recorded when it arrived. */
  freshnessMs: 1_000,
  backOff: { firstMs: 100, maxMs: 30_000 },
  /** People and posting accounts kept in memory; beyond it all are read again. */
  cachedPeople: 100_000,
  cachedAccounts: 200_000,
  pageSize: 100,
  maxPageSize: 1_000,
  /** Legs read at once for an export. */
  exportPageSize: 1_000,
  /** Lines of a printed list: it is held in memory. */
  printoutLines: 10_000,
  /** What anybody may read tells of no fewer people: who knows that a colleague is one of nine learns too much of them, and statistics offices draw the line at ten. */
  smallestGroup: 10,
  /** Pages that anybody may read, by address: an office behind one address has thirty at once and one a second. */
  publicReads: { burst: 30, refillEveryMs: 1_000, maxKeys: 10_000 },
  /** Wrong numbers or codes of receipts; only misses count. */
  giftMisses: {
    byAddress: { burst: 10, refillEveryMs: 60_000, maxKeys: 10_000 },
    together: { burst: 100, refillEveryMs: 10_000, maxKeys: 1 },
  },
  /** Events looked at for one page of the events that match. */
  searchedEvents: 10_000,
  walPages: 16_000,
} as const
