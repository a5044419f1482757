import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { Reading } from './reading.tsx'
import { say } from './words.ts'

export type Programme = AnswerOf<'listProgrammes'>['items'][number]

/** The address names the programme that a page is about: `?programme=programme-…`. */
export function programmeSearch(search: Record<string, unknown>): { programme?: string } {
  return typeof search.programme === 'string' ? { programme: search.programme } : {}
}

/** Lets one choose a programme of people, and shows its page below; the only one is chosen at once. */
export function OfProgramme({ children }: { readonly children: (programme: Programme) => ReactNode }): ReactNode {
  const { programme: chosen } = useSearch({ strict: false }) as { programme?: string }
  const navigate = useNavigate()
  const read = useQuery(allProgrammesQuery)
  const { data } = read
  const programmes = data?.filter(({ plan }) => plan === 'people')
  const only = programmes?.length === 1 ? programmes[0]?.id : undefined
  const programme = programmes?.find(({ id }) => id === (chosen ?? only))
  if (!programmes) return <Reading of={read} />
  if (programmes.length === 0)
    return <NoneYet none={say('noProgramme')} act="defineProgramme" how={say('noProgrammeHow')} />
  return (
    <>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say('programme')}
        placeholder={say('chooseProgramme')}
        value={programme?.id ?? null}
        style={{ width: '100%', maxWidth: 480, marginBlockEnd: 16 }}
        className="not-on-paper"
        options={programmes.map(({ id, name, year }) => ({ value: id, label: `${name} · ${year}` }))}
        onChange={(id) => void navigate({ to: '.', search: { programme: id ?? undefined } })}
      />
      {programme && <div key={programme.id}>{children(programme)}</div>}
    </>
  )
}
