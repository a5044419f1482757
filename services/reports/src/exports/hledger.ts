import { formatYuanPlain } from '@welfare/contracts/money.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { AccountNames } from './book-accounts.ts'
import { summaryOf } from './event-words.ts'
import type { PlainTextForm } from './plain-text-book.ts'

/** For hledger: `hledger check --strict` passes, and fails for a file of which something is missing. */
export const hledgerForm: PlainTextForm = {
  comment: ';',
  preamble: `commodity 1000.00 CNY
account 资产  ; type: A
account 负债  ; type: L
account 收入  ; type: R
account 支出  ; type: X
account 预算
account 物资
`,
  declareGoods: (commodity, symbol) => `commodity 1. "${symbol}"  ; ${untagged(commodity)}\n`,
  declareAccount: ({ hledger, label }) => `account ${hledger}${label === '' ? '' : `  ; ${untagged(label)}`}\n`,
  transaction({ legs, outside }, names) {
    const [first] = legs
    if (!first) return ''
    const { accountingDate, document, eventType, eventId, sequence, stream, version, maker, checker, poster } = first
    const head = `${accountingDate} * (${document}) ${summaryOf(eventType)}`
    const what = `    ; event:${eventId}, sequence:${sequence}, type:${eventType}, part:${stream}.${version}`
    const who = `    ; maker:${maker}, checker:${checker ?? ''}, poster:${poster}`
    const postings = legs.map(
      (leg) => `    ${names.accountOf(leg).hledger}  ${amountOf(leg.amount, leg.commodity, names)}${tagsOf(leg)}`,
    )
    const balancing = outside.map(
      ({ commodity, amount }) => `    ${names.outside.hledger}  ${amountOf(amount, commodity, names)}`,
    )
    return `${[head, what, who, ...postings, ...balancing].join('\n')}\n`
  },
  closing(lastDay, balances, names) {
    const lines = balances.map(({ account, commodity, balance }) => {
      const [nothing, held] = [amountOf(0, commodity, names), amountOf(balance, commodity, names)]
      return `    ${account.hledger}  ${nothing} = ${held}\n`
    })
    return `${lastDay} * closing balances\n${lines.join('')}`
  },
}

const told = ['fund', 'programme', 'batch', 'purchase', 'consignment', 'lot'] as const

function tagsOf(leg: JournalLeg): string {
  const tags = told.flatMap((name) => (leg[name] === null ? [] : [`${name}:${leg[name]}`]))
  return tags.length === 0 ? '' : `  ; ${tags.join(', ')}`
}

function amountOf(amount: number, commodity: string, names: AccountNames): string {
  return commodity === 'CNY' ? `${formatYuanPlain(amount)} CNY` : `${amount} "${names.symbolOf(commodity)}"`
}

/** Names are somebody's words: none of them may become a tag. */
function untagged(text: string): string {
  return text.replaceAll(':', '：').replaceAll(',', '，')
}
