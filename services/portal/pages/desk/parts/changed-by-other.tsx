import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Space } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { ProblemError } from '../../common/api/problem.ts'
import { say } from './words.ts'

/**
 * Whether the thing is at another version than the one that was looked at; then it is read anew, so that theirs can be shown.
 * @param queryKey of what is read anew
 */
export function useChangedByOther(error: Error | null, queryKey: QueryKey): boolean {
  const client = useQueryClient()
  const isChanged = error instanceof ProblemError && error.problem.status === 412
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made anew with each drawing; it names the same
  useEffect(() => {
    if (isChanged) void client.invalidateQueries({ queryKey, exact: true })
  }, [isChanged])
  return isChanged
}

interface Versioned {
  readonly version?: string | undefined
}

/**
 * What a form was begun from, on whose version it is sent, while the page behind it may know a newer one.
 * @returns `theirs` where somebody was quicker: another choice sends on their version
 */
export function useBegunFrom<Thing extends Versioned>(newest: Thing) {
  const [seen, setSeen] = useState(newest)
  return { seen, theirs: newest.version === seen.version ? undefined : newest, seeTheirs: () => setSeen(newest) }
}

/** Two people changed one thing: both versions beside each other, and a choice. */
export function ChangedByOther({
  theirs,
  mine,
  onMine,
  onTheirs,
}: {
  readonly theirs: ReactNode
  readonly mine: ReactNode
  readonly onMine: () => void
  readonly onTheirs: () => void
}): ReactNode {
  const client = useQueryClient()
  return (
    <Alert
      type="warning"
      role="alert"
      title={say('changedTitle')}
      description={
        <>
          <p>{say('changedWhat')}</p>
          <div className="side-by-side">
            <section aria-label={say('theirs')}>
              <h3>{say('theirs')}</h3>
              {theirs}
            </section>
            <section aria-label={say('mine')}>
              <h3>{say('mine')}</h3>
              {mine}
            </section>
          </div>
          <Space wrap>
            <Button type="primary" onClick={onMine}>
              {say('useMine')}
            </Button>
            <Button
              onClick={() => {
                // Lists behind it do not know of theirs.
                void client.invalidateQueries()
                onTheirs()
              }}
            >
              {say('useTheirs')}
            </Button>
          </Space>
        </>
      }
    />
  )
}
