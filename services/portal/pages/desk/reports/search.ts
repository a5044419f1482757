import { useNavigate, useSearch } from '@tanstack/react-router'

/** Everything that reports are asked by; it stands in the address, and nothing of it is about a person. */
const names = [
  'by',
  'fund',
  'programme',
  'funder',
  'division',
  'employer',
  'site',
  'window',
  'kind',
  'reason',
  'status',
  'outcome',
  'merchant',
  'account',
  'bankAccount',
  'payer',
  'eventType',
  'actor',
  'order',
  'from',
  'to',
  'at',
  'effective',
  'donation',
  'meal',
  'finding',
  'sequence',
  'day',
] as const
type Name = (typeof names)[number]
export type ReportSearch = { readonly [N in Name]?: string }

/** In the address a number stands without quotes. */
export type WrittenSearch = { readonly [N in Name]?: string | number }

export function readSearch(given: Record<string, unknown>): WrittenSearch {
  const known = names.flatMap((name) => {
    const value = given[name]
    return typeof value === 'number' || (typeof value === 'string' && value !== '') ? [[name, written(value)]] : []
  })
  return Object.fromEntries(known)
}

function written(value: string | number): string | number {
  return /^[1-9]\d{0,14}$/.test(String(value)) ? Number(value) : value
}

/** What the address asks, and how it is changed: `undefined` takes something out of it. */
export function useReportSearch(): [ReportSearch, (changes: { readonly [N in Name]?: string | undefined }) => void] {
  const search: WrittenSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const asked = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]))
  return [
    asked,
    (changes) => {
      const next = Object.entries({ ...asked, ...changes }).filter(([, value]) => value !== undefined && value !== '')
      void navigate({ to: '.', search: readSearch(Object.fromEntries(next)), replace: true })
    },
  ]
}

/** The part of what is asked that a report takes. */
export function pick<const Wanted extends Name>(
  search: ReportSearch,
  ...wanted: readonly Wanted[]
): { readonly [N in Wanted]?: string } {
  return Object.fromEntries(wanted.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]]))) as {
    readonly [N in Wanted]?: string
  }
}
