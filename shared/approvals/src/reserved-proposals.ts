import type { Category } from '@welfare/contracts/primitives.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { Proposal } from './proposal-answer.ts'

export type Decision =
  | { readonly type: 'approval'; readonly note: string | undefined }
  | { readonly type: 'refusal' | 'withdrawal'; readonly reason: string }

export interface DecisionRequest {
  readonly proposal: Proposal
  readonly decision: Decision
  readonly actor: Actor
  readonly commandId: string
  readonly signal: AbortSignal
}

/** Proposals that stand in the streams whose money they reserve: `<stream>.<version>` is the id of one. An approval is the act. */
export interface ReservedProposals {
  readonly category: Category
  /** Of decisions on them, beside those of every proposal. */
  readonly refusals: Readonly<Record<string, number>>
  decide(request: DecisionRequest): Promise<CommandResult<{ readonly type: string }> | Problem>
}
