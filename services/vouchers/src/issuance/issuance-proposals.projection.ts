import { becauseAbove, createProposalWrites } from '@welfare/approvals/proposals.store.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

/** Issuances that wait, or waited, for another person: they stand in the streams of their batches, and their money in the budget's. */
export function createIssuanceProposalHandlers(prepare: Prepare): EventHandlers {
  const { add, decide } = createProposalWrites(prepare, 'vouchers')
  return {
    IssuanceProposed: ({ programme, attempt, round, terms, workers, totalFen, limitFen, because }, source) => {
      const division = prepare('SELECT division FROM programme WHERE id = ?').get(programme)?.division
      const windows = terms.map(({ window }) => window)
      add(
        {
          ...{ id: `${source.stream}.${source.version}`, kind: 'issuance', division: String(division), programme },
          amount: totalFen,
          because: because ?? becauseAbove('issuance', limitFen, totalFen),
          about: { batch: source.stream, attempt, round, windows, workers, reserved: false },
        },
        source,
      )
    },
    ReservationReceived: (_, { stream }) => {
      prepare(
        `UPDATE proposal SET said = json_set(said, '$.about.reserved', json('true'))
          WHERE id GLOB ? AND status = 'proposed'`,
      ).run(`${stream}.*`)
    },
    // Ordered in the same append: the act is done.
    IssuanceApproved: ({ note }, source) => decide(source.stream, 'performed', note, source),
    IssuanceProposalRefused: ({ reason }, source) => decide(source.stream, 'refused', reason, source),
    IssuanceProposalWithdrawn: ({ reason }, source) => decide(source.stream, 'withdrawn', reason, source),
    // The budget's word: no money, or the programme was closed.
    IssuanceRefused: ({ code }, source) => decide(source.stream, 'refused', code, source),
  }
}
