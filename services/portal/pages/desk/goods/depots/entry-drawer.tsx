import type { ReactNode } from 'react'
import { api } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { countedLines, linesIn, newestCorrection, openShortages, stillLost } from '../history/told-events.ts'
import type { ToldEvent } from '../history/trail.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { type AskedLot, fieldOf, LotFields, statedLots, type TypedLots } from './lot-fields.tsx'
import { say } from './words.ts'

/** How a number of each of its lots is asked; a correction begins with what the entry says. */
const entryActs = {
  confirmLoss: { hint: 'confirmLossWhat', label: 'shortOf', day: 'confirmedOn' },
  findAgain: { hint: 'findAgainWhat', label: 'lostOf', day: 'foundOn' },
  correctCount: { hint: 'correctCountWhat', label: 'countedOf', day: undefined },
  correctWriteOff: { hint: 'correctWriteOffWhat', label: 'rightOf', day: undefined },
} as const
type EntryAct = keyof typeof entryActs

export function isEntryAct(act: string): act is EntryAct {
  return Object.hasOwn(entryActs, act)
}

interface Stated {
  readonly lines: { lot: string; quantity: number }[]
  readonly reason: string
  readonly day: string | undefined
  readonly lateEntry?: { readonly reason: string }
}

/** What is said later of a count or a write-off: lot by lot, and why. */
export function EntryDrawer({
  depot,
  act,
  entry,
  events,
  onClose,
}: {
  readonly depot: string
  readonly act: EntryAct
  readonly entry: ToldEvent
  readonly events: readonly ToldEvent[]
  readonly onClose: () => void
}): ReactNode {
  const today = useToday()
  const { hint, label, day: dayLabel } = entryActs[act]
  const lots = lotsAsked(act, entry, events)
  const isCorrection = dayLabel === undefined
  const isCount = act === 'correctCount'
  const said = countedLines(entry, events).map(({ lot, quantity }) => [fieldOf(lot), quantity])
  return (
    <GoodsAct<TypedLots & TypedDay & { readonly reason?: string }, Stated>
      title={say(act)}
      form={`${act}.${(newestCorrection(entry, events) ?? entry).id}`}
      empty={isCorrection ? { lots: Object.fromEntries(said) } : {}}
      toBody={({ reason, ...typed }) => {
        const lines = statedLots(lots, typed).filter(({ quantity }) => isCount || quantity > 0)
        if (lines.length === 0 || !reason?.trim()) return undefined
        return { lines, reason: reason.trim(), day: typed.day, ...lateEntryOf(typed, today) }
      }}
      act={requests(depot, entry.id)[act]}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say(hint)}</p>
          <LotFields lots={lots} label={(of) => say(label, of)} isBounded={!isCorrection} />
          <ReasonField />
          {dayLabel && <DayFields label={say(dayLabel)} day={values.day} />}
        </>
      )}
    </GoodsAct>
  )
}

function lotsAsked(act: EntryAct, entry: ToldEvent, events: readonly ToldEvent[]): AskedLot[] {
  if (act === 'confirmLoss') return openShortages(entry, events)
  if (act === 'findAgain') return stillLost(entry, events)
  return linesIn(entry).map(({ quantity, booked, ...line }) => ({
    ...line,
    left: act === 'correctCount' ? booked : quantity,
  }))
}

function requests(id: string, part: string) {
  return {
    confirmLoss: asked(({ day, ...body }: Stated, given) =>
      api.POST('/v1/depots/{id}/counts/{part}/losses', {
        body: { ...body, ...(day && { confirmedOn: day }) },
        params: { path: { id, part }, ...given },
      }),
    ),
    findAgain: asked(({ day, ...body }: Stated, given) =>
      api.POST('/v1/depots/{id}/losses/{part}/found', {
        body: { ...body, ...(day && { foundOn: day }) },
        params: { path: { id, part }, ...given },
      }),
    ),
    correctCount: asked(({ lines, reason }: Stated, given) =>
      api.POST('/v1/depots/{id}/counts/{part}/correction', {
        body: { lines, reason },
        params: { path: { id, part }, ...given },
      }),
    ),
    correctWriteOff: asked(({ lines, reason }: Stated, given) =>
      api.POST('/v1/depots/{id}/write-offs/{part}/correction', {
        body: { right: lines, reason },
        params: { path: { id, part }, ...given },
      }),
    ),
  } as const
}
