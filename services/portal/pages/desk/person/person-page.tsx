import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Empty, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { vouchersQuery, workerQuery } from './person.queries.ts'
import { PersonHeader } from './person-header.tsx'
import { ProgrammePanel } from './programme-panel.tsx'
import { Timeline } from './timeline.tsx'
import { say } from './words.ts'

/** One person: what can be used now, and all that happened. */
export function PersonPage(): ReactNode {
  const { worker = '' } = useParams({ strict: false })
  const { role } = useSession()
  const read = useQuery(workerQuery(worker))
  const { data: person } = read
  const vouchers = useQuery(vouchersQuery(worker))
  if (!person) return <Reading of={read} isPage />
  return (
    <>
      <PersonHeader person={person} />
      {person.mergedInto && (
        <Alert
          type="warning"
          showIcon
          title={say('mergedInto')}
          action={
            <Link to="/desk/person/$worker" params={{ worker: person.mergedInto }}>
              {say('open')}
            </Link>
          }
        />
      )}
      <Typography.Title level={2}>{say('holds')}</Typography.Title>
      {vouchers.error && <Failure error={vouchers.error} onRetry={() => void vouchers.refetch()} />}
      {vouchers.isPending && <Loading />}
      {vouchers.data?.length === 0 && <Empty description={say('noVouchers')} />}
      {vouchers.data?.map((voucher) => (
        <ProgrammePanel key={voucher.wallet} voucher={voucher} mayAct={role === 'officer'} />
      ))}
      <Typography.Title level={2}>{say('happened')}</Typography.Title>
      <Timeline worker={worker} />
    </>
  )
}
