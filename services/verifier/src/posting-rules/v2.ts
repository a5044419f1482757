import { shares } from './moved-lines.ts'
import type { PostingRules } from './rules.ts'
import { allocation, commitment, gift, ofProgramme, postingRulesV1 } from './v1.ts'

const committedFor = { programme: 'data', batch: { member: 'for', before: 'batch' } } as const

/** The posting rules, version 2: those of version 1 and what came after; what an event of version 1 moves is what it always moved. */
export const postingRulesV2: PostingRules = {
  version: 2,
  accounts: {
    ...postingRulesV1.accounts,
  },
  movements: {
    ...postingRulesV1.movements,
    FundsCommitted: [{ lines: shares(committedFor), moves: commitment }],

    DonationReversed: [{ lines: shares(), moves: gift, mirrored: true }],
    RefundReversed: [{ lines: shares(), moves: gift }],
    AllocationReversed: [{ lines: shares(ofProgramme), moves: allocation, mirrored: true }],
    AllocationReturnReversed: [{ lines: shares(ofProgramme), moves: allocation }],

    IdentityReleased: [],
    RosterWorkersLeft: [],
    WorkerCorrected: [],
    WorkerMergedInto: [],
    WorkersJoinedRound: [],
    WorkersLeftRound: [],
    WorkersMerged: [],
    ProgrammeLastDaySet: [],

    ActProposed: [],
    ActApproved: [],
    ActRefused: [],
    ActWithdrawn: [],
    ActPerformed: [],
    ActFailed: [],
    ActCounted: [],
    ActUncounted: [],
    ActsReviewed: [],
  },
}
