import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { linesOf, type NaiveMoment, type Seen, seenAt } from './naive.fixture.ts'

const groupless = { employer: '', division: '', trade: '' }
type Group = typeof groupless

/** `programme|window|worker` → the group they were first mentioned in. */
function naiveGroups(all: readonly Seen[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  const rounds = naiveRounds(all)
  const mention = (programme: string, worker: string, windows: Iterable<string>, group: Group): void => {
    for (const window of windows) {
      const key = `${programme}|${window}|${worker}`
      if (!groups.has(key)) groups.set(key, group)
    }
  }
  for (const { event, stream } of all) {
    if (event.type === 'RosterFrozen') {
      for (const { workers, ...group } of event.data.groups) {
        for (const worker of workers) mention(event.data.programme, worker, rounds.get(stream) ?? [], group)
      }
    } else if (event.type === 'CreditsIssued') {
      for (const { worker, credits } of event.data.wallets) {
        mention(
          event.data.programme,
          worker,
          credits.map((credit) => credit.window),
          groupless,
        )
      }
    } else if (event.type === 'CreditDeclined' || event.type === 'CreditExpired' || event.type === 'CreditWithdrawn') {
      mention(event.data.programme, event.data.worker, [event.data.window], groupless)
    } else if (event.type === 'MealRedeemed' || event.type === 'RedemptionReversed') {
      mention(
        event.data.programme,
        event.data.worker,
        event.data.draws.map((draw) => draw.window),
        groupless,
      )
    }
  }
  return groups
}

function naiveRounds(all: readonly Seen[]): Map<string, readonly string[]> {
  return new Map(
    all.flatMap(({ event, stream }) => (event.type === 'RoundOpened' ? [[stream, event.data.windows] as const] : [])),
  )
}

/** `measure|programme|window|employer|division|trade` → people, or visits; in each window, and once over all (`*`). */
export function naivePeople(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, number> {
  const all = seenAt(events, { sequence: moment.sequence })
  const groups = naiveGroups(all)
  const counts = new Map<string, number>()
  const add = (
    measure: string,
    programme: string | undefined,
    window: string | undefined,
    group: Group,
    by: number,
  ) => {
    const key = [measure, programme, window, group.employer, group.division, group.trade].join('|')
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  for (const [measure, people] of Object.entries(naivePeopleSets(all, moment))) {
    const once = new Map<string, Set<string>>()
    for (const [key, times] of people) {
      const [programme, window, worker] = key.split('|')
      const { employer, division, trade } = groups.get(key) ?? groupless
      if (times <= 0) continue
      add(measure, programme, window, { employer, division, trade }, 1)
      const person = `${programme}|${worker}`
      once.set(person, (once.get(person) ?? new Set()).add(JSON.stringify([employer, division, trade])))
    }
    for (const [person, all] of once) add(measure, person.split('|')[0], '*', linesOf(all), 1)
  }
  for (const { event, paperDay } of all) {
    if (event.type !== 'MealRedeemed' && event.type !== 'RedemptionReversed') continue
    const [by, day] = event.type === 'MealRedeemed' ? [1, event.data.redeemedOn] : [-1, paperDay]
    if (moment.day !== undefined && day > moment.day) continue
    const { programme, worker, draws } = event.data
    const over = new Set<string>()
    for (const window of new Set(draws.map((draw) => draw.window))) {
      const group = groups.get(`${programme}|${window}|${worker}`) ?? groupless
      over.add(JSON.stringify([group.employer, group.division, group.trade]))
      add('visits', programme, window, group, by)
    }
    add('visits', programme, '*', linesOf(over), by)
  }
  return new Map([...counts].filter(([, count]) => count !== 0))
}

function naivePeopleSets(all: readonly Seen[], { day }: Pick<NaiveMoment, 'day'>) {
  const isSeen = (date: string): boolean => day === undefined || date <= day
  const rounds = naiveRounds(all)
  const eligible = new Map<string, number>()
  const issued = new Map<string, number>()
  const reached = new Map<string, number>()
  const add = (people: Map<string, number>, programme: string, worker: string, window: string, by: number): void => {
    const key = `${programme}|${window}|${worker}`
    people.set(key, (people.get(key) ?? 0) + by)
  }
  for (const { event, stream, date, paperDay } of all) {
    const eatenOn = event.type === 'MealRedeemed' ? event.data.redeemedOn : undefined
    if (!isSeen(eatenOn ?? (event.type === 'RedemptionReversed' ? paperDay : date))) continue
    if (event.type === 'RosterFrozen') {
      for (const worker of event.data.groups.flatMap((group) => group.workers)) {
        for (const window of rounds.get(stream) ?? []) add(eligible, event.data.programme, worker, window, 1)
      }
    } else if (event.type === 'CreditsIssued') {
      for (const { worker, credits } of event.data.wallets) {
        for (const { window } of credits) add(issued, event.data.programme, worker, window, 1)
      }
    } else if (event.type === 'CreditDeclined') {
      add(issued, event.data.programme, event.data.worker, event.data.window, -1)
    } else if (event.type === 'MealRedeemed' || event.type === 'RedemptionReversed') {
      const by = event.type === 'MealRedeemed' ? 1 : -1
      const windows = new Set(event.data.draws.map((draw) => draw.window))
      for (const window of windows) add(reached, event.data.programme, event.data.worker, window, by)
    }
  }
  const ofEligible = new Map([...reached].filter(([key]) => (eligible.get(key) ?? 0) > 0))
  return { eligible, issued, reached, 'reached-of-eligible': ofEligible }
}

/** `programme|window|worker` → why this person is missing, or that they hold credit. */
export function naivePeopleGaps(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, string> {
  const all = seenAt(events, { sequence: moment.sequence })
  const { eligible, reached } = naivePeopleSets(all, moment)
  const open = new Map<string, number>()
  const held = new Map<string, number>()
  const ended = new Map<string, string>()
  const voided = new Set<string>()
  const change = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)
  for (const { event } of seenAt(events, moment)) {
    const { type, data } = event
    if (type === 'CreditsIssued') {
      for (const { worker, credits } of data.wallets) {
        for (const { window, shares } of credits) {
          change(open, `${data.programme}|${window}|${worker}`, 1)
          change(held, `${data.programme}|${window}|${worker}`, fenOf(shares))
        }
      }
    } else if (type === 'CreditDeclined' || type === 'CreditExpired' || type === 'CreditWithdrawn') {
      const key = `${data.programme}|${data.window}|${data.worker}`
      change(open, key, -1)
      change(held, key, -fenOf(data.shares))
      const reasons = { CreditDeclined: 'declined', CreditExpired: 'expired-unused', CreditWithdrawn: 'withdrawn' }
      ended.set(key, reasons[type])
    } else if (type === 'MealRedeemed') {
      for (const draw of data.draws)
        change(held, `${data.programme}|${draw.window}|${data.worker}`, -fenOf(draw.shares))
    } else if (type === 'RedemptionReversed') {
      for (const draw of data.draws.filter(({ to }) => to === 'issued'))
        change(held, `${data.programme}|${draw.window}|${data.worker}`, fenOf(draw.shares))
    } else if (type === 'VoucherVoided') voided.add(`${data.programme}|${data.worker}`)
  }
  const barred = naiveBarred(all, moment)
  const gaps = new Map<string, string>()
  for (const key of new Set([...eligible.keys(), ...open.keys()])) {
    const [programme, , worker] = key.split('|')
    const isOpen = (open.get(key) ?? 0) > 0
    const isBarred = programme !== undefined && worker !== undefined && barred(programme, worker)
    const hasEnded = ended.get(key) === 'expired-unused'
    if ((eligible.get(key) ?? 0) <= 0 || (reached.get(key) ?? 0) > 0) {
      if (isOpen && (held.get(key) ?? 0) > 0) gaps.set(key, 'holds-credit')
    } else if (isOpen) gaps.set(key, 'issued-not-used')
    else if (isBarred && !hasEnded) gaps.set(key, 'held-elsewhere')
    else if (voided.has(`${programme}|${worker}`)) gaps.set(key, 'voided')
    else gaps.set(key, ended.get(key) ?? 'not-issued')
  }
  return gaps
}

/** Did another programme, of those that exclude each other on that day, give first what has not gone back? */
function naiveBarred(all: readonly Seen[], { day }: Pick<NaiveMoment, 'day'>) {
  const isSeen = (date: string): boolean => day === undefined || date <= day
  const named = new Map<string, readonly string[]>()
  /** `programme|worker` → batch → fen, in the order in which batches first gave. */
  const given = new Map<string, Map<string, { since: number; fen: number }>>()
  const change = (key: string, batch: string, at: number, fen: number): void => {
    const batches = given.get(key) ?? new Map()
    const known = batches.get(batch) ?? (at > 0 ? { since: at, fen: 0 } : undefined)
    if (known) given.set(key, batches.set(batch, { ...known, fen: known.fen + fen }))
  }
  for (const [index, { event, stream, date }] of all.entries()) {
    if (event.type === 'CreditsIssued')
      for (const { worker, credits } of event.data.wallets) {
        const fen = credits.reduce((sum, { shares }) => sum + fenOf(shares), 0)
        change(`${event.data.programme}|${worker}`, stream, index + 1, isSeen(date) ? fen : 0)
      }
    if (!isSeen(date)) continue
    if (event.type === 'ProgrammeDefined' || event.type === 'ProgrammeRulesChanged')
      named.set(stream, event.data.rules.exclusiveWith ?? [])
    else if (event.type === 'CreditDeclined' || event.type === 'CreditExpired' || event.type === 'CreditWithdrawn')
      change(`${event.data.programme}|${event.data.worker}`, event.data.batch, 0, -fenOf(event.data.shares))
    else if (event.type === 'RedemptionReversed')
      for (const { to, batch, shares } of event.data.draws)
        if (to !== 'issued') change(`${event.data.programme}|${event.data.worker}`, batch, 0, -fenOf(shares))
  }
  return (programme: string, worker: string): boolean => {
    const others = [...named].flatMap(([one, of]) => [
      ...(one === programme ? of : []),
      ...(of.includes(programme) ? [one] : []),
    ])
    const first = [programme, ...new Set(others)]
      .flatMap((of) => [...(given.get(`${of}|${worker}`)?.values() ?? [])].map((batch) => ({ of, ...batch })))
      .filter(({ fen }) => fen > 0)
      .sort((a, b) => a.since - b.since)[0]
    return first !== undefined && first.of !== programme
  }
}

function fenOf(shares: readonly { readonly amountFen: number }[]): number {
  return shares.reduce((sum, { amountFen }) => sum + amountFen, 0)
}
