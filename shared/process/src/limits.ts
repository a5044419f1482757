/** Every limit of the HTTP edge, in one place. Bytes, milliseconds and counts. */
export const httpLimits = {
  jsonBodyBytes: 1024 * 1024,
  /** Objects and arrays inside one another; contracts need four. */
  jsonDepth: 32,
  /** Request line and all header fields together; past it node answers before any of our code runs. */
  headerBytes: 16 * 1024,
  urlLength: 4096,
  /** Requests being answered at once. Each may hold one body of `jsonBodyBytes`. */
  requestsInFlight: 1000,
  /** Files being received or worked on at once. */
  uploadsInFlight: 8,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 65_000,
  /** The longest that `?after=` waits. */
  afterTimeoutMs: 5_000,
  /** From the signal to the end of the process. */
  drainMs: 10_000,
  /** Requests still running this long after the signal are aborted, so that the rest of `drainMs` is left to close the store. */
  abortAfterMs: 7_000,
  pageSize: 100,
  maxPageSize: 1000,
} as const

/** Photos and scans that no entry names yet, of at most 10 MiB each, and what has to stay free of the disk for the log. */
export const attachmentLimits = {
  unnamedOfOne: 100,
  unnamed: 1_000,
  freeDiskBytes: 1024 ** 3,
} as const

export const consumerLimits = {
  batchSize: 500,
  backOff: { firstMs: 100, maxMs: 30_000 },
} as const

export const projectionFileLimits = {
  /** Events of which nothing came, read since the checkpoint was saved: what a start after a crash reads again, in well under a second. */
  eventsPassedUnsaved: 5_000,
} as const

export const factsLimits = {
  /** Answers of one look-up that are kept in memory: more programmes and merchants than a county has. A price list is the largest, some 10 KB. */
  remembered: 2_000,
  /** Cards, some 300 bytes each. */
  rememberedCards: 50_000,
} as const

export const processLimits = {
  /** Commands of one batch on their way at once. */
  inFlight: 64,
  attempts: 8,
  /** Times the attempt's number. */
  retryAfterMs: 50,
  factsTimeoutMs: 30_000,
} as const

export const waitLimits = {
  /** How long a command waits for the service's facts before it refuses for a missing fact. */
  freshFactsMs: 2_000,
} as const

export const threadLimits = {
  /** How often the write path's process looks whether there is something new for a thread that reads the log. */
  lookEveryMs: 20,
} as const

export const replicaLimits = {
  /** Events that a copy may be behind and still be called ready: 25 s at 2,000 events/s. */
  maxLag: 50_000,
  /** How often readiness asks the store where the ledger ends. */
  askEveryMs: 2_000,
  /** How long one such question may take. */
  askTimeoutMs: 1_000,
} as const
