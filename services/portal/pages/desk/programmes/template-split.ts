import { formatYuan } from '@welfare/contracts/money.ts'
import { mark } from '../../common/punctuation.ts'
import { sayWord } from '../../common/words.ts'
import type { Template } from './programmes.queries.ts'
import { sayOfSplit } from './split-words.ts'
import { type TypedSplit, toTypedLine } from './typed-split.ts'

type TemplateSplit = NonNullable<Template['split']>

/** Which fund it is must still be chosen. */
export function toTypedSplitOf({ usualPriceFen, lines }: TemplateSplit): TypedSplit {
  return {
    usualPriceFen,
    lines: lines.map(({ payer, rule, onEmpty, chinese, english }) => {
      const { payer: whose, ...typed } = toTypedLine({ payer, rule, ...(onEmpty && { onEmpty }) })
      return payer === 'fund' ? { ...typed, role: sayWord({ chinese, english }) } : { ...typed, payer: whose ?? payer }
    }),
  }
}

/** Its worked example. */
export function sayTemplateSplit({ usualPriceFen, lines }: TemplateSplit): string {
  const parts = lines
    .filter(({ exampleFen }) => exampleFen > 0)
    .map(({ exampleFen, ...whose }) => `${sayWord(whose)} ${formatYuan(exampleFen)}`)
  return sayOfSplit('templateExample', { price: formatYuan(usualPriceFen), parts: parts.join(mark('list')) })
}
