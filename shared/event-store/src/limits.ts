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
