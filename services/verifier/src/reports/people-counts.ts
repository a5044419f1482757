import { sum } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, objectsIn, textIn, textsIn } from '../json.ts'
import { ALL_WINDOWS, type Counts, noGroup } from './counted.ts'
import { createOnceCounts } from './counted-once.ts'
import type { Directory } from './directory.ts'
import { createMergedRecords } from './merged-records.ts'
import { type Asked, counts } from './moments.ts'

type Group = typeof noGroup
type Measure = 'eligible' | 'amended' | 'issued' | 'reached' | 'issued-fen' | 'used-fen' | 'visits'

/** Of the reached those that one plan or the other lists: a share of a plan is never more than all of it. */
const countedTogether: readonly (readonly Measure[])[] = [
  ...([['eligible'], ['amended'], ['issued'], ['reached']] as const),
  ...([
    ['reached', 'eligible'],
    ['reached', 'amended'],
  ] as const),
]

/** Who was planned for, issued to and reached, and with how much: each person by programme and window, in the group of their first mention there. */
export function countPeople(asked: Asked, directory: Directory) {
  /** `programme|window|worker` */
  const people = new Map<string, { readonly group: Group } & Record<Measure, number>>()
  const merged = createMergedRecords()
  /** Visits of each person over all windows, by the windows that paid. */
  const visits = new Map<string, number>()

  function personIn({ data, worker }: Of, window: string, group = noGroup) {
    return personAt(`${textIn(data, 'programme')}|${window}|${worker}`, group)
  }

  function personAt(key: string, group: Group) {
    const [programme, window, worker = ''] = key.split('|')
    const head = merged.headOf(worker)
    // What a merged record is first mentioned in, its person is.
    if (head !== worker) personAt(`${programme}|${window}|${head}`, people.get(key)?.group ?? group)
    const person = people.get(key) ?? {
      ...{ group, eligible: 0, amended: 0, issued: 0, reached: 0, visits: 0 },
      ...{ 'issued-fen': 0, 'used-fen': 0 },
    }
    people.set(key, person)
    return person
  }

  function takeRoster(
    { stream, data }: PostedEvent['event'],
    measures: readonly ('eligible' | 'amended')[],
    once: number,
  ): void {
    for (const listed of objectsIn(data, 'groups')) {
      const group = {
        employer: textIn(listed, 'employer'),
        division: textIn(listed, 'division'),
        trade: textIn(listed, 'trade'),
      }
      for (const worker of textsIn(listed, 'workers'))
        for (const window of directory.rounds.get(stream)?.windows ?? [])
          for (const measure of measures) personIn({ data, worker }, window, group)[measure] += once
    }
  }

  function takeLeavers({ stream, data }: PostedEvent['event'], once: number): void {
    for (const worker of textsIn(data, 'workers'))
      for (const window of directory.rounds.get(stream)?.windows ?? [])
        personIn({ data, worker }, window).amended -= once
  }

  function merge(double: string, survivor: string): void {
    merged.merge(double, survivor)
    for (const [key, { group }] of [...people]) if (key.endsWith(`|${double}`)) personAt(key, group)
  }

  function takeCredit(of: Of, credit: JsonObject, by: number): void {
    const person = personIn(of, textIn(credit, 'window'))
    person.issued += by
    person['issued-fen'] += by * fenIn(credit)
  }

  /** Issued in the other window from then on. */
  function takeMove(of: Of, by: number): void {
    personIn(of, textIn(of.data, 'window'))['issued-fen'] -= by * fenIn(of.data)
    const taken = personIn(of, textIn(of.data, 'toWindow'))
    taken.issued += by
    taken['issued-fen'] += by * fenIn(of.data)
  }

  /** People go by the paper's day, money by the day on which it is posted. */
  function takeMeal({ event: { data }, date, paperDay }: PostedEvent, by: 1 | -1): void {
    const worker = textIn(data, 'worker')
    const onPaper = counts(asked, by === 1 ? textIn(data, 'redeemedOn') : paperDay) ? by : 0
    const draws = objectsIn(data, 'draws')
    for (const draw of draws)
      personIn({ data, worker }, textIn(draw, 'window'))['used-fen'] += counts(asked, date) ? by * fenIn(draw) : 0
    const windows = Object.hasOwn(data, 'windowsFreed')
      ? textsIn(data, 'windowsFreed')
      : [...new Set(draws.map((draw) => textIn(draw, 'window')))]
    // A part that is taken back leaves the meal where it counts.
    if (windows.length === 0) return
    for (const window of windows) {
      const person = personIn({ data, worker }, window)
      person.reached += onPaper
      person.visits += onPaper
    }
    const key = `${textIn(data, 'programme')}|${windows.join(' ')}|${worker}`
    visits.set(key, (visits.get(key) ?? 0) + onPaper)
  }

  return {
    take(posted: PostedEvent): void {
      const { event, date } = posted
      const { type, data } = event
      // What comes after the day that is asked for still says which group a person belongs to.
      const once = counts(asked, date) ? 1 : 0
      if (type === 'RosterFrozen') takeRoster(event, ['eligible', 'amended'], once)
      else if (type === 'WorkersJoinedRound')
        takeRoster(event, ['amended'], counts(asked, textIn(data, 'joinedOn')) ? 1 : 0)
      else if (type === 'WorkersLeftRound') takeLeavers(event, counts(asked, textIn(data, 'leftOn')) ? 1 : 0)
      else if (type === 'WorkerMergedInto') merge(event.stream, textIn(data, 'survivor'))
      else if (type === 'CreditsIssued') {
        for (const wallet of objectsIn(data, 'wallets'))
          for (const credit of objectsIn(wallet, 'credits'))
            takeCredit({ data, worker: textIn(wallet, 'worker') }, credit, once)
      } else if (type === 'CreditDeclined') takeCredit({ data, worker: textIn(data, 'worker') }, data, -once)
      else if (type === 'CreditExpired' || type === 'CreditWithdrawn')
        personIn({ data, worker: textIn(data, 'worker') }, textIn(data, 'window'))
      else if (type === 'CreditMoved') takeMove({ data, worker: textIn(data, 'worker') }, once)
      else if (type === 'MealRedeemed') takeMeal(posted, 1)
      else if (type === 'RedemptionReversed') takeMeal(posted, -1)
    },
    countInto(counted: Counts): void {
      const once = createOnceCounts()
      for (const [key, person] of people) {
        const [programme = '', window = '', worker = ''] = key.split('|')
        const place = { programme, window, ...person.group, commodity: '' }
        if (merged.headOf(worker) === worker)
          for (const measures of countedTogether) {
            const records = [worker, ...merged.doublesOf(worker)]
            const timesOf = (measure: Measure) =>
              sum(records.map((one) => people.get(`${programme}|${window}|${one}`)?.[measure] ?? 0))
            const count = measures.every((measure) => timesOf(measure) > 0) ? 1 : 0
            once.add(`${programme} ${worker}`, { ...place, measure: measures.join('-and-'), count })
          }
        for (const measure of ['visits', 'issued-fen', 'used-fen'] as const)
          counted.add(measure, place, person[measure])
      }
      once.countInto(counted)
      for (const [key, count] of visits) {
        const [programme = '', windows = '', worker] = key.split('|')
        const groups = windows
          .split(' ')
          .map((window) => people.get(`${programme}|${window}|${worker}`)?.group ?? noGroup)
        const apart = [...new Map(groups.map((group) => [JSON.stringify(group), group])).values()]
        const over = {
          employer: apart.map(({ employer }) => employer).join('\n'),
          division: apart.map(({ division }) => division).join('\n'),
          trade: apart.map(({ trade }) => trade).join('\n'),
        }
        counted.add('visits', { programme, window: ALL_WINDOWS, ...over }, count)
      }
    },
  }
}

interface Of {
  readonly data: JsonObject
  readonly worker: string
}

function fenIn(of: JsonObject): number {
  return sum(objectsIn(of, 'shares').map((share) => integerIn(share, 'amountFen')))
}
