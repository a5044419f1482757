/** People that a roster may name, where no setting says otherwise. */
export const DEFAULT_MAX_ROWS = 20_000

/** Every limit of a roster file, in one place; how many people it may name is a setting. */
export const rosterLimits = {
  fileBytes: 8 * 1024 * 1024,
  archiveEntries: 200,
  /** All parts of a workbook together, as its archive declares and as they prove to be. */
  inflatedBytes: 64 * 1024 * 1024,
  /** Inflated to compressed, per part. A sheet of a million empty formatted rows reaches about 60; deflated zeros 1,030. */
  inflationRatio: 200,
  /** A part below this may have any ratio: it cannot hurt. */
  inflationRatioFromBytes: 1024 * 1024,
  /** Repeated headers, totals and titles beside the people, as a share of them. */
  otherRowsShare: 0.1,
  columns: 64,
  cellBytes: 4 * 1024,
  /** A title and notes may stand above the header. */
  headerSearchRows: 20,
  readTimeoutMs: 20_000,
  workerHeapMb: 256,
  /** Files being read at once; further ones wait. */
  readersAtOnce: 2,
  readersWaiting: 16,
} as const
