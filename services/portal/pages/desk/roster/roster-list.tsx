import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { App, Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { PeopleSearch } from '../person/people-search.tsx'
import { PeopleTable, type Person } from '../person/people-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { RemovePerson } from './remove-person.tsx'
import { employersQuery, rosterQuery } from './roster.queries.ts'
import { say } from './words.ts'

/** Who is on the roster: all, or whom a search finds. */
export function RosterList({
  programme,
  mayChange,
}: {
  readonly programme: string
  readonly mayChange: boolean
}): ReactNode {
  const read = useInfiniteQuery(rosterQuery(programme))
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = read
  const { role } = useSession()
  const { message } = App.useApp()
  const employers = useQuery(employersQuery)
  const [found, setFound] = useState<readonly Person[]>()
  const [leaving, setLeaving] = useState<Person>()
  const all = data?.pages.flatMap(({ items }) => items)
  const listed: readonly Person[] | undefined = found ?? all
  const people = listed?.map((person) => ({
    ...person,
    employerName: person.employerName ?? employers.data?.get(person.employer),
  }))
  return (
    <section>
      <Typography.Title level={2}>{say('people')}</Typography.Title>
      {role !== 'approver' && <PeopleSearch programme={programme} onFound={setFound} />}
      <Reading of={read} />
      {people && (
        <PeopleTable
          people={people}
          empty={say(found ? 'nobodyFound' : 'noPeople')}
          {...(mayChange && { onRemove: setLeaving })}
        />
      )}
      {all && !found && (
        <Space style={{ marginBlockStart: 8 }}>
          <span role="status">{say('shown', { count: all.length })}</span>
          {hasNextPage && (
            <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {say('more')}
            </Button>
          )}
        </Space>
      )}
      {leaving && (
        <RemovePerson programme={programme} person={leaving} onDone={(isRemoved) => leave(leaving, isRemoved)} />
      )}
    </section>
  )

  function leave(person: Person, isRemoved: boolean): void {
    setLeaving(undefined)
    if (!isRemoved) return
    setFound((shown) => shown?.filter(({ id }) => id !== person.id))
    void message.success(say('removed', { name: person.person?.name ?? '' }))
  }
}
