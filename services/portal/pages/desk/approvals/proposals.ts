import type { AnswerOf } from '../../common/api/client.ts'

/** The services whose acts may wait; each has the same routes. */
export const areas = ['funds', 'vouchers', 'programmes', 'deliveries', 'registry'] as const
export type Area = (typeof areas)[number]

export interface Proposal extends Omit<AnswerOf<'listFundsProposals'>['items'][number], 'request'> {
  /** What was asked for: it depends on the act what is in it. */
  readonly request?: object
}
export interface PlacedProposal extends Proposal {
  readonly area: Area
}

/** What one may look at, beginning with what waits. */
export const approvalStates = ['proposed', 'performed', 'failed', 'refused', 'withdrawn'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** What waits longest is decided first; of what was decided the last is looked for. */
export function orderOf(state: ApprovalState): 'oldest' | 'newest' {
  return state === 'proposed' ? 'oldest' : 'newest'
}

/** Of every area together, as each area lists its own. */
export function inOrder(proposals: readonly PlacedProposal[], state: ApprovalState): readonly PlacedProposal[] {
  const changedAt = ({ decidedAt, proposedAt }: PlacedProposal) => Date.parse(decidedAt ?? proposedAt)
  return orderOf(state) === 'oldest'
    ? [...proposals].sort((a, b) => Date.parse(a.proposedAt) - Date.parse(b.proposedAt))
    : [...proposals].sort((a, b) => changedAt(b) - changedAt(a))
}

/** What was shown stays, with what is new behind it: whoever decides, or somebody elsewhere, moves nothing under anybody's finger. */
export function keepShown<Row>(
  shown: readonly Row[],
  listed: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  const added = listed.filter((row) => shown.every((one) => idOf(one) !== idOf(row)))
  return added.length === 0 ? shown : [...shown, ...added]
}

/** Whom to turn to after that one: the next that waits, or the first. */
export function nextWaiting(
  shown: readonly PlacedProposal[],
  waiting: readonly PlacedProposal[],
  decided: string,
): string | undefined {
  const at = shown.findIndex(({ id }) => id === decided)
  const others = [...shown.slice(at + 1), ...shown.slice(0, at)]
  return others.find(({ id }) => waiting.some((one) => one.id === id))?.id
}

/** What its maker said of it: in the act's own words, or in what was asked for. */
export function reasonOf({ about, request }: Pick<Proposal, 'about' | 'request'>): string | undefined {
  const asked = fieldsOf(fieldsOf(request).body)
  const said = [about.reason, about.note, asked.reason, asked.note, fieldsOf(asked.lateEntry).reason]
  return said.find((one) => typeof one === 'string')
}

/** Of an entry in a fund that is corrected: what stood when it was asked for, and what will stand. Whatever else is corrected says it by its moves. */
export function correctedAmounts({
  about,
  request,
}: Pick<Proposal, 'about' | 'request'>): { fromFen: number; toFen: number } | undefined {
  const { standsFen } = about
  if (typeof standsFen !== 'number') return undefined
  const asked = fieldsOf(fieldsOf(request).body)
  const right = asked.rightAmountFen ?? fieldsOf(asked.right).amountFen ?? 0
  return typeof right === 'number' ? { fromFen: standsFen, toFen: right } : undefined
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** `officer/desk-1` → `desk-1`. */
export function accountOf(actor: string): string {
  return actor.slice(actor.indexOf('/') + 1)
}
