import type { Refusal } from '@welfare/decider/decider.ts'
import type { EventSource } from './event-source.ts'
import type { Generation } from './generation.ts'

/** What a query is answered from. */
export interface QueryContext {
  readonly generation: Generation
  readonly source: EventSource
  /** Today in Asia/Shanghai, by the clock of whoever asks. */
  readonly today: string
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value && 'facts' in value
}

export function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts }
}

interface Filters {
  readonly fund?: string | undefined
  readonly programme?: string | undefined
  readonly funder?: string | undefined
  readonly employer?: string | undefined
  readonly merchant?: string | undefined
  readonly window?: string | undefined
}

/** A filter that names what the ledger does not know is a mistake, not an empty answer. */
export function unknownThing({ generation }: QueryContext, filters: Filters): Refusal | undefined {
  const { things, model } = generation
  const now = model.checkpoint().sequence
  for (const kind of ['fund', 'programme', 'employer', 'merchant'] as const) {
    const id = filters[kind]
    if (id !== undefined && !things.find(kind, id, now)) return refusal(`${kind}-unknown`, { [kind]: id })
  }
  const { funder, window, programme } = filters
  if (funder !== undefined && !things.list('fund', now).some(({ facts }) => facts.funder === funder)) {
    return refusal('funder-unknown', { funder })
  }
  if (window === undefined) return undefined
  const known = window.startsWith('round-')
    ? things.find('round', window, now)
    : programme !== undefined && things.find('window', `${programme}/${window}`, now)
  return known ? undefined : refusal('window-unknown', { window })
}
