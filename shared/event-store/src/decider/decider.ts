/** A value that JSON can hold. Facts, event data and metadata are made of nothing else. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type JsonObject = { readonly [key: string]: JsonValue }

/** A business "no": a value, never thrown. `code` is a kebab-case clause that is also the problem type, the log field and the test title. */
export interface Refusal<Code extends string = string> {
  readonly code: Code
  readonly facts: JsonObject
}

export type Decision<Event, Code extends string = string> =
  | { readonly accepted: true; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly refusal: Refusal<Code> }

/**
 * One kind of stream: what may happen to it and what it remembers.
 * `decide` and `evolve` are pure: no clock, no randomness, no I/O. Time and new ids arrive in the command.
 */
export interface Decider<State, Command, Event, Code extends string = string> {
  /** Category of the streams this decider owns; a stream is named `<category>-<uuid>`. */
  readonly category: string
  readonly initialState: State
  /** "Already so" is `accept([])`. */
  decide(state: State, command: Command): Decision<Event, Code>
  /**
   * Never refuses. May update and return the same state object: the caller hands over ownership.
   * @param version 1 for a stream's first event; `<stream>.<version>` is the id of what the event created
   * @param accountingDate the day (YYYY-MM-DD) on which the event counts; a late entry's is an earlier one than that of the event before it
   */
  evolve(state: State, event: Event, version: number, accountingDate: string): State
}

/** The day on which a recorded event counts; events that say none count on the day of their recording. */
export function accountingDateOf({
  metadata,
  recordedAt,
}: {
  readonly metadata: JsonObject
  readonly recordedAt: string
}): string {
  const { accountingDate } = metadata
  return typeof accountingDate === 'string' ? accountingDate : recordedAt.slice(0, 10)
}

export function accept<Event>(events: readonly Event[]): Decision<Event, never> {
  return { accepted: true, events }
}

export function refuse<Code extends string>(code: Code, facts: JsonObject = {}): Decision<never, Code> {
  return { accepted: false, refusal: { code, facts } }
}
