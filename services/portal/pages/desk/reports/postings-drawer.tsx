import { useInfiniteQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { Money } from '../../common/react/money.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { EventDrawer } from './event-drawer.tsx'
import type { OpenedFigure } from './figure.tsx'
import { LegsTable } from './legs-table.tsx'
import { journalQuery } from './reports.queries.ts'
import { say } from './words.ts'

/** A figure opened into its postings, a posting into its event: who, when, what paper. The sum of the postings is held against the figure. */
export function PostingsDrawer({
  figure,
  onClose,
}: {
  readonly figure: OpenedFigure
  readonly onClose: () => void
}): ReactNode {
  const pages = useInfiniteQuery(journalQuery(figure.query))
  const { data, error, refetch } = pages
  const [sequence, setSequence] = useState<number>()
  const legs = data?.pages.flatMap((page) => page.legs) ?? []
  const sums = data?.pages[0]?.sums?.[0] ?? { debits: 0, credits: 0 }
  const sumFen = sumOn(figure.side, sums)
  return (
    <Drawer open title={figure.title} size="min(1280px, 100vw)" onClose={onClose} destroyOnHidden>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <p>
          {say('figureIs')} <Money fen={figure.fen} /> · {say('debits')} <Money fen={sums.debits} /> · {say('credits')}{' '}
          <Money fen={sums.credits} /> ·{' '}
          <strong className={sumFen === figure.fen ? 'sums-fit' : 'sums-differ'}>
            {say(sumFen === figure.fen ? 'sumsFit' : 'sumsDiffer')}
          </strong>
        </p>
      )}
      {data && <LegsTable legs={legs} name="postings" pages={pages} onOpen={(leg) => setSequence(leg.sequence)} />}
      {sequence !== undefined && <EventDrawer sequence={sequence} onClose={() => setSequence(undefined)} />}
    </Drawer>
  )
}

function sumOn(
  side: OpenedFigure['side'],
  { debits, credits }: { readonly debits: number; readonly credits: number },
): number {
  switch (side) {
    case 'debit':
      return debits
    case 'credit':
      return credits
    case 'balance-debit':
      return debits - credits
    case 'balance-credit':
      return credits - debits
  }
}
