import { type SentenceTable, sentence } from './sentence.ts'

/** Months and years that are closed. */
export const periodSentences = {
  'period-closed-before': sentence(
    'The months through {last} are closed.',
    'What belongs to {month} is entered as it is: it counts on the first open day.',
    '截至 {last} 的月份已经结账。',
    '属于 {month} 的业务可照常补录，计入第一个未结账日。',
  ),
  'period-still-closing': sentence(
    'The month {month} is still being closed.',
    'Try again in a moment.',
    '{month} 正在结账。',
    '请稍后再试。',
  ),
  'period-not-next': sentence(
    'Before {month}, the month {next} is to be closed.',
    'Close {next} first.',
    '{month} 之前的 {next} 还没有结账。',
    '请先结 {next}。',
  ),
  'period-not-over': sentence(
    'Until {earliest}, entries of {month} may still come.',
    'Close it on that day or later.',
    '{earliest} 之前，{month} 的业务还可以补录。',
    '请在该日或之后结账。',
  ),
  'period-not-closing': sentence(
    'The month {month} is not being closed.',
    'Look at the list of months.',
    '{month} 没有在结账。',
    '请查看月份列表。',
  ),
  'year-closed-before': sentence(
    'The years through {last} are closed.',
    'What belongs to {year} is entered as it is: it counts in the first open year.',
    '截至 {last} 年已经年终结转。',
    '属于 {year} 年的业务可照常补录，计入第一个未结转年度。',
  ),
  'year-still-closing': sentence(
    'The year {year} is still being closed.',
    'Try again in a moment.',
    '{year} 年正在年终结转。',
    '请稍后再试。',
  ),
  'year-months-open': sentence(
    'Not every month of {year} is closed: {next} comes next.',
    'Close the months through December first.',
    '{year} 年还有月份没有结账，下一个是 {next}。',
    '请先结到 12 月。',
  ),
  'year-not-next': sentence(
    'Before {year}, the year {next} is to be closed.',
    'Close {next} first.',
    '{year} 年之前的 {next} 年还没有年终结转。',
    '请先结转 {next} 年。',
  ),
  'year-not-closing': sentence(
    'The year {year} is not being closed.',
    'Look at the list of years.',
    '{year} 年没有在年终结转。',
    '请查看年度列表。',
  ),
} as const satisfies SentenceTable
