import { formatYuanPlain } from '@welfare/contracts/money.ts'

/**
 * 大写金额, as on receipts: `人民币壹万零伍圆整`, `人民币叁佰贰拾伍圆零肆分`, `人民币负伍角整`, `人民币零圆整`. 整 closes an amount without 分; 零 stands
 * where digits between others are zero, and before 分 without 角.
 * @throws RangeError when `amountFen` is no safe integer
 */
export function amountInWords(amountFen: number): string {
  const [yuan = '', jiao = '', fen = ''] = /^-?(\d+)\.(\d)(\d)$/.exec(formatYuanPlain(amountFen))?.slice(1) ?? []
  return `人民币${amountFen < 0 ? '负' : ''}${wordsOf(yuan, jiao, fen)}`
}

function wordsOf(yuan: string, jiao: string, fen: string): string {
  const whole = yuan === '0' ? '' : `${wholeInWords(yuan)}圆`
  if (jiao === '0' && fen === '0') return `${whole || '零圆'}整`
  const tenths = jiao === '0' ? (whole === '' ? '' : '零') : `${digitWord(jiao)}角`
  return `${whole}${tenths}${fen === '0' ? '整' : `${digitWord(fen)}分`}`
}

/** In groups of four digits. 万 and 亿 are read once, after all that counts by them: 壹万贰仟亿, not 壹万亿贰仟亿. */
function wholeInWords(digits: string): string {
  const high = digits.slice(0, -8)
  return high === ''
    ? belowHundredMillion(digits)
    : joined(`${wholeInWords(high)}亿`, digits.slice(-8), belowHundredMillion)
}

function belowHundredMillion(digits: string): string {
  const high = fourInWords(digits.slice(0, -4))
  return high === '' ? fourInWords(digits) : joined(`${high}万`, digits.slice(-4), fourInWords)
}

/** A 零 where the lower digits begin with zeros. */
function joined(higher: string, lower: string, inWords: (digits: string) => string): string {
  const rest = inWords(lower)
  return `${higher}${rest !== '' && lower.startsWith('0') ? '零' : ''}${rest}`
}

const UNITS = ['', '拾', '佰', '仟']

function fourInWords(digits: string): string {
  const four = digits.slice(-4)
  const words = [...four].map((digit, index) =>
    digit === '0' ? '零' : `${digitWord(digit)}${UNITS[four.length - 1 - index]}`,
  )
  return words
    .join('')
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '')
}

function digitWord(digit: string): string {
  return '零壹贰叁肆伍陆柒捌玖'.charAt(Number(digit))
}
