import { formatYuan } from '@welfare/contracts/money.ts'
import type { AnswerOf } from './api/client.ts'
import { sayPublic as say } from './public-words.ts'
import { sayDay } from './shanghai.ts'

export type PublicPage = AnswerOf<'readPublicProgramme'>

/** A heading with its lines: what is called how, and what it is. */
export interface PublicSection {
  readonly heading: string
  readonly lines: readonly (readonly [label: string, value: string])[]
}

/** What the public page says, for the public and for who switches it on alike. */
export function sectionsOf(page: PublicPage): readonly PublicSection[] {
  const sections = [daysOf(page), moneyOf(page), peopleOf(page), sitesOf(page), goodsOf(page)]
  return sections.filter(({ lines }) => lines.length > 0)
}

/** As of when, why something is missing, and by what it can be checked. */
export function notesOf({ throughDay, isWithheld, smallestGroup, treeSize, rootHash }: PublicPage): readonly string[] {
  return [
    say('asOf', { day: sayDay(throughDay) }),
    ...(isWithheld ? [say('withheldWhy', { count: smallestGroup })] : []),
    say('tree', { size: treeSize, root: rootHash }),
  ]
}

function daysOf({ windows }: PublicPage): PublicSection {
  return {
    heading: say('days'),
    lines: windows.map(({ name, from, until }) => [name, say('window', { from: sayDay(from), until: sayDay(until) })]),
  }
}

function moneyOf({ money }: PublicPage): PublicSection {
  const yuan = (amountFen: number | null) =>
    amountFen === null ? say('withheld') : say('yuan', { amount: formatYuan(amountFen) })
  const unlessNone = (label: string, amountFen: number | null) => (amountFen ? [[label, yuan(amountFen)] as const] : [])
  return {
    heading: say('money'),
    lines: [
      [say('in'), yuan(money.inFen)],
      [say('used'), yuan(money.usedFen)],
      [say('returned'), yuan(money.returnedFen)],
      ...unlessNone(say('claimed'), money.claimedFen),
      ...unlessNone(say('writtenOff'), money.writtenOffFen),
      [say('left'), yuan(money.leftFen)],
    ],
  }
}

function peopleOf({ people }: PublicPage): PublicSection {
  if (people === null) return { heading: say('people'), lines: [] }
  return {
    heading: say('people'),
    lines: [
      [say('planned'), shown('countOfPeople', people.planned)],
      [say('reached'), share(people.reached, people.percentage)],
      [say('meals'), shown('countOfMeals', people.meals)],
    ],
  }
}

function sitesOf({ sites }: PublicPage): PublicSection {
  if (sites === null) return { heading: say('sites'), lines: [] }
  return {
    heading: say('sites'),
    lines: [
      [say('sitesPlanned'), shown('countOfSites', sites.planned)],
      [say('sitesDelivered'), shown('countOfSites', sites.delivered)],
      [say('headsPlanned'), shown('countOfPeople', sites.headsPlanned)],
      [say('headsCovered'), share(sites.headsCovered, sites.percentage)],
    ],
  }
}

function goodsOf({ goods }: PublicPage): PublicSection {
  return {
    heading: say('goods'),
    lines: (goods ?? []).flatMap(({ name, handedOut }) =>
      name === null ? [] : [[name, shown('pieces', handedOut)] as const],
    ),
  }
}

function shown(unit: 'countOfPeople' | 'countOfMeals' | 'countOfSites' | 'pieces', count: number | null): string {
  return count === null ? say('withheld') : say(unit, { count })
}

function share(people: number | null, percentage: string | null): string {
  if (people === null || percentage === null) return shown('countOfPeople', people)
  return say('reachedOf', { people, percentage })
}
