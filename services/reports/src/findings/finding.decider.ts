import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { holdsNumberOfPerson } from '@welfare/contracts/numbers-of-people.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `finding-<uuid>`, the uuid made of its kind, its subject and the event that made it one: what people said of it who looked at it.
 * Invariant: the last word holds; it is of somebody who neither did nor approved any of its acts.
 */
export type FindingEvent = EventOf<'FindingReviewed'>
type Review = DataOf<'FindingReviewed'>
/** What an entry that is named as the correction puts right. */
export type Corrects = 'nothing' | 'another-act' | 'one-of-its-acts'

export interface ReviewFinding {
  readonly type: 'ReviewFinding'
  /** As the reports have it when it is reviewed. */
  readonly finding: Pick<Review, 'kind' | 'foundAt' | 'eventCount' | 'throughSequence'> & {
    /** Accounts that did or approved one of its acts. */
    readonly makers: readonly string[]
  }
  readonly reviewer: string
  readonly outcome: Review['outcome']
  readonly reason: string
  /** So many of its events the reviewer has seen; undefined: all there are. */
  readonly seen: number | undefined
  readonly correction: { readonly entry: string; readonly corrects: Corrects } | undefined
}

/** In the order in which they are checked. */
export type FindingRefusalCode =
  | 'maker-cannot-review'
  | 'finding-has-grown'
  | 'reason-names-number'
  | 'correction-unknown'
  | 'correction-of-another-act'

/** Each review is judged by the finding as it stands, and by no earlier one: which of them it supersedes, `If-Match` says. */
export const findingDecider: Decider<null, ReviewFinding, FindingEvent, FindingRefusalCode> = {
  category: 'finding',
  initialState: null,
  decide: (_, command) => review(command),
  evolve: () => null,
}

function review(command: ReviewFinding): Decision<FindingEvent, FindingRefusalCode> {
  const { finding, reviewer, outcome, reason, seen, correction } = command
  const { makers, ...reviewed } = finding
  if (makers.includes(reviewer)) return refuse('maker-cannot-review')
  if (seen !== undefined && seen < finding.eventCount) {
    return refuse('finding-has-grown', { seen, eventCount: finding.eventCount })
  }
  if (holdsNumberOfPerson(reason)) return refuse('reason-names-number')
  if (correction?.corrects === 'nothing') return refuse('correction-unknown', { correction: correction.entry })
  if (correction?.corrects === 'another-act') {
    return refuse('correction-of-another-act', { correction: correction.entry })
  }
  const data = { ...reviewed, outcome, reason, ...(correction && { correction: correction.entry }) }
  return accept([{ type: 'FindingReviewed', data }])
}
