/** Every limit of this service that is not a limit of a roster's file. */
export const registryLimits = {
  /** Commands of one import on their way at once. */
  importInFlight: 96,
  importsAtOnce: 2,
  /** Workers that an event names: put on a roster, read by name. */
  workersPerEvent: 500,
  /** So many events of so many workers fit into an append. */
  readsPerAppend: 10,
  /** Rows compared or sealed before others get their turn. */
  rowsPerTurn: 500,
  /** Tries of one step while the store is overloaded or its answer unknown; the pause is the try's number times this. */
  stepAttempts: 12,
  stepPauseMs: 25,
  importRetries: { attempts: 6, pauseMs: 500 },
  /** How long the rows of an ended import can be read; its counts stay. */
  outcomeKeptDays: 30,
  /** Errors named in the refusal of a roster; the preview names all. */
  errorsInRefusal: 100,
  idsPerQuery: 200,
  /** Whom a search shows: enough to choose from, too few to list an employer by. */
  workersPerLookUp: 50,
  /** A paper of more is taken by round or window. */
  peopleOnPrintout: 10_000,
  /** Working days that a public list hangs on the wall, where nothing else is said. */
  postingDays: 5,
} as const
