import { addSteps, type DaySteps } from './day-steps.ts'
import type { People, Person, WindowState } from './people.store.ts'

/** The record that goes on for this person in this programme. */
export function headOf(people: People, person: Person): Person {
  return person.mergedInto === null ? person : people.get(person.programme, person.mergedInto)
}

/** What the records of one person come to in each window, in the group of the one that goes on. */
export function windowsOf(people: People, head: Person): Person['windows'] {
  if (head.doubles.length === 0) return head.windows
  const doubles = head.doubles.map((worker) => people.get(head.programme, worker))
  return Object.fromEntries(
    Object.entries(head.windows).map(([window, state]) => [
      window,
      doubles.reduce((sum, { windows }) => added(sum, windows[window]), state),
    ]),
  )
}

function added(state: WindowState, other: WindowState | undefined): WindowState {
  if (other === undefined) return state
  const sum = (of: 'eligible' | 'amended' | 'issued' | 'reached' | 'open' | 'held') => sumOf(state[of], other[of])
  return {
    ...state,
    eligible: sum('eligible'),
    amended: sum('amended'),
    issued: sum('issued'),
    reached: sum('reached'),
    open: sum('open'),
    held: sum('held'),
    ends: [...other.ends, ...state.ends],
  }
}

function sumOf(one: DaySteps, other: DaySteps): DaySteps {
  return other.reduce<DaySteps>((sum, [day, change]) => addSteps(sum, day, change), one)
}
