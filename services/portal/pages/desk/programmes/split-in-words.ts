import { formatYuan } from '@welfare/contracts/money.ts'
import { sayOfSplit } from './split-words.ts'
import type { Split, SplitLine } from './typed-split.ts'

/** A sentence for each payer, in order. */
export function saySplit({ lines, usualPriceFen }: Split, nameOf: (fund: string) => string): string[] {
  const sentences = lines.map((line, index) => {
    const said = sayOfSplit('says.part', {
      number: index + 1,
      payer: sayPayer(line.payer, nameOf),
      part: sayPart(line.rule),
    })
    return line.onEmpty ? `${said}${sayOfSplit(`says.onEmpty.${line.onEmpty}`)}` : said
  })
  return [sayOfSplit('says.split', { price: formatYuan(usualPriceFen) }), ...sentences, sayOfSplit('splitRest')]
}

export function sayPayer(payer: string, nameOf: (fund: string) => string): string {
  return payer === 'worker' || payer === 'merchant' ? sayOfSplit(`payer.${payer}`) : nameOf(payer)
}

function sayPart(rule: SplitLine['rule']): string {
  if (rule.kind === 'rest') return sayOfSplit('part.rest')
  if (rule.kind !== 'share') return sayOfSplit(`part.${rule.kind}`, { amount: formatYuan(rule.amountFen) })
  const percent = rule.thousandths / 10
  return rule.upToFen === undefined
    ? sayOfSplit('part.share', { percent })
    : sayOfSplit('part.shareUpTo', { percent, amount: formatYuan(rule.upToFen) })
}
