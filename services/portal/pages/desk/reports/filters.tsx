import { useQuery } from '@tanstack/react-query'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { sayWord } from '../../common/words.ts'
import { bankAccountsQuery, sayBankAccount } from '../bank-accounts/bank.queries.ts'
import { payersQuery } from '../bank-accounts/payers/payers.queries.ts'
import { sitesQuery } from '../goods/goods.queries.ts'
import { allEmployersQuery, allMerchantsQuery, allProgrammesQuery } from '../parts/directory.queries.ts'
import { type ReportSearch, useReportSearch } from './search.ts'
import { say } from './words.ts'

const limit = 1000

export const fundNamesQuery = {
  queryKey: ['funds', 'names'],
  queryFn: () =>
    everyPage((cursor) => answerOf(api.GET('/v1/funds', { params: { query: { limit, ...(cursor && { cursor }) } } }))),
}

export interface Option {
  readonly value: string
  readonly label: string
}

/** A filter of the address, chosen from a list that is searched by typing. */
export function Choice({
  name,
  label,
  options,
  isLoading = false,
  width = 220,
  placeholder = say('all'),
}: {
  readonly name: keyof ReportSearch
  readonly label: string
  readonly options: readonly Option[]
  readonly isLoading?: boolean
  readonly width?: number
  readonly placeholder?: string
}): ReactNode {
  const [search, change] = useReportSearch()
  return (
    <Form.Item label={label} htmlFor={`filter-${name}`} style={{ margin: 0 }}>
      <Select
        id={`filter-${name}`}
        aria-label={label}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={placeholder}
        loading={isLoading}
        style={{ width, maxWidth: '100%' }}
        value={search[name] ?? null}
        options={[...options]}
        onChange={(value: string | null) => change({ [name]: value ?? undefined })}
      />
    </Form.Item>
  )
}

export function FundChoice({ placeholder }: { readonly placeholder?: string }): ReactNode {
  const { data = [], isPending } = useQuery(fundNamesQuery)
  return (
    <Choice
      name="fund"
      label={say('fund')}
      isLoading={isPending}
      options={data.map(named)}
      {...(placeholder !== undefined && { placeholder })}
    />
  )
}

export function ProgrammeChoice(): ReactNode {
  const { data = [], isPending } = useQuery(allProgrammesQuery)
  return <Choice name="programme" label={say('programme')} isLoading={isPending} options={data.map(named)} />
}

export function EmployerChoice(): ReactNode {
  const { data = [], isPending } = useQuery(allEmployersQuery)
  return <Choice name="employer" label={say('employer')} isLoading={isPending} options={data.map(named)} />
}

export function MerchantChoice(): ReactNode {
  const { data = [], isPending } = useQuery(allMerchantsQuery)
  return <Choice name="merchant" label={say('merchant')} isLoading={isPending} options={data.map(named)} />
}

/** Only where unions have named their accounts. */
export function BankAccountChoice(): ReactNode {
  const { data = [] } = useQuery(bankAccountsQuery)
  const options = data.map((account) => ({ value: account.id, label: sayBankAccount(account) }))
  return options.length > 0 && <Choice name="bankAccount" label={sayWord(journalWords.bankAccount)} options={options} />
}

/** Only where others than unions pay. */
export function PayerChoice(): ReactNode {
  const { data = [] } = useQuery(payersQuery)
  return data.length > 0 && <Choice name="payer" label={sayWord(journalWords.payer)} options={data.map(named)} />
}

/** Only where sites are planned for. */
export function SiteChoice(): ReactNode {
  const hasSites = useHasSites()
  const { data = [], isPending } = useQuery({ ...sitesQuery, enabled: hasSites })
  return hasSites && <Choice name="site" label={say('site')} isLoading={isPending} options={data.map(named)} />
}

/** Does the programme that is asked for, or else any, plan for sites? Where sites are asked for, they are there to be chosen otherwise. */
export function useHasSites(): boolean {
  const [{ programme, by, site }] = useReportSearch()
  const { data = [] } = useQuery(allProgrammesQuery)
  const isAsked = by === 'site' || site !== undefined
  return isAsked || data.some(({ id, plan }) => plan === 'sites' && (programme === undefined || programme === id))
}

function named({ id, name }: { readonly id: string; readonly name: string }): Option {
  return { value: id, label: name }
}
