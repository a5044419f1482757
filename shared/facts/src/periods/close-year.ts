import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { EventStore, SequencedEvent } from '@welfare/event-store/port.ts'
import type { Facts } from '../facts.service.ts'
import { type BoundProcess, defineProcess } from '../process-manager.ts'
import { periodCodec, periodDecider } from './period.decider.ts'
import { createYearLookUps } from './year.facts.ts'
import { partsOfYear } from './year-lines.ts'

type Part = DataOf<'YearClosed'>

/** Records the closing entry of a year part by part, each after the one before it: stopped anywhere, it goes on with the next. */
export function createYearClosing({
  facts,
  store,
}: {
  readonly facts: Pick<Facts, 'prepare'>
  readonly store: Pick<EventStore, 'readAll'>
}): BoundProcess {
  const { findYear, firstYear } = createYearLookUps(facts.prepare)
  let known: { readonly year: string; readonly parts: Promise<readonly Part[]> } | undefined

  /** Made once for all its parts. */
  function partsOf(year: string): Promise<readonly Part[]> {
    if (known?.year === year) return known.parts
    const throughSequence = findYear(year)?.throughSequence
    if (throughSequence === undefined) throw new Error(`close-year: the year ${year} is not being closed`)
    const parts = partsOfYear(store, { year, throughSequence, isFirst: firstYear() === year })
    known = { year, parts }
    return parts
  }

  async function partAfter({ type, data }: SequencedEvent): Promise<Part | undefined> {
    const year = String(data.year)
    const done = type === 'YearClosed' ? Number(data.part) : 0
    if (type === 'YearClosed' && done === data.parts) {
      known = undefined
      return undefined
    }
    return (await partsOf(year))[done]
  }

  return {
    name: 'close-year',
    minds: (type) => type === 'YearClosing' || type === 'YearClosed',
    run: (source, ofService, delay) => {
      if (source.type !== 'YearClosing' && source.type !== 'YearClosed') return []
      return [
        async () => {
          const part = await partAfter(source)
          if (part === undefined) return
          const process = defineProcess({
            name: 'close-year',
            on: ['YearClosing', 'YearClosed'],
            decider: periodDecider,
            codec: periodCodec,
            react: (_, { stream }) => [{ stream, command: { type: 'CloseYearPart' as const, ...part } }],
          })
          for (const step of process.run(source, ofService, delay)) await step()
        },
      ]
    },
  }
}
