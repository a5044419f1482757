/** Limits of the way between a remote store and the owner. Both sides keep them. */
export const remoteLimits = {
  /** The largest append (512 KiB of data and metadata, 500 events) takes less than 1 MiB with what stands around its events. */
  maxRequestBytes: 4 * 1024 * 1024,
  /** What a request is filled up to; an append that is larger by itself travels alone. */
  bytesPerRequest: 1024 * 1024,
  appendsPerRequest: 512,
  /** Requests with appends on their way at once: while one is being flushed to the disk the next is read. */
  requestsInFlight: 4,
  eventsPerPage: 1_000,
  bytesPerPage: 4 * 1024 * 1024,
  maxAnswerBytes: 16 * 1024 * 1024,
  /** How long the owner may take to answer; past it an append's outcome is unknown. */
  answerTimeoutMs: 10_000,
  /** How long a subscriber's question for what comes next stays open. */
  waitMs: 20_000,
  /** Waits before each repeat of a read that got no answer. */
  readDelaysMs: [0, 50, 200, 800],
  /** Between questions of a subscriber whom nobody answers. */
  backOff: { firstMs: 50, maxMs: 2_000 },
  readyTimeoutMs: 2_000,
  /** Connections for appends and reads; each subscription has one more. */
  connections: 32,
  maxConnectionsServed: 1_024,
  /** Longer than any pause between two questions of one who is there. */
  keepAliveMs: 60_000,
  /** Bytes that the path of a unix socket may have on every system. */
  maxSocketPathBytes: 100,
  minTokenLength: 16,
} as const
