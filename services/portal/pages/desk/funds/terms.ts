import { mark } from '../../common/punctuation.ts'
import { sayDay } from '../../common/shanghai.ts'
import type { Fund } from './funds.queries.ts'
import { say } from './words.ts'

interface Names {
  readonly kind: (kind: string) => string
  readonly division: (code: string) => string
  readonly programme: (id: string) => string
}

/** What the donor allows, as a sentence. */
export function sayTerms({ purposes, divisions, from, until, programmes }: Fund['restriction'], names: Names): string {
  const list = (all: readonly string[]) => all.join(mark('list'))
  const parts = [
    ...(purposes.length > 0 ? [say('terms.purposes', { list: list(purposes.map(names.kind)) })] : []),
    ...(programmes ? [say('terms.programmes', { list: list(programmes.map(names.programme)) })] : []),
    ...(divisions.length > 0 ? [say('terms.divisions', { list: list(divisions.map(names.division)) })] : []),
    ...sayPeriod(from, until),
  ]
  if (parts.length === 0) return say('terms.none')
  return say('terms.all', { parts: parts.join(mark('part')) })
}

function sayPeriod(from: string | undefined, until: string | undefined): string[] {
  if (from !== undefined && until !== undefined)
    return [say('terms.period', { from: sayDay(from), until: sayDay(until) })]
  if (from !== undefined) return [say('terms.from', { from: sayDay(from) })]
  return until === undefined ? [] : [say('terms.until', { until: sayDay(until) })]
}
