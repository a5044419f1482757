import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Descriptions, Flex, Progress, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { showInstant } from '../../common/shanghai.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { ageOf, bytesInWords } from './operation-words.ts'
import { say } from './words.ts'
import '../parts/parts.css'

type Health = AnswerOf<'readHealth'>
type LedgerHealth = NonNullable<Health['ledger']>
type Follower = LedgerHealth['followers'][number]

const healthKey = ['health'] as const

/** Whether it is well, who follows it and how far, the disk, the last backup, where one signs on. */
export function OperationPage(): ReactNode {
  const read = useQuery({
    queryKey: healthKey,
    queryFn: () => answerOf(api.GET('/v1/health')),
    refetchInterval: 15_000,
  })
  const { data } = read
  return (
    <>
      <Typography.Title level={1}>{say('operation')}</Typography.Title>
      <Reading of={read} />
      {data && (
        <Flex vertical gap="middle" style={{ maxWidth: 960 }}>
          <Alert
            type={data.ready ? 'success' : 'error'}
            showIcon
            role="status"
            title={say(data.ready ? 'ready' : 'notReady')}
            description={data.checks
              .filter(({ ok }) => !ok)
              .map(({ name }) => name)
              .join(mark('list'))}
          />
          {data.ledger ? <OfOneProcess ledger={data.ledger} /> : <Checks health={data} />}
          <SignOn />
        </Flex>
      )}
    </>
  )
}

function OfOneProcess({ ledger }: { readonly ledger: LedgerHealth }): ReactNode {
  const { freeBytes, sizeBytes } = ledger.disk
  const usedPercent = sizeBytes === 0 ? 0 : Math.floor(((sizeBytes - freeBytes) * 100) / sizeBytes)
  return (
    <>
      <Backup ledger={ledger} />
      <Card title={<h2>{say('followers')}</h2>}>
        <Typography.Paragraph>{say('followersWhat', { sequence: ledger.sequence })}</Typography.Paragraph>
        <SmallTable<Follower>
          label={say('followers')}
          rowKey="name"
          dataSource={ledger.followers}
          columns={[
            { title: say('follower'), dataIndex: 'name', render: followerName },
            {
              title: say('state'),
              dataIndex: 'healthy',
              render: (isHealthy: boolean) => (
                <Tag color={isHealthy ? 'success' : 'error'}>{say(isHealthy ? 'follows' : 'stands')}</Tag>
              ),
            },
            { title: say('eventsBehind'), dataIndex: 'eventsBehind', align: 'right', className: 'figure' },
            { title: say('failures'), dataIndex: 'failures', align: 'right', className: 'figure' },
          ]}
        />
      </Card>
      <Card title={<h2>{say('disk')}</h2>}>
        <p id="disk-left">{say('diskLeft', { free: bytesInWords(freeBytes), size: bytesInWords(sizeBytes) })}</p>
        <Progress
          percent={usedPercent}
          status={usedPercent >= 90 ? 'exception' : 'normal'}
          strokeColor="var(--teal)"
          aria-labelledby="disk-left"
        />
      </Card>
    </>
  )
}

function Backup({ ledger }: { readonly ledger: LedgerHealth }): ReactNode {
  const { role } = useSession()
  const now = useLedgerClock()?.now
  const last = ledger.lastBackup
  const backUp = useAct(
    (_: undefined, key) => answerOf(api.POST('/v1/backups', { params: { header: { 'Idempotency-Key': key } } })),
    { changes: [healthKey] },
  )
  const isOld = last === null || (now !== undefined && Date.parse(now) - Date.parse(last.madeAt) > 2 * 24 * 3_600_000)
  return (
    <Card title={<h2>{say('backup')}</h2>}>
      <Alert
        type={isOld ? 'warning' : 'success'}
        showIcon
        title={
          last === null
            ? say('noBackup')
            : say('lastBackup', {
                time: showInstant(last.madeAt),
                age: now === undefined ? '' : ageOf(last.madeAt, now),
              })
        }
        description={
          last !== null &&
          say('backupThrough', { through: last.throughSequence, since: ledger.sequence - last.throughSequence })
        }
      />
      <Typography.Paragraph style={{ marginBlock: 12 }}>{say('backupWhat')}</Typography.Paragraph>
      {backUp.error && <Failure error={backUp.error} />}
      {backUp.data && <Alert type="success" role="status" title={say('backupMade', { folder: backUp.data.folder })} />}
      {role === 'administrator' && (
        <Button type="primary" loading={backUp.isPending} onClick={() => backUp.mutate(undefined)}>
          {say('backUpNow')}
        </Button>
      )}
    </Card>
  )
}

/** Where every service is a process of its own, each is watched by itself. */
function Checks({ health }: { readonly health: Health }): ReactNode {
  return (
    <Card title={<h2>{say('checks')}</h2>}>
      <ul className="steps">
        {health.checks.map(({ name, ok }) => (
          <li key={name}>
            <Tag color={ok ? 'success' : 'error'}>{say(ok ? 'follows' : 'stands')}</Tag> {name}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function SignOn(): ReactNode {
  const read = useQuery({
    queryKey: ['sign-on-settings'],
    queryFn: () => answerOf(api.GET('/v1/sign-on/settings')),
  })
  const { data } = read
  const provider = data?.provider
  return (
    <Card title={<h2>{say('signOn')}</h2>}>
      <Reading of={read} />
      {data && !provider && <p>{say('passwordsOnly')}</p>}
      {provider && (
        <Descriptions
          column={1}
          items={[
            { key: 'issuer', label: say('issuer'), children: provider.issuer },
            { key: 'clientId', label: say('clientId'), children: provider.clientId },
            { key: 'redirectUrl', label: say('redirectUrl'), children: provider.redirectUrl },
            { key: 'accountClaim', label: say('accountClaim'), children: provider.accountClaim },
          ]}
        />
      )}
      <Typography.Text type="secondary">{say('signOnWhere')}</Typography.Text>
    </Card>
  )
}

const followerNames = ['facts', 'processes', 'transparency-log', 'reports'] as const

function followerName(name: string): string {
  const known = followerNames.find((one) => one === name)
  return known ? say(`follower.${known}`) : name
}
