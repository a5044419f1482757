import { thresholdsNumber } from '../findings/findings-thresholds.ts'

const RULES = 24
/** Differs when what is made of an event changes, or a threshold of findings: every read model is then rebuilt while the old one serves. */
export const PROJECTION_VERSION = RULES * 2 ** 32 + thresholdsNumber

/** The first dimension is indexed. */
export const postingDimensions = [
  'account',
  'book',
  'commodity',
  'fund',
  'programme',
  'batch',
  'merchant',
  'depot',
  'consignment',
  'site',
  'lot',
  'bankAccount',
  'payer',
  'purchase',
] as const
export type PostingDimension = (typeof postingDimensions)[number]

/** `window` is a programme's window, a round for sites, or `*` for distinct people, or sites, over all of them. Employer, division and trade of `*`
 * are those of every window or round in which they count, a line each. */
export const countDimensions = [
  'measure',
  'programme',
  'window',
  'employer',
  'site',
  'division',
  'trade',
  'commodity',
  'fund',
  'merchant',
] as const
export type CountDimension = (typeof countDimensions)[number]

/** `until_sequence` of a gap that is still open. */
export const STILL_OPEN = Number.MAX_SAFE_INTEGER
/** `until_day` of a gap that is one on every day from its first on. */
export const END_OF_DAYS = '9999-12-31'

/** Until when a credit can be used, and in which window, as each of its events says. */
const creditDaysSchema = `
  CREATE TABLE credit_day (
    credit TEXT NOT NULL, sequence INTEGER NOT NULL, day TEXT NOT NULL, programme TEXT NOT NULL, worker TEXT NOT NULL, window TEXT NOT NULL,
    until TEXT NOT NULL, PRIMARY KEY (credit, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX credit_day_by_worker ON credit_day (worker, programme, window);
`

export const readModelSchema = `
  CREATE TABLE read_model (ledger TEXT NOT NULL, epoch INTEGER NOT NULL, version INTEGER NOT NULL, layout TEXT NOT NULL) STRICT;
  CREATE TABLE checkpoint (sequence INTEGER NOT NULL, position TEXT) STRICT;
  INSERT INTO checkpoint VALUES (0, NULL);

  CREATE TABLE moment (recorded_ms INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, epoch INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX moment_by_sequence ON moment (sequence);

  ${runningTotalsSchema('posting', postingDimensions)}
  ${runningTotalsSchema('count', countDimensions)}

  CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY, series INTEGER NOT NULL, number INTEGER NOT NULL, type INTEGER NOT NULL, maker INTEGER, checker INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX entry_by_number ON entry (series, number);
  CREATE TABLE document_series (
    id INTEGER PRIMARY KEY, division TEXT NOT NULL, year TEXT NOT NULL, kind TEXT NOT NULL, last INTEGER NOT NULL, UNIQUE (division, year, kind)
  ) STRICT;
  CREATE TABLE counted_event (sequence INTEGER PRIMARY KEY, type INTEGER NOT NULL) STRICT;
  CREATE TABLE event_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE cause (event TEXT PRIMARY KEY, maker INTEGER NOT NULL, checker INTEGER) STRICT, WITHOUT ROWID;
  CREATE TABLE named_part (part TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE reversal (reversed INTEGER, reversal INTEGER, PRIMARY KEY (reversed, reversal)) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX reversal_by_reversal ON reversal (reversal);

  CREATE TABLE reference (thing INTEGER, block INTEGER, offsets TEXT NOT NULL, PRIMARY KEY (thing, block)) STRICT, WITHOUT ROWID;

  CREATE TABLE thing (
    id TEXT, from_sequence INTEGER, kind TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (id, from_sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX thing_by_kind ON thing (kind);

  CREATE TABLE person (
    id INTEGER PRIMARY KEY, programme TEXT NOT NULL, worker TEXT NOT NULL, state TEXT NOT NULL, UNIQUE (programme, worker)
  ) STRICT;
  CREATE INDEX person_by_worker ON person (worker);
  CREATE TABLE exclusion (programme TEXT PRIMARY KEY, named TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE people_group (
    id INTEGER PRIMARY KEY, employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL, UNIQUE (employer, division, trade)
  ) STRICT;
  CREATE TABLE redemption (
    sequence INTEGER PRIMARY KEY, person INTEGER NOT NULL, version INTEGER NOT NULL, date TEXT NOT NULL, windows TEXT NOT NULL,
    discount_fen INTEGER NOT NULL, own_share_fen INTEGER NOT NULL, reversed_at INTEGER, reversed_on TEXT
  ) STRICT;

  CREATE TABLE planned_site (
    round TEXT, site TEXT, programme TEXT NOT NULL, sequence INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (round, site)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX planned_site_by_programme ON planned_site (programme, site);
  CREATE TABLE consignment (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE gap (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, programme TEXT NOT NULL, window TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL,
    employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL, facts TEXT NOT NULL,
    from_day TEXT NOT NULL, until_day TEXT NOT NULL, since INTEGER NOT NULL, from_sequence INTEGER NOT NULL, until_sequence INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX gap_by_end ON gap (programme, kind, until_sequence);

  CREATE TABLE finding (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL, kind TEXT NOT NULL, programme TEXT NOT NULL,
    merchant TEXT NOT NULL, worker TEXT NOT NULL, division TEXT NOT NULL, facts TEXT NOT NULL, thresholds TEXT NOT NULL
  ) STRICT;
  CREATE TABLE finding_event (finding INTEGER, sequence INTEGER, PRIMARY KEY (finding, sequence)) STRICT, WITHOUT ROWID;
  CREATE TABLE finding_review (
    sequence INTEGER PRIMARY KEY, finding TEXT NOT NULL, version INTEGER NOT NULL, reviewer TEXT NOT NULL, outcome TEXT NOT NULL,
    reason TEXT NOT NULL, event_count INTEGER NOT NULL, through_sequence INTEGER NOT NULL, correction TEXT
  ) STRICT;
  CREATE UNIQUE INDEX finding_review_by_finding ON finding_review (finding, sequence);
  CREATE TABLE watch (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ${creditDaysSchema}
`

/**
 * `entry` is `sequence * 65536 + ordinal`, so that one integer orders all movements; the movements of an account lie together, and the last
 * one up to any sequence is one look-up. `debits` is the sum of the positive amounts so far.
 */
function runningTotalsSchema(name: string, dimensions: readonly string[]): string {
  return `
  CREATE TABLE ${name}_account (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, ${dimensions.map((dimension) => `${dimension} TEXT NOT NULL`).join(', ')},
    balance INTEGER NOT NULL, debits INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX ${name}_account_by_${dimensions[0]} ON ${name}_account (${dimensions[0]});
  CREATE TABLE ${name}_tally (
    account INTEGER, entry INTEGER, date TEXT NOT NULL, amount INTEGER NOT NULL, balance INTEGER NOT NULL, debits INTEGER NOT NULL,
    PRIMARY KEY (account, entry)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ${name}_day (
    account INTEGER, date TEXT, amount INTEGER NOT NULL, debits INTEGER NOT NULL, PRIMARY KEY (account, date)
  ) STRICT, WITHOUT ROWID;
  `
}
