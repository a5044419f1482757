import { type QueryKey, useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type ComponentProps, type ReactNode, useRef, useState } from 'react'
import type { Answered } from '../../common/api/client.ts'
import { Reading } from '../shell/reading.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { ActDrawer, type RefusedAct } from './act-drawer.tsx'
import { ChangedByOther, useChangedByOther } from './changed-by-other.tsx'

type Act<Values extends object, Body extends object> = ComponentProps<typeof ActDrawer<Values, Body, object>>

interface Named {
  readonly name: string
}

interface Props<Values extends object, Body extends Named>
  extends Pick<Act<Values, Body>, 'title' | 'form' | 'toBody' | 'done' | 'children'> {
  readonly queryKey: QueryKey
  /** What is changed, which says all that is sent. */
  read(): Promise<Answered<Body>>
  toTyped(thing: Body): Partial<Values>
  send(body: Body, header: { readonly 'Idempotency-Key': string; readonly 'If-Match': string }): Promise<object>
  inWords(thing: Body): ReactNode
  readonly onClose: () => void
}

/** A change of what was read, on its version: who was quicker is shown beside it, and nothing of either is lost. */
export function ChangeDrawer<Values extends object, Body extends Named>(props: Props<Values, Body>): ReactNode {
  const { title, queryKey, read, onClose } = props
  const asked = useQuery({ queryKey, queryFn: read, staleTime: 0, gcTime: 0 })
  const { data } = asked
  if (data?.version !== undefined) return <Changing {...props} newest={{ body: data.body, version: data.version }} />
  return (
    <Drawer open title={title} onClose={onClose}>
      <Reading of={asked} />
    </Drawer>
  )
}

interface Versioned<Body> {
  readonly body: Body
  readonly version: string
}

function Changing<Values extends object, Body extends Named>({
  newest,
  form,
  queryKey,
  toTyped,
  send,
  inWords,
  onClose,
  ...more
}: Props<Values, Body> & { readonly newest: Versioned<Body> }): ReactNode {
  const [first] = useState(newest)
  const seen = useRef(first.version)
  const { title: submit } = more
  return (
    <ActDrawer<Values, Body, object>
      {...more}
      title={`${submit} · ${first.body.name}`}
      // What was typed on another version would silently undo what has changed since.
      form={`${form}.${first.version}`}
      empty={toTyped(first.body)}
      send={(body, key) => send(body, { 'Idempotency-Key': key, 'If-Match': seen.current })}
      submit={submit}
      refusedAs={(refused) => (
        <Refused
          {...refused}
          queryKey={queryKey}
          theirs={newest.version === seen.current ? undefined : newest}
          inWords={inWords}
          onMine={(version) => {
            seen.current = version
          }}
        />
      )}
      onClose={() => onClose()}
    />
  )
}

function Refused<Body>({
  error,
  body,
  again,
  giveUp,
  queryKey,
  theirs,
  inWords,
  onMine,
}: RefusedAct<Body> & {
  readonly queryKey: QueryKey
  readonly theirs: Versioned<Body> | undefined
  readonly inWords: (thing: Body) => ReactNode
  readonly onMine: (version: string) => void
}): ReactNode {
  const isOther = useChangedByOther(error, queryKey)
  if (!isOther) return <Failure error={error} />
  if (!theirs) return <Loading />
  return (
    <ChangedByOther
      theirs={inWords(theirs.body)}
      mine={inWords(body)}
      onMine={() => {
        onMine(theirs.version)
        again()
      }}
      onTheirs={giveUp}
    />
  )
}
