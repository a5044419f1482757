import type { Comparison, Spread } from './rounds.ts'

export function toMarkdown(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ inFlight, baseline, subject, baselinePerSecond, subjectPerSecond, ratio }) => [
    String(inFlight),
    `${baseline}: ${spreadText(baselinePerSecond, 0)}`,
    `${subject}: ${spreadText(subjectPerSecond, 0)}`,
    spreadText(ratio, 2),
  ])
  const lines = [['in flight', 'baseline', 'subject', 'ratio'], ['---', '---', '---', '---'], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function spreadText({ median, lowest, highest }: Spread, digits: number): string {
  const format = (value: number): string =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${format(median)} (${format(lowest)} – ${format(highest)})`
}
