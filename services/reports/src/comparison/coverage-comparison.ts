import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { ofAllGroups, type Row, readMovements, type Span } from '../budget/movements.ts'
import { peopleMeasures, siteMeasures } from '../people/counts.ts'
import type { CoverageCounts } from '../people/coverage.contract.ts'
import { queryCoverage } from '../people/coverage.queries.ts'
import { ALL_WINDOWS } from '../people/people.store.ts'
import { isRefusal, type QueryContext } from '../query-context.ts'
import type { WithScope } from '../scope-filter.ts'
import type { ComparisonAnswer, ComparisonQuery } from './comparison.contract.ts'
import { type ChangesOf, differencesOf, type Figures } from './differences.ts'

/** Coverage at two moments, by programme: people and sites counted once over all windows and rounds. Null where money is asked for by fund. */
export function compareCoverage(
  context: QueryContext,
  { programme, division, fund, funder, scope }: Omit<ComparisonQuery, 'from' | 'to'> & WithScope,
  span: Span,
): ComparisonAnswer['coverage'] {
  if (fund !== undefined || funder !== undefined) return null
  const asked = { by: 'programme' as const, programme, division, scope }
  const before = queryCoverage(context, { ...asked, at: String(span.after) })
  const after = queryCoverage(context, { ...asked, at: String(span.through) })
  if (isRefusal(before) || isRefusal(after)) return null
  const names = new Map([...before.rows, ...after.rows].map(({ key, name }) => [key, name]))
  const keyOf = ({ programme: of, window, division: at }: Row): string | undefined => {
    const isCounted = window === ALL_WINDOWS
    const divisions = String(at).split('\n')
    const isWithin =
      names.has(String(of)) && (division === undefined || divisions.some((one) => divisionHolds(division, one)))
    return isCounted && isWithin ? String(of) : undefined
  }
  const movements = readMovements(context.generation.model, 'count', [...peopleMeasures, ...siteMeasures], keyOf, span)
  const byGroup = Map.groupBy(movements, ({ group }) => group)
  const countsOf = (rows: typeof after.rows, key: string | null): Figures =>
    figuresOf(rows.find((row) => row.key === key))
  const rows = [...names]
    .map(([key, name]) => {
      const moved = byGroup.get(key ?? '') ?? []
      const both = [countsOf(before.rows, key), countsOf(after.rows, key)] as const
      return { key, name, differences: differencesOf(both, moved, changesOfCounts, { programme: key ?? undefined }) }
    })
    .filter(({ differences }) => differences.length > 0)
  const totals = [figuresOf(before.total), figuresOf(after.total)] as const
  const moved = ofAllGroups(movements)
  return { rows, total: { differences: differencesOf(totals, moved, changesOfCounts, { programme }) } }
}

type Counted = (typeof peopleMeasures)[number] | (typeof siteMeasures)[number]

const figures: { readonly [M in Counted]: (counts: Pick<CoverageCounts, 'people' | 'sites'>) => number } = {
  eligible: ({ people }) => people.eligible,
  issued: ({ people }) => people.issued,
  reached: ({ people }) => people.reached,
  visits: ({ people }) => people.visits,
  'sites-planned': ({ sites }) => sites.planned,
  'sites-delivered': ({ sites }) => sites.delivered,
  'sites-short': ({ sites }) => sites.short,
  // Without what grows late by the day alone, which no event explains.
  'sites-late': ({ sites }) => sites.late - sites.lateInTransit,
  'heads-planned': ({ sites }) => sites.headsPlanned,
  'heads-delivered': ({ sites }) => sites.headsDelivered,
  'heads-covered': ({ sites }) => sites.headsCovered,
}

function figuresOf(counts: Pick<CoverageCounts, 'people' | 'sites'> | undefined): Figures {
  return new Map(counts && Object.entries(figures).map(([figure, read]) => [figure, read(counts)]))
}

const changesOfCounts: ChangesOf = ({ name, amount }) => new Map(amount === 0 ? [] : [[name, amount]])
