/** How the gateway deals with the services behind it. */
export const gatewayLimits = {
  /** From one look at an instance's `/readyz` to the next. */
  lookEveryMs: 1_000,
  lookTimeoutMs: 2_000,
  /** In a row, until an instance that was there counts as down; at once where its port refuses. */
  missedLooks: 3,
  /** It is made when it is first asked for. */
  documentTimeoutMs: 10_000,
  connectTimeoutMs: 2_000,
  /** Nothing at all came or went for so long: the other side is gone without a word. Longer than any of our answers begins. */
  silenceMs: 120_000,
} as const
