import { useMutation } from '@tanstack/react-query'
import type { UsualPurpose } from '@welfare/contracts/words/purpose-words.ts'
import { Button, Input, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../../common/act-key.ts'
import { answerOf, api } from '../../../common/api/client.ts'
import { Failure } from '../../shell/states.tsx'
import { say } from '../words.ts'
import { RegisterPerson } from './register-person.tsx'

/** As the ledger shows the person: masked. */
export interface Person {
  readonly id: string
  readonly name: string
}

interface Near {
  readonly programme?: string | undefined
  readonly division?: string | undefined
}

/** Who signed, or was given something: looked up; who is not known yet is registered first. */
export function WorkerPicker({
  id,
  value = [],
  onChange,
  most,
  near,
  purpose,
}: {
  readonly id?: string
  readonly value?: readonly Person[]
  readonly onChange?: (people: readonly Person[]) => void
  readonly most: number
  /** Who is listed first: on its roster, then of its division. */
  readonly near: Near
  /** Recorded with the search. */
  readonly purpose: UsualPurpose
}): ReactNode {
  const [text, setText] = useState('')
  const [isRegistering, setRegistering] = useState(false)
  const search = useMutation({
    mutationFn: (typed: string) =>
      answerOf(
        api.POST('/v1/worker-look-ups', {
          body: { ...criterionOf(typed), purpose, near: knownOf(near) },
          params: { header: { 'Idempotency-Key': newActKey() } },
        }),
      ),
  })
  const found = (search.data?.items ?? []).filter(({ id: worker }) => value.every((one) => one.id !== worker))
  return (
    <>
      {value.map((person) => (
        <Tag
          key={person.id}
          closable={{ 'aria-label': say('removePerson', { name: person.name }) }}
          onClose={() => onChange?.(value.filter((one) => one.id !== person.id))}
        >
          {person.name}
        </Tag>
      ))}
      {value.length < most && (
        <>
          <Input.Search
            {...(id !== undefined && { id })}
            value={text}
            placeholder={say('findPerson')}
            enterButton={say('find')}
            loading={search.isPending}
            onChange={({ target }) => setText(target.value)}
            onSearch={(typed) => typed.trim() && search.mutate(typed.trim())}
          />
          <small className="hint">{say('findWhat')}</small>
          {search.error && <Failure error={search.error} />}
          <div aria-live="polite">
            {search.data?.items.length === 0 && <p>{say('foundNone')}</p>}
            <Space wrap>
              {found.map((one) => {
                const name = one.person?.name ?? one.id
                return (
                  <Button
                    key={one.id}
                    aria-label={say('choosePerson', { name })}
                    onClick={() => onChange?.([...value, { id: one.id, name }])}
                  >
                    {[name, one.employerName].filter(Boolean).join(' · ')}
                  </Button>
                )
              })}
            </Space>
            {search.data?.more && <p>{say('foundMore')}</p>}
            {search.data && (
              <p>
                {say('notAmongThem')}{' '}
                <Button size="small" onClick={() => setRegistering(true)}>
                  {say('registerPerson')}
                </Button>
              </p>
            )}
          </div>
          {isRegistering && (
            <RegisterPerson
              {...(near.division !== undefined && { division: near.division })}
              onKnown={(person) => onChange?.([...value.filter((one) => one.id !== person.id), person])}
              onClose={() => setRegistering(false)}
            />
          )}
        </>
      )}
    </>
  )
}

function knownOf({ programme, division }: Near) {
  return { ...(programme && { programme }), ...(division && { division }) }
}

function criterionOf(typed: string) {
  if (/^\d{3}[\dXx]$/.test(typed)) return { numberEnding: typed }
  if (/^[A-Za-z]{1,20}$/.test(typed)) return { initials: typed }
  return { name: typed }
}
