import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { previewOf } from '../parts/preview.ts'
import { AmountDrawer } from './amount-drawer.tsx'
import { addedBy } from './entry-sides.ts'
import type { FundEntry } from './funds.queries.ts'
import { programmesOf } from './movements-tab.tsx'
import { say } from './words.ts'

interface Asked {
  readonly reason: string
  readonly rightAmountFen: number
}

/** A refund, or what a programme gave back, that was entered wrongly: down or up to the right amount, in red. */
export function MovementCorrection({
  fund,
  entry,
  onClose,
}: {
  fund: string
  entry: FundEntry
  onClose: () => void
}): ReactNode {
  const id = `${entry.stream}.${entry.version}`
  const [programme = ''] = programmesOf(entry)
  const ask = (body: Asked, key: string, dryRun: boolean) => {
    const asked = { query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } }
    return entry.eventType === 'DonationRefunded'
      ? api.POST('/v1/funds/{id}/refund-corrections', {
          body: { refund: id, ...body },
          params: { path: { id: fund }, ...asked },
        })
      : api.POST('/v1/programmes/{id}/allocation-return-corrections', {
          body: { allocationReturn: id, ...body },
          params: { path: { id: programme }, ...asked },
        })
  }
  return (
    <AmountDrawer
      title={[say('correct'), entry.document].join(mark('colon'))}
      form={`correct.${id}`}
      amountLabel={say('rightAmount')}
      amountFen={Math.abs(addedBy(entry))}
      submit={say('correct')}
      done={say('correctDone')}
      preview={({ amountFen, reason }, key) => previewOf(ask({ reason, rightAmountFen: amountFen }, key, true))}
      send={({ amountFen, reason }, key) => answerOf(ask({ reason, rightAmountFen: amountFen }, key, false))}
      onClose={onClose}
    />
  )
}
