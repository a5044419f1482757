import { useQuery } from '@tanstack/react-query'
import { Button, Card, Drawer, Empty, Flex, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { DivisionSelect } from '../parts/division-select.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { LimitForm } from './limit-form.tsx'
import { LimitsInWords } from './limits-in-words.tsx'
import { say } from './words.ts'

export function LimitsPage(): ReactNode {
  const { role } = useSession()
  const read = useQuery({
    queryKey: ['limits'],
    queryFn: () => answerOf(api.GET('/v1/approval-limits')),
  })
  const { data } = read
  const [division, setDivision] = useState<string>()
  const nameOf = useDivisionName([
    ...(data?.items ?? []).map((limit) => limit.division),
    ...(division ? [division] : []),
  ])
  const mayChange = role === 'administrator'
  return (
    <>
      <Typography.Title level={1}>{say('limits')}</Typography.Title>
      <Typography.Paragraph>{say('limitsWhat')}</Typography.Paragraph>
      <Reading of={read} />
      {data?.items.length === 0 && <Empty description={say('noLimits')} />}
      <Flex vertical gap="middle" style={{ maxWidth: 720 }}>
        {data?.items.map((limit) => (
          <Card
            key={limit.id}
            size="small"
            title={<h2>{nameOf(limit.division)}</h2>}
            extra={mayChange && <Button onClick={() => setDivision(limit.division)}>{say('change')}</Button>}
          >
            <LimitsInWords limit={limit} />
          </Card>
        ))}
      </Flex>
      {mayChange && (
        <Flex vertical gap="small" style={{ maxWidth: 480, marginBlockStart: 24 }}>
          <label htmlFor="another-division">{say('anotherDivision')}</label>
          <DivisionSelect id="another-division" isWholeOffered onChange={setDivision} />
        </Flex>
      )}
      {division !== undefined && (
        <Drawer open size={720} title={nameOf(division)} onClose={() => setDivision(undefined)}>
          <LimitForm division={division} onSet={() => setDivision(undefined)} />
        </Drawer>
      )}
    </>
  )
}
