import { useQuery } from '@tanstack/react-query'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { Alert, Button, Checkbox, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useAct } from '../../common/react/use-act.ts'
import { approvalsQuery } from '../approvals/approvals.queries.ts'
import { accountOf } from '../approvals/proposals.ts'
import { Unanswered } from '../parts/unanswered.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure } from '../shell/states.tsx'
import { useAmount } from '../shell/use-amount.ts'
import { IssuanceProgress } from './issuance-progress.tsx'
import {
  type Issuance,
  type IssuancePreview,
  issuancesQuery,
  type Order,
  orderIssuance,
  previewQuery,
  type Round,
} from './issue.queries.ts'
import { DrawnFunds, GivenFunds, WindowsTable } from './preview-tables.tsx'
import { stateOfWindow } from './window-state.ts'
import { say } from './words.ts'

interface PlannedIssuanceProps {
  readonly programme: Programme
  readonly round: Round
  readonly today: string
}

/** Workers by windows is an amount, each fund gives its part, and the rest is told before anything is done. */
export function PlannedIssuance({ programme, round, today }: PlannedIssuanceProps): ReactNode {
  const { rules } = programme
  const stateOf = (key: string) => {
    const known = rules.windows.find(({ window }) => window === key)
    return known ? stateOfWindow(known, rules.lateEntryDays, today) : 'ended'
  }
  const [windows, setWindows] = useState<readonly string[]>(round.windows.filter((key) => stateOf(key) === 'open'))
  const [job, setJob] = useState<string>()
  const order: Order = { programme: programme.id, round: round.id, windows }
  const preview = useQuery(previewQuery(order))
  const issue = useAct(orderIssuance, {
    form: `issue.${round.id}`,
    changes: [['issuances', programme.id]],
    onDone: ({ id }) => setJob(id),
  })
  const nameOf = (key: string) => rules.windows.find(({ window }) => window === key)?.name ?? key
  const issuances = useQuery(issuancesQuery(programme.id))
  const waiting = issuances.data?.items.find(
    (one) =>
      one.round === round.id &&
      (one.status === 'proposed' || one.status === 'reserved') &&
      one.windows.some((window) => windows.includes(window)),
  )
  if (job !== undefined) return <IssuanceProgress job={job} programme={programme.id} onSeen={() => setJob(undefined)} />
  return (
    <>
      <Typography.Title level={2}>{say('what')}</Typography.Title>
      <Checkbox.Group
        aria-label={say('windows')}
        value={[...windows]}
        options={round.windows.map((window) => ({
          value: window,
          label: say(`window.${stateOf(window)}`, { name: nameOf(window) }),
          disabled: stateOf(window) === 'ended',
        }))}
        onChange={(chosen) => {
          issue.reset()
          setWindows(chosen.map(String))
        }}
      />
      {windows.length === 0 && <Alert type="info" showIcon title={say('windowsMissing')} />}
      {waiting && <Waiting issuance={waiting} />}
      {!waiting && windows.length > 0 && <Reading of={preview} />}
      {!waiting && preview.data && (
        <Space orientation="vertical" size="middle" style={{ width: '100%', marginBlockStart: 16 }}>
          <WindowsTable preview={preview.data} nameOf={nameOf} />
          {preview.data.funds && (
            <GivenFunds
              given={preview.data.funds.map(({ fund, givesFen, allocatedFen }) => ({
                ...{ fund, givesFen, remainsFen: subtractFen(allocatedFen, givesFen) },
              }))}
            />
          )}
          {preview.data.totalFen > 0 && !preview.data.funds && (
            <DrawnFunds order={order} totalFen={preview.data.totalFen} />
          )}
          <Remarks preview={preview.data} programme={programme.id} />
          <Button
            type="primary"
            size="large"
            loading={issue.isPending}
            disabled={!preview.data.sufficient || preview.data.workers === 0}
            onClick={() => issue.mutate(order)}
          >
            {say(preview.data.needsApproval ? 'propose' : 'issueNow')}
          </Button>
          <Unanswered act={issue} />
          {issue.error && <Failure error={issue.error} />}
        </Space>
      )}
    </>
  )
}

/** It was sent for approval and its money is reserved: to count it once more would say that it is missing. */
function Waiting({ issuance }: { readonly issuance: Issuance }): ReactNode {
  const amount = useAmount()
  const { workers, totalFen } = issuance
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBlockStart: 16 }}
      title={say('waits', { people: workers, amount: amount(totalFen) })}
    />
  )
}

function Remarks({ preview, programme }: { readonly preview: IssuancePreview; readonly programme: string }): ReactNode {
  const amount = useAmount()
  const { workers, alreadyIssued, excluded, heldBack, sufficient, totalFen, allocatedFen, needsApproval, limitFen } =
    preview
  const barred = excluded.reduce((sum, one) => sum + one.workers, 0)
  return (
    <Space orientation="vertical" style={{ width: '100%' }}>
      {workers === 0 && <Alert type="info" showIcon title={say('nothingToIssue')} />}
      {workers > 0 && alreadyIssued > 0 && (
        <Alert type="info" showIcon title={say('alreadyIssued', { count: alreadyIssued })} />
      )}
      {barred > 0 && <Alert type="warning" showIcon title={say('excluded', { count: barred })} />}
      {heldBack > 0 && <Alert type="warning" showIcon title={say('heldBack', { count: heldBack })} />}
      {!sufficient && (
        <NotSufficient
          programme={programme}
          sentence={
            totalFen > allocatedFen
              ? say('notSufficient', { total: amount(totalFen), allocated: amount(allocatedFen) })
              : say('fundLacks')
          }
        />
      )}
      {workers > 0 && (needsApproval || sufficient) && (
        <Alert
          type={needsApproval ? 'warning' : 'success'}
          showIcon
          title={
            needsApproval
              ? say('needsApproval', { limit: limitFen === undefined ? '' : amount(limitFen) })
              : say('needsNoApproval')
          }
        />
      )}
    </Space>
  )
}

/** Money that waits for an approver is not missing: it is said who has to agree, instead of sending people to allocate it twice. */
function NotSufficient({ programme, sentence }: { readonly programme: string; readonly sentence: string }): ReactNode {
  const amount = useAmount()
  const { data } = useQuery(approvalsQuery('proposed'))
  const waiting = (data?.items ?? []).filter((one) => one.kind === 'allocation' && one.programme === programme)
  if (waiting.length === 0) return <Alert type="error" showIcon title={`${sentence}${say('allocateFirst')}`} />
  const waitingFen = sumFen(waiting.map(({ amountFen = 0 }) => amountFen))
  const makers = [...new Set(waiting.map(({ proposedBy }) => accountOf(proposedBy)))].join(mark('list'))
  return (
    <Alert
      type="warning"
      showIcon
      title={`${sentence}${say('waitsForApproval', { amount: amount(waitingFen), makers })}`}
    />
  )
}
