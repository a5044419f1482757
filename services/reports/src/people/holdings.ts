import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { addSteps, valueAt } from './day-steps.ts'
import type { Exclusions } from './exclusions.store.ts'
import { headOf } from './merged-people.ts'
import type { Grant, People, Person } from './people.store.ts'

/** What somebody holds in programmes that exclude this one. */
export interface Elsewhere {
  /** Those on which it may change. */
  readonly days: readonly string[]
  /** The programme that bars them from this one on a day: of those in which they hold something the first that gave. */
  barredBy(day: string): string | undefined
}

const nowhere: Elsewhere = { days: [], barredBy: () => undefined }
/** On every day that is known. */
const LAST_DAY = '9999-12-31'

interface Dependencies {
  readonly people: People
  readonly exclusions: Exclusions
}

/** What each person was given by programmes that exclude each other, and what of it has not gone back. */
export type Holdings = ReturnType<typeof createHoldings>

export function createHoldings({ people, exclusions }: Dependencies) {
  return {
    give(person: Person, batch: string, of: { sequence: number; date: string; amountFen: number }): void {
      const before = person.grants.find((grant) => grant.batch === batch)
      const grant = before ?? { batch, since: of.sequence, received: null, fen: [] }
      setGrant(person, { ...grant, fen: addSteps(grant.fen, of.date, of.amountFen) })
    },

    receive({ programme, worker, batch }: DataOf<'CreditReceived'>, sequence: number): void {
      const person = people.get(programme, worker)
      const grant = person.grants.find((known) => known.batch === batch)
      if (grant && grant.received === null) setGrant(person, { ...grant, received: sequence })
    },

    takeBack(person: Person, { batch, shares }: Pick<DataOf<'CreditExpired'>, 'batch' | 'shares'>, date: string): void {
      const grant = person.grants.find((known) => known.batch === batch)
      if (grant) setGrant(person, { ...grant, fen: addSteps(grant.fen, date, subtractFen(0, totalOf(shares))) })
    },

    elsewhere(head: Person): Elsewhere {
      const others = exclusions.everOf(head.programme)
      if (others.length === 0) return nowhere
      const held = [head.programme, ...others].flatMap((programme) =>
        grantsIn(programme, head).map((grant) => ({ programme, grant })),
      )
      if (held.length === 0) return nowhere
      return {
        days: [...exclusions.daysOf(head.programme), ...held.flatMap(({ grant }) => grant.fen.map(([day]) => day))],
        barredBy(day) {
          const first = held
            .filter(
              ({ programme }) => programme === head.programme || exclusions.holdsOn(head.programme, programme, day),
            )
            .filter(({ grant }) => valueAt(grant.fen, day) > 0)
            .reduce<(typeof held)[number] | undefined>(
              (earliest, one) => (earliest && earliest.grant.since < one.grant.since ? earliest : one),
              undefined,
            )
          return first?.programme === head.programme ? undefined : first?.programme
        },
      }
    },

    /** Of somebody in a programme and in those that exclude it, or once did: the records that count. */
    recordsAlike({ programme, worker }: Pick<Person, 'programme' | 'worker'>): readonly Person[] {
      const others = exclusions.everOf(programme)
      if (others.length === 0) return []
      return [programme, ...others].flatMap((one) => {
        const known = people.find(one, worker)
        return known ? [headOf(people, known)] : []
      })
    },

    /** Since when the person's wallet has had what it still holds of the programme; undefined where it holds nothing. */
    receivedIn(programme: string, head: Person): number | undefined {
      const received = grantsIn(programme, head)
        .filter(({ fen }) => valueAt(fen, LAST_DAY) > 0)
        .flatMap((grant) => grant.received ?? [])
      return received.length === 0 ? undefined : Math.min(...received)
    },
  }

  function setGrant(person: Person, grant: Grant): void {
    person.grants = [...person.grants.filter(({ batch }) => batch !== grant.batch), grant]
    people.changed(person)
  }

  /** What was given there to any record of the person. */
  function grantsIn(programme: string, { worker, doubles }: Person): readonly Grant[] {
    const records = new Set([worker, ...doubles])
    for (const record of [...records])
      for (const double of people.find(programme, record)?.doubles ?? []) records.add(double)
    return [...records].flatMap((record) => people.find(programme, record)?.grants ?? [])
  }
}
