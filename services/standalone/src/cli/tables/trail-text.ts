import { formatYuan } from '@welfare/contracts/money.ts'
import { countText } from '@welfare/printouts/text-table.ts'
import type { TrailAnswer } from '@welfare/reports/journal/trail.contract.ts'
import { instantCell, joinParts, momentLine } from './cells.ts'

/** Long data and the legs of a bulk event are cut: the machine's answer has them whole. */
const shown = { dataCharacters: 200, legs: 8 } as const

/** Every event of a thing, oldest first: what, when, by whom, and what it moved. */
export function renderTrail(answer: TrailAnswer): string {
  const more = answer.nextCursor === null ? '' : 'There is more: raise --limit.\n'
  return joinParts([`Trail of ${answer.id}`, ...answer.events.map(renderEvent), `${more}${momentLine(answer)}`])
}

type Entry = TrailAnswer['events'][number]
type Leg = Entry['legs'][number]

function renderEvent({ sequence, type, stream, version, actor, recordedAt, data, legs }: Entry): string {
  const more = legs.length > shown.legs ? [`    … ${countText(legs.length - shown.legs)} more legs`] : []
  return [
    `#${countText(sequence)}  ${instantCell(recordedAt)}  ${type}  by ${actor ?? '–'}`,
    `    ${stream}.${version}`,
    `    ${cut(JSON.stringify(data), shown.dataCharacters)}`,
    ...legs.slice(0, shown.legs).map(renderLeg),
    ...more,
  ].join('\n')
}

function renderLeg({ book, account, commodity, amount, dimensions }: Leg): string {
  const side = amount < 0 ? 'credit' : 'debit '
  const quantity =
    commodity === 'CNY' ? `${formatYuan(Math.abs(amount))} 元` : `${countText(Math.abs(amount))} × ${commodity}`
  return `    ${side} ${book}:${account}  ${quantity}  ${Object.values(dimensions).join(' ')}`
}

function cut(text: string, characters: number): string {
  const all = [...text]
  return all.length <= characters ? text : `${all.slice(0, characters).join('')} …`
}
