import type { Generation } from '../read-model/generation.ts'

export type GapRow = {
  readonly kind: 'people' | 'sites'
  readonly programme: string
  readonly window: string
  readonly subject: string
  readonly reason: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly facts: string
  readonly since: number
}

interface Matching {
  readonly sql: string
  readonly values: Readonly<Record<string, string | number>>
}

interface Page {
  readonly sequence: number
  /** So many come before. */
  readonly from: number
  readonly limit: number
}

type Group = Pick<GapRow, 'kind' | 'programme' | 'window' | 'division' | 'employer'> & { readonly count: number }

/** In the order of a list that is worked off: by window as they begin, division, employer's name; sites by name, people by trade and id. */
export function readGapPage({ model, directory }: Generation, { sql, values }: Matching, page: Page): GapRow[] {
  const groups = model
    .prepare(`SELECT kind, programme, window, division, employer, count(*) AS count FROM (${sql})
      GROUP BY window, division, employer`)
    .all(values) as Group[]
  const members = model.prepare(`SELECT * FROM (${sql}) WHERE window = :ofWindow AND division = :ofDivision
    AND employer = :ofEmployer ORDER BY trade, subject LIMIT :limit OFFSET :from`)
  const found: GapRow[] = []
  let before = page.from
  for (const { window, division, employer, count, kind } of inOrder(groups, directory, page.sequence)) {
    const left = page.limit - found.length
    if (left <= 0) break
    if (before < count) {
      const of = { ofWindow: window, ofDivision: division, ofEmployer: employer }
      const [from, limit] = kind === 'sites' ? [0, count] : [before, left]
      const rows = members.all({ ...values, ...of, from, limit }) as GapRow[]
      found.push(...(kind === 'sites' ? byName(rows, directory, page.sequence).slice(before, before + left) : rows))
    }
    before = Math.max(0, before - count)
  }
  return found
}

function inOrder(groups: readonly Group[], directory: Generation['directory'], sequence: number): Group[] {
  const keyOf = ({ kind, programme, window, division, employer }: Group): string[] => {
    const begins = kind === 'people' ? directory.find('window', `${programme}/${window}`, sequence)?.from : undefined
    const round = kind === 'sites' ? directory.find('round', window, sequence)?.name : undefined
    const name = directory.find('employer', employer, sequence)?.name
    return [begins ?? '', round ?? '', window, division, name ?? '', employer]
  }
  return groups
    .map((group) => ({ group, key: keyOf(group).join('\n') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ group }) => group)
}

function byName(rows: readonly GapRow[], directory: Generation['directory'], sequence: number): GapRow[] {
  return rows
    .map((row) => ({ row, key: `${directory.find('site', row.subject, sequence)?.name ?? ''}\n${row.subject}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row)
}
