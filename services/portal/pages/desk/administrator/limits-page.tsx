import { useQuery } from '@tanstack/react-query'
import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import { Button, Card, Drawer, Empty, Flex, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { sayWord } from '../../common/words.ts'
import { actCountWords, actKindsInOrder, actKindWords } from '../parts/act-words.ts'
import { DivisionSelect } from '../parts/division-select.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { LimitForm } from './limit-form.tsx'
import { rules } from './limit-values.ts'
import { say } from './words.ts'

type Limit = AnswerOf<'listApprovalLimits'>['items'][number]

export function LimitsPage(): ReactNode {
  const { role } = useSession()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['limits'],
    queryFn: () => answerOf(api.GET('/v1/approval-limits')),
  })
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
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading />}
      {data?.items.length === 0 && <Empty description={say('noLimits')} />}
      <Flex vertical gap="middle" style={{ maxWidth: 720 }}>
        {data?.items.map((limit) => (
          <Card
            key={limit.id}
            size="small"
            title={<h2>{nameOf(limit.division)}</h2>}
            extra={mayChange && <Button onClick={() => setDivision(limit.division)}>{say('change')}</Button>}
          >
            <ul style={{ margin: 0, paddingInlineStart: 16 }}>
              {actKindsInOrder
                .flatMap((kind) => sentencesOf(kind, limit.limits))
                .map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
            </ul>
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

/** `资金安排：单笔超过 5,000.00 元`. */
function sentencesOf(kind: LimitedKind, limits: Limit['limits']): string[] {
  const said = limits[kind]
  if (said === undefined) return []
  const what = sayWord(actKindWords[kind])
  if (said === null) return [say('nothingWaits', { what })]
  const counted = actCountWords[kind]
  return rules.flatMap((rule) => {
    const value = said[rule]
    if (value === undefined) return []
    const amount = counted ? `${value} ${sayWord(counted)}` : `${formatYuan(value)} ${say('yuan')}`
    return [say('waitsAbove', { what, rule: say(`rule.${rule}`), amount })]
  })
}
