import { ALL_WINDOWS, type Counted, type Counts } from './counted.ts'

interface Part {
  /** Who or what, in which programme: counted once however many parts there are. */
  readonly subject: string
  readonly counted: Counted
}

/** What is counted window by window, or round by round, and beside that once over all of them. */
export interface OnceCounts {
  add(subject: string, counted: Counted): void
  /** A line for each group in which the subject counts; the most that counts in one part. */
  countInto(counts: Counts): void
}

export function createOnceCounts(): OnceCounts {
  const parts: Part[] = []
  return {
    add: (subject, counted) => void (counted.count > 0 && parts.push({ subject, counted })),
    countInto(counts) {
      const bySubject = Map.groupBy(parts, ({ subject, counted: { measure } }) => `${measure} ${subject}`)
      for (const [, all] of bySubject) {
        const [first] = all
        if (!first) continue
        for (const { counted } of all) counts.add(counted.measure, counted, counted.count)
        const groups = [...new Map(all.map(({ counted }) => [groupText(counted), counted])).values()]
        const { measure, programme, site = '' } = first.counted
        const over = {
          programme,
          window: ALL_WINDOWS,
          site,
          employer: groups.map(({ employer }) => employer).join('\n'),
          division: groups.map(({ division }) => division).join('\n'),
          trade: groups.map(({ trade }) => trade).join('\n'),
        }
        counts.add(measure, over, Math.max(...all.map(({ counted }) => counted.count)))
      }
    },
  }
}

function groupText({ employer, division, trade }: Counted): string {
  return [employer, division, trade].join('|')
}
