/** Every limit of the event store and the command runner. Adapters enforce the same ones, so that an append fits all of them or none. */
export const storeLimits = {
  /**
   * Data and metadata of one event together, as UTF-8 JSON. Entry bundles of the transparency log count the bytes of an entry in 16 bits:
   * this leaves 1,023 of 65,535 for what stands around data and metadata there.
   */
  maxEventBytes: 63 * 1024,
  /** Data and metadata of all events of one append. EventStoreDB refuses an append above 1 MiB. */
  maxAppendBytes: 512 * 1024,
  maxEventsPerAppend: 500,
  /** Nesting of objects and lists; also what ends a cycle. */
  maxJsonDepth: 32,
  maxStreamNameLength: 100,
  maxEventTypeLength: 100,
  /** Appends accepted and not yet durable; past it the answer is `overloaded`. */
  maxAppendsInFlight: 4_096,
  /** One transaction holds no more than this, so that nobody waits long behind a bulk write. */
  maxEventsPerCommit: 2_048,
  subscriptionBatchSize: 500,
  /** The longest that the embedded store lets its subscribers sleep after a commit, unless somebody wakes them. */
  wakeAfterMs: 5,
  /** Stream names that each reader of the log keeps beside their ordinals: about 100 bytes each. */
  maxNamesKept: 65_536,
} as const

export const headLimits = {
  /** Changed heads in memory before they are saved: about 150 bytes each. */
  maxChanged: 32_768,
  /** Events after the last save: what a start must replay. */
  maxUnsavedEvents: 100_000,
  /** Heads written along with one commit; above the rate at which a busy commit changes them, so that a save ends. */
  savedPerCommit: 256,
  /** Unchanged heads kept in memory. */
  maxUnchanged: 65_536,
} as const

export const runnerLimits = {
  /** Streams whose state is kept. */
  maxStreams: 20_000,
  /** Events folded into all kept states together: command ids are remembered per event. */
  maxCachedEvents: 2_000_000,
  /** Commands accepted and not yet answered; past it the answer is `overloaded`. */
  maxCommandsInFlight: 4_096,
  /** Commands decided together on one stream. */
  maxCommandsPerAppend: 256,
  /** Rounds of "somebody else wrote first" before a command is answered `overloaded`. */
  maxConflicts: 10,
  /** Waits before each identical repeat of an append whose outcome is unknown. */
  settleDelaysMs: [0, 20, 100, 400],
} as const

export const eventStoreDbLimits = {
  /**
   * Without an answer for so long, the same append is sent again: the server drops a repeat that comes while the first is still being
   * written, and answers the next. Above the two seconds after which the server itself gives up a write.
   */
  attemptMs: 5_000,
  /** After it the outcome is unknown. */
  appendMs: 15_000,
  /** Without an answer for so long a read is broken off; a read that found no server is tried again for so long. */
  readMs: 15_000,
  /** One event, read backwards, for readiness. */
  readyMs: 2_000,
  /** Data and metadata of the appends in flight; past it the answer is `overloaded`, as past their number. */
  maxBytesInFlight: 64 * 1024 * 1024,
  /** Streams with an append of unknown outcome, by name; beyond it every answer is checked against what is stored. */
  maxUnsettledStreams: 100_000,
  /** A new ledger has a mark on the server each so many events: what counting a place in the log reads at most. */
  markEvery: 10_000,
  /** Places whose sequence is kept in memory. */
  maxAnchors: 1_024,
  /** Newest events, kept once for all who live at the end of the log. */
  maxTailEvents: 1_024,
  /** Who waits at the end looks itself after so long: nobody rests on a subscription that is silent for ever. */
  lookAgainMs: 20_000,
  /** Waits before a broken subscription or a failed read is tried again; the last one for ever after. */
  retryDelaysMs: [20, 100, 400, 1_000, 3_000],
} as const

export const migrationLimits = {
  /** Read, and given to the target, at once: one transaction there. */
  eventsPerPage: 1_000,
  /** The last events that the target holds already, compared with the source's before it is gone on with. */
  comparedAtResume: 1_000,
} as const
