import { useQuery } from '@tanstack/react-query'
import { Empty, Typography } from 'antd'
import type { ReactNode } from 'react'
import { Failure, Loading } from '../shell/states.tsx'
import { programmesQuery } from './home.queries.ts'
import { say } from './words.ts'

export function HomePage(): ReactNode {
  const { data, error, refetch } = useQuery(programmesQuery)
  return (
    <>
      <Typography.Title level={1}>{say('home')}</Typography.Title>
      <Typography.Title level={2}>{say('programmes')}</Typography.Title>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty description={say('none')} />}
      <ul>
        {data?.items.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </>
  )
}
