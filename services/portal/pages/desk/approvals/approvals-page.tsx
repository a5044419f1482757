import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, Button, Empty, Flex, Segmented, Typography } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { sayWord } from '../../common/words.ts'
import { proposalStatusWords } from '../parts/act-words.ts'
import { useSettlementWaiting } from '../settlement/waiting.queries.ts'
import { SettlementWaiting } from '../settlement/waiting.tsx'
import { Reading } from '../shell/reading.tsx'
import { approvalsQuery } from './approvals.queries.ts'
import { ProposalCard } from './proposal-card.tsx'
import {
  type ApprovalState,
  approvalStates,
  keepShown,
  nextWaiting,
  orderOf,
  type PlacedProposal,
} from './proposals.ts'
import { say } from './words.ts'
import '../parts/parts.css'

const route = getRouteApi('/desk/approvals')

/** What waits for a second person, oldest first; what became of others. */
export function ApprovalsPage(): ReactNode {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const read = useQuery(approvalsQuery(state))
  const { data } = read
  const [kept, keep] = useState<Kept>({ state, shown: [] })
  const title = useRef<HTMLElement>(null)
  const headings = useRef(new Map<string, HTMLElement | null>())
  const listed = data?.items ?? []
  const shown = keepShown(kept.state === state ? kept.shown : [], listed, ({ id }) => id)
  if (kept.state !== state || kept.shown !== shown) keep({ state, shown })
  const decided = shown.filter(({ id }) => listed.every((one) => one.id !== id)).length
  const settlement = useSettlementWaiting()
  const isEmpty = state !== 'proposed' || settlement.sum?.count === 0
  return (
    <>
      <Typography.Title ref={title} level={1} tabIndex={-1}>
        {say('approvals')}
      </Typography.Title>
      <div style={{ marginBlockEnd: 16 }}>
        <Segmented<ApprovalState>
          className="wraps"
          aria-label={say('which')}
          value={state}
          options={approvalStates.map((value) => ({ value, label: sayWord(proposalStatusWords[value]) }))}
          onChange={(chosen) => void navigate({ search: { state: chosen } })}
        />
      </div>
      <Reading of={read} />
      {data?.items.length === 0 && isEmpty && (
        <Empty description={say(state === 'proposed' ? 'nothingWaits' : 'nothingHere')} />
      )}
      <Flex vertical gap="middle" style={{ maxWidth: 860 }}>
        {state === 'proposed' && <SettlementWaiting waiting={settlement} />}
        {shown.map((proposal) => (
          <ProposalCard
            key={proposal.id}
            listed={proposal}
            headingRef={(heading) => void headings.current.set(proposal.id, heading)}
            onDecided={() => turnTo(nextWaiting(shown, data?.items ?? [], proposal.id))}
          />
        ))}
        {decided > 0 && (
          <Button onClick={putAway} style={{ alignSelf: 'start' }}>
            {say('putAway', { count: decided })}
          </Button>
        )}
        {data?.isMore && <Alert type="info" showIcon title={say(`more.${orderOf(state)}`)} />}
      </Flex>
    </>
  )

  function turnTo(next: string | undefined): void {
    const place = next === undefined ? title.current : headings.current.get(next)
    place?.focus({ preventScroll: true })
    // No further than it has to: the buttons of the next do not come under the finger that has just decided.
    place?.scrollIntoView({ block: 'nearest' })
  }

  function putAway(): void {
    keep({ state, shown: listed })
    turnTo(undefined)
  }
}

/** What has been shown since the page was opened. */
interface Kept {
  readonly state: ApprovalState
  readonly shown: readonly PlacedProposal[]
}
