/** Every limit of the transparency log, in one place. */
export const logLimits = {
  /** Events taken into the tree at once. */
  batchSize: 1_000,
  /** The least time between two checkpoints: about ten a second while the ledger is busy. */
  checkpointEveryMs: 100,
  /** The same where nothing is signed: what a start after a crash hashes again. */
  sealEveryMs: 5_000,
  /** Without a poke the worker looks at the log this often. */
  fallbackPollMs: 1_000,
  backOff: { firstMs: 100, maxMs: 30_000 },
  /** While there is nothing else to do, stored events are compared with the tree: so many at a time, so often. */
  recheckBatch: 500,
  recheckEveryMs: 50,
  /** How long an answer waits for the tree, or a checkpoint, to reach its event. */
  reachTimeoutMs: 2_000,
  /** A signed note that somebody sends. */
  maxNoteLength: 10_000,
} as const
