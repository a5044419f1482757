import { addDays } from '@welfare/contracts/days.ts'
import { formatYuanPlain } from '@welfare/contracts/money.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { AccountNames } from './book-accounts.ts'
import { summaryOf } from './event-words.ts'
import type { PlainTextForm } from './plain-text-book.ts'

/** Before every entry: a late one may be dated before those recorded earlier. */
const OPENED_ON = '1970-01-01'

/** For Beancount: `bean-check` passes, and fails for a file of which something is missing. A document's number is a link. */
export const beancountForm: PlainTextForm = {
  comment: ';',
  preamble: `option "title" "Welfare ledger"
option "operating_currency" "CNY"
${OPENED_ON} commodity CNY
`,
  declareGoods: (commodity, symbol) => `${OPENED_ON} commodity ${symbol}\n  goods: ${quoted(commodity)}\n`,
  declareAccount: ({ beancount, label }) =>
    `${OPENED_ON} open ${beancount}\n${label === '' ? '' : `  name: ${quoted(label)}\n`}`,
  transaction({ legs, outside }, names) {
    const [first] = legs
    if (!first) return ''
    const facts = {
      event: first.eventId,
      type: first.eventType,
      part: `${first.stream}.${first.version}`,
      maker: first.maker,
      ...(first.checker !== null && { checker: first.checker }),
      poster: first.poster,
    }
    const postings = legs.flatMap((leg) => [
      `  ${names.accountOf(leg).beancount}  ${figureOf(leg.amount, leg.commodity)} ${names.symbolOf(leg.commodity)}`,
      ...factsOf(leg),
    ])
    const balancing = outside.map(
      ({ commodity, amount }) =>
        `  ${names.outside.beancount}  ${figureOf(amount, commodity)} ${names.symbolOf(commodity)}`,
    )
    return `${[
      `${first.accountingDate} * ${quoted(summaryOf(first.eventType))} ^${first.document}`,
      `  sequence: ${first.sequence}`,
      ...Object.entries(facts).map(([name, value]) => `  ${name}: ${quoted(value)}`),
      ...postings,
      ...balancing,
    ].join('\n')}\n`
  },
  closing: (lastDay, balances, names: AccountNames) =>
    balances
      .map(({ account, commodity, balance }) => {
        const held = `${figureOf(balance, commodity)} ~ 0 ${names.symbolOf(commodity)}`
        return `${addDays(lastDay, 1)} balance ${account.beancount} ${held}\n`
      })
      .join(''),
}

const told = ['fund', 'programme', 'batch', 'purchase', 'consignment', 'lot'] as const

function factsOf(leg: JournalLeg): string[] {
  return told.flatMap((name) => (leg[name] === null ? [] : [`    ${name}: ${quoted(leg[name])}`]))
}

function figureOf(amount: number, commodity: string): string {
  return commodity === 'CNY' ? formatYuanPlain(amount) : String(amount)
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
