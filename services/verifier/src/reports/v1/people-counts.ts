import type { PostedEvent } from '../../books.ts'
import { type JsonObject, objectsIn, textIn, textsIn } from '../../json.ts'
import { ALL_WINDOWS, type Counts, noGroup } from '../counted.ts'
import type { Directory } from '../directory.ts'
import { type Asked, counts } from '../moments.ts'

type Group = typeof noGroup
type Measure = 'eligible' | 'issued' | 'reached'

/** Who was planned for, issued to and reached: each person by programme and window, in the group of their first mention there. */
export function countPeople(asked: Asked, directory: Directory) {
  /** `programme|window|worker` */
  const people = new Map<string, { readonly group: Group } & Record<Measure, number>>()

  function change(
    {
      data,
      worker,
      windows,
      group = noGroup,
    }: { data: JsonObject; worker: string; windows: Iterable<string>; group?: Group },
    measure: Measure | undefined,
    by: number,
  ): void {
    const programme = textIn(data, 'programme')
    for (const window of [...windows, ALL_WINDOWS]) {
      const key = `${programme}|${window}|${worker}`
      const person = people.get(key) ?? { group, eligible: 0, issued: 0, reached: 0 }
      people.set(key, person)
      if (measure !== undefined) person[measure] += by
    }
  }

  function takeRoster({ stream, data }: PostedEvent['event'], by: number): void {
    const windows = directory.rounds.get(stream)?.windows ?? []
    for (const listed of objectsIn(data, 'groups')) {
      const group = {
        employer: textIn(listed, 'employer'),
        division: textIn(listed, 'division'),
        trade: textIn(listed, 'trade'),
      }
      for (const worker of textsIn(listed, 'workers')) change({ data, worker, windows, group }, 'eligible', by)
    }
  }

  return {
    take({ event, date }: PostedEvent): void {
      const { type, data } = event
      // What comes after the day that is asked for still says which group a person belongs to.
      const once = counts(asked, date) ? 1 : 0
      if (type === 'RosterFrozen') takeRoster(event, once)
      else if (type === 'CreditsIssued') {
        for (const wallet of objectsIn(data, 'wallets'))
          for (const credit of objectsIn(wallet, 'credits'))
            change({ data, worker: textIn(wallet, 'worker'), windows: [textIn(credit, 'window')] }, 'issued', once)
      } else if (type === 'CreditDeclined') {
        change({ data, worker: textIn(data, 'worker'), windows: [textIn(data, 'window')] }, 'issued', -once)
      } else if (type === 'CreditExpired' || type === 'CreditWithdrawn') {
        change({ data, worker: textIn(data, 'worker'), windows: [textIn(data, 'window')] }, undefined, 0)
      } else if (type === 'MealRedeemed' || type === 'RedemptionReversed') {
        const windows = new Set(objectsIn(data, 'draws').map((draw) => textIn(draw, 'window')))
        const by = type === 'MealRedeemed' ? once : -once
        change({ data, worker: textIn(data, 'worker'), windows }, 'reached', by)
      }
    },
    countInto(counted: Counts): void {
      for (const [key, person] of people) {
        const [programme = '', window = ''] = key.split('|')
        for (const measure of ['eligible', 'issued', 'reached'] as const)
          if (person[measure] > 0) counted.add(measure, { programme, window, ...person.group }, 1)
      }
    },
  }
}
