import type { PostedEvent } from '../../books.ts'
import { type JsonObject, objectsIn, textIn, textsIn } from '../../json.ts'
import { noGroup } from '../counted.ts'
import type { Directory } from '../directory.ts'
import type { Gap, Since } from '../gap.ts'

interface WindowState {
  readonly group: typeof noGroup
  eligible: boolean
  /** Credits that have not ended. */
  open: number
  /** How the last one did that ended. */
  ended: string | undefined
  /** Redemptions less reversals. */
  meals: number
  gap: { readonly reason: string; readonly since: Since } | undefined
}

interface Person {
  voided: boolean
  readonly windows: Map<string, WindowState>
}

const endings: Readonly<Record<string, string>> = {
  CreditDeclined: 'declined',
  CreditExpired: 'expired-unused',
  CreditWithdrawn: 'withdrawn',
}

/** Who of a programme's plan has not been reached, window by window, why, and since which event that has been the reason. */
export function findPeopleGaps(programme: string, directory: Directory) {
  const people = new Map<string, Person>()

  function personOf(worker: string): Person {
    const person = people.get(worker) ?? { voided: false, windows: new Map<string, WindowState>() }
    people.set(worker, person)
    return person
  }

  function stateOf(person: Person, window: string, group = noGroup): WindowState {
    const state = person.windows.get(window) ?? newState(group)
    person.windows.set(window, state)
    return state
  }

  function change(worker: string, window: string, since: Since, apply: (state: WindowState) => void): void {
    const person = personOf(worker)
    const state = stateOf(person, window)
    apply(state)
    reassess(person, state, since)
  }

  function plan({ stream, data }: PostedEvent['event'], since: Since): void {
    for (const listed of objectsIn(data, 'groups')) {
      const group = groupOf(listed)
      for (const worker of textsIn(listed, 'workers'))
        for (const window of directory.rounds.get(stream)?.windows ?? []) {
          stateOf(personOf(worker), window, group)
          change(worker, window, since, (state) => {
            state.eligible = true
          })
        }
    }
  }

  return {
    take({ event }: PostedEvent, since: Since): void {
      const { type, data } = event
      if (data.programme !== programme) return
      if (type === 'RosterFrozen') plan(event, since)
      else if (type === 'CreditsIssued') {
        for (const wallet of objectsIn(data, 'wallets'))
          for (const credit of objectsIn(wallet, 'credits'))
            change(textIn(wallet, 'worker'), textIn(credit, 'window'), since, (state) => {
              state.open += 1
            })
      } else if (Object.hasOwn(endings, type)) {
        change(textIn(data, 'worker'), textIn(data, 'window'), since, (state) => {
          state.ended = endings[type]
          state.open -= 1
        })
      } else if (type === 'VoucherVoided') {
        const person = personOf(textIn(data, 'worker'))
        person.voided = true
        for (const state of person.windows.values()) reassess(person, state, since)
      } else if (type === 'MealRedeemed' || type === 'RedemptionReversed') {
        for (const window of new Set(objectsIn(data, 'draws').map((draw) => textIn(draw, 'window'))))
          change(textIn(data, 'worker'), window, since, (state) => {
            state.meals += type === 'MealRedeemed' ? 1 : -1
          })
      }
    },
    gaps: (): Gap[] =>
      [...people].flatMap(([worker, { windows }]) =>
        [...windows].flatMap(([window, { group, gap }]) =>
          gap ? [{ kind: 'people', subject: worker, window, ...group, ...gap, facts: { worker } }] : [],
        ),
      ),
  }
}

function newState(group: typeof noGroup): WindowState {
  return { group, eligible: false, open: 0, ended: undefined, meals: 0, gap: undefined }
}

function groupOf(listed: JsonObject): typeof noGroup {
  return {
    employer: textIn(listed, 'employer'),
    division: textIn(listed, 'division'),
    trade: textIn(listed, 'trade'),
  }
}

function reassess(person: Person, state: WindowState, since: Since): void {
  const reason = reasonOf(person, state)
  if (reason !== state.gap?.reason) state.gap = reason === undefined ? undefined : { reason, since }
}

function reasonOf({ voided }: Person, { eligible, meals, open, ended }: WindowState): string | undefined {
  if (!eligible || meals > 0) return undefined
  if (open > 0) return 'issued-not-used'
  return voided ? 'voided' : (ended ?? 'not-issued')
}
