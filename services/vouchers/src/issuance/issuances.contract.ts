/** What goes over the wire to and from issuances. */

import { totalFen } from '@welfare/contracts/events/funds.ts'
import { fundPot } from '@welfare/contracts/events/meal-split.ts'
import { excludedWorkers } from '@welfare/contracts/events/vouchers.ts'
import { amountFen, count, idOf, positiveAmountFen, windowKey } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

export const issuanceBody = z.strictObject({
  round: idOf('round'),
  /** Default: all windows of the round. */
  windows: z.array(windowKey).min(1).max(120).optional(),
})
export const issuancePreview = z.strictObject({
  batch: idOf('batch'),
  workers: count,
  alreadyIssued: count,
  heldBack: count.meta({
    description:
      'Who lacks something too, and is held back: not announced yet, announced until a day to come, or objected to',
  }),
  /** Who lacks something too, and is given nothing: another programme, which this one excludes, gave first. */
  excluded: z.array(excludedWorkers),
  /** Who holds credits here and there, since before the two excluded each other. */
  holdingBoth: z.array(excludedWorkers),
  totalFen,
  windows: z.array(
    z.strictObject({
      window: windowKey,
      workers: count,
      creditFen: amountFen,
      amountFen: totalFen.meta({ description: 'Less than workers times credit where some were given a part before' }),
      perWorker: z
        .array(z.strictObject({ amountFen: positiveAmountFen, workers: count }))
        .meta({ description: 'How many get how much, the most first' }),
    }),
  ),
  allocatedFen: totalFen,
  funds: z
    .array(fundPot.extend({ amountFen: totalFen, allocatedFen: totalFen, givesFen: totalFen }))
    .optional()
    .meta({
      description:
        'Where several pay a meal: what the rule asks of each fund, what it has allocated, and what it would give',
    }),
  sufficient: z.boolean(),
  /** It would wait for an approver, as it is above `limitFen`, alone or with what its maker did before. */
  needsApproval: z.boolean(),
  limitFen: positiveAmountFen.optional(),
})
export const issuanceSummary = z.strictObject({
  id: idOf('batch'),
  round: idOf('round'),
  status: z.string(),
  attempt: z.int(),
  workers: count,
  totalFen,
  windows: z.array(windowKey),
})
