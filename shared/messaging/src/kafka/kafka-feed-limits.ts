/** Every bound of the feed in one place. */
export const kafkaFeedLimits = {
  /** Events that a follower is given at once where it does not say. */
  batchSize: 500,
  /** What the shared reader keeps for followers near the end: at 2,000 events a second they may be five seconds behind. */
  windowEvents: 10_000,
  windowBytes: 32 * 1024 * 1024,
  /** Of one fetch: some thousand events, whose decoding holds the process for about 30 ms. A larger record still comes. */
  fetchBytes: 1024 * 1024,
  /** How long the broker holds a fetch that finds nothing. It answers at once when something comes; stopping waits for it. */
  fetchWaitMs: 500,
  /** A member that was not heard of for so long is taken for dead, and its work given to another. */
  sessionMs: 10_000,
  heartbeatMs: 1_000,
  /** How long the others wait for a member whose batch is not done. */
  rebalanceMs: 60_000,
  /** Longer than any wait that the client is entitled to: a fetch is answered within half a second, a rebalance within a minute. */
  silentMs: 75_000,
  /** Between tries, when the broker cannot be reached. */
  backOff: { firstMs: 100, maxMs: 2_000 },
  /** Between looks for a topic that nobody has made yet. */
  topicLookMs: 200,
  /** Readiness must answer while a broker does not. */
  readyWithinMs: 2_000,
}
