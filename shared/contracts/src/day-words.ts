export type DayLanguage = 'en' | 'zh'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const WEEKDAYS_ZH = '日一二三四五六'

/** `2025-07-25` → `25 July 2025 (Fri)`, `2025年7月25日（周五）`. What is no day of the calendar is left as it is. */
export function showDay(day: string, language: DayLanguage): string {
  const time = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day) return day
  const [year, month, date, weekday] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), time.getUTCDay()]
  if (language === 'zh') return `${year}年${month + 1}月${date}日（周${WEEKDAYS_ZH[weekday]}）`
  return `${date} ${MONTHS[month]} ${year} (${WEEKDAYS_EN[weekday]})`
}
