import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, Empty, Flex, Segmented, Typography } from 'antd'
import type { ReactNode } from 'react'
import { sayWord } from '../../common/words.ts'
import { proposalStatusWords } from '../parts/act-words.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { approvalsQuery } from './approvals.queries.ts'
import { ProposalCard } from './proposal-card.tsx'
import { type ApprovalState, approvalStates, orderOf } from './proposals.ts'
import { say } from './words.ts'
import '../parts/parts.css'

const route = getRouteApi('/desk/approvals')

/** What waits for a second person, oldest first; what became of others. */
export function ApprovalsPage(): ReactNode {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery(approvalsQuery(state))
  return (
    <>
      <Typography.Title level={1}>{say('approvals')}</Typography.Title>
      <div style={{ marginBlockEnd: 16 }}>
        <Segmented<ApprovalState>
          className="wraps"
          aria-label={say('which')}
          value={state}
          options={approvalStates.map((value) => ({ value, label: sayWord(proposalStatusWords[value]) }))}
          onChange={(chosen) => void navigate({ search: { state: chosen } })}
        />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty description={say(state === 'proposed' ? 'nothingWaits' : 'nothingHere')} />}
      <Flex vertical gap="middle" style={{ maxWidth: 860 }}>
        {data?.items.map((proposal) => (
          <ProposalCard key={proposal.id} proposal={proposal} />
        ))}
        {data?.isMore && <Alert type="info" showIcon title={say(`more.${orderOf(state)}`)} />}
      </Flex>
    </>
  )
}
