import { sum } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, objectsIn, textIn, textsIn } from '../json.ts'
import { noGroup } from './counted.ts'
import { createCreditDays } from './credit-days.ts'
import type { Directory } from './directory.ts'
import { createExclusiveHoldings } from './exclusive-holdings.ts'
import type { Gap, Since } from './gap.ts'
import { createMergedRecords } from './merged-records.ts'
import { type Asked, counts } from './moments.ts'
import { holdsPlace } from './scope.ts'

interface WindowState {
  readonly group: typeof noGroup
  eligible: boolean
  /** Rounds that list the person now. */
  amended: number
  /** Credits that have not ended. */
  open: number
  /** Fen that they hold. */
  held: number
  /** How the last one did that ended. */
  ended: string | undefined
  /** Redemptions less reversals. */
  meals: number
  gap: FoundGap | undefined
}

interface FoundGap {
  readonly reason: string
  readonly heldIn: string | undefined
  /** Left, and the credits run on. */
  readonly runsOn: boolean
  readonly since: Since
}

interface Person {
  readonly worker: string
  /** What became of the card, the last first; a void that was taken back leaves it as it was before. */
  readonly cards: string[]
  readonly windows: Map<string, WindowState>
}

const endings: Readonly<Record<string, string>> = {
  CreditDeclined: 'declined',
  CreditExpired: 'expired-unused',
  CreditWithdrawn: 'withdrawn',
}

const becomes: Readonly<Record<string, string | undefined>> = {
  VoucherVoided: 'voided',
  VoucherSuspended: 'suspended',
  VoucherResumed: 'valid',
  VoucherRestored: undefined,
  VoucherReplaced: 'valid',
}

/** Who of a programme's plan has not been reached, window by window, why, and since which event that has been the reason. */
export function findPeopleGaps(asked: Asked, directory: Directory) {
  const { programme } = asked.query
  const people = new Map<string, Person>()
  const merged = createMergedRecords()
  const creditDays = createCreditDays()
  const holdings = createExclusiveHoldings(asked, programme ?? '')

  function personOf(worker: string): Person {
    const person = people.get(worker) ?? { worker, cards: [], windows: new Map<string, WindowState>() }
    people.set(worker, person)
    return person
  }

  function stateOf(person: Person, window: string, group = noGroup): WindowState {
    const state = person.windows.get(window) ?? newState(group)
    person.windows.set(window, state)
    const head = merged.headOf(person.worker)
    // What a merged record is first mentioned in, its person is.
    if (head !== person.worker) stateOf(personOf(head), window, state.group)
    return state
  }

  function change(worker: string, window: string, since: Since, apply: (state: WindowState) => void): void {
    const person = personOf(worker)
    const state = stateOf(person, window)
    apply(state)
    reassess(person, window, since)
  }

  function plan({ type, stream, data }: PostedEvent['event'], since: Since): void {
    for (const listed of objectsIn(data, 'groups')) {
      const group = groupOf(listed)
      for (const worker of textsIn(listed, 'workers'))
        for (const window of directory.rounds.get(stream)?.windows ?? []) {
          stateOf(personOf(worker), window, group)
          change(worker, window, since, (state) => {
            state.eligible ||= type === 'RosterFrozen'
            state.amended += 1
          })
        }
    }
  }

  function leave({ stream, data }: PostedEvent['event'], since: Since): void {
    for (const worker of textsIn(data, 'workers'))
      for (const window of directory.rounds.get(stream)?.windows ?? [])
        change(worker, window, since, (state) => {
          state.amended -= 1
        })
  }

  /** The person was there on the paper's day; what is held follows the money. */
  function takeMeal({ event: { data }, date, paperDay }: PostedEvent, since: Since, sign: 1 | -1): void {
    const onPaper = counts(asked, sign === 1 ? textIn(data, 'redeemedOn') : paperDay)
    const inBooks = counts(asked, date)
    const draws = objectsIn(data, 'draws')
    const drawnIn = draws.map((draw) => textIn(draw, 'window'))
    // A part that is taken back leaves the meal where it counts.
    const counted = Object.hasOwn(data, 'windowsFreed') ? textsIn(data, 'windowsFreed') : drawnIn
    for (const window of new Set([...drawnIn, ...counted])) {
      const drawn = draws.filter((draw) => draw.window === window && (sign === 1 || draw.to === 'issued'))
      change(textIn(data, 'worker'), window, since, (state) => {
        state.meals += onPaper && counted.includes(window) ? sign : 0
        state.held -= inBooks ? sign * sum(drawn.map(fenIn)) : 0
      })
    }
  }

  /** From here on the two are missing, or not, as one person. */
  function merge(double: string, survivor: string, since: Since): void {
    if (!people.has(double) || !merged.merge(double, survivor)) return
    for (const [window, state] of personOf(double).windows) {
      state.gap = undefined
      stateOf(personOf(double), window)
      reassess(personOf(double), window, since)
    }
  }

  /** Of the record that goes on, with those that were merged into it. */
  function reassess(person: Person, window: string, now: Since): void {
    const head = personOf(merged.headOf(person.worker))
    const own = head.windows.get(window)
    if (own === undefined) return
    const others = merged.doublesOf(head.worker).flatMap((worker) => people.get(worker)?.windows.get(window) ?? [])
    const state = others.reduce(added, own)
    const ownReason = reasonOf(head.cards[0], state)
    const heldIn = mayBeHeldElsewhere(ownReason, state) ? holdings.barredBy(head.worker) : undefined
    const reason = heldIn === undefined ? ownReason : 'held-elsewhere'
    const runsOn = reason === 'left' && state.open > 0 && state.held > 0
    const before = own.gap
    const isAsBefore = reason === before?.reason && heldIn === before?.heldIn
    const since = (isAsBefore && before?.since) || now
    own.gap = reason === undefined ? undefined : { reason, heldIn, runsOn, since }
  }

  /** What somebody was given, or gave back, somewhere may say why they miss something here. */
  function reassessWherever(workers: Iterable<string>, since: Since): void {
    for (const worker of workers) {
      const person = people.get(merged.headOf(worker))
      for (const window of person?.windows.keys() ?? []) if (person) reassess(person, window, since)
    }
  }

  /** What comes after the day that is asked for still says which group a person belongs to. */
  function mention({ type, stream, data }: PostedEvent['event']): void {
    const touch = (worker: string, windows: Iterable<string>, group = noGroup): void => {
      for (const window of windows) stateOf(personOf(worker), window, group)
    }
    const windowsIn = (name: string, of: JsonObject) => objectsIn(of, name).map((one) => textIn(one, 'window'))
    if (type === 'RosterFrozen' || type === 'WorkersJoinedRound') {
      for (const listed of objectsIn(data, 'groups'))
        for (const worker of textsIn(listed, 'workers'))
          touch(worker, directory.rounds.get(stream)?.windows ?? [], groupOf(listed))
    } else if (type === 'WorkersLeftRound') {
      for (const worker of textsIn(data, 'workers')) touch(worker, directory.rounds.get(stream)?.windows ?? [])
    } else if (type === 'CreditsIssued') {
      for (const wallet of objectsIn(data, 'wallets')) touch(textIn(wallet, 'worker'), windowsIn('credits', wallet))
    } else if (Object.hasOwn(endings, type)) touch(textIn(data, 'worker'), [textIn(data, 'window')])
    else if (type === 'CreditMoved') touch(textIn(data, 'worker'), [textIn(data, 'window'), textIn(data, 'toWindow')])
    else if (type === 'MealRedeemed' || type === 'RedemptionReversed')
      touch(textIn(data, 'worker'), windowsIn('draws', data))
  }

  return {
    take(posted: PostedEvent, since: Since): void {
      const { event, date } = posted
      const { type, data } = event
      const held = holdings.take(event, date)
      if (type === 'WorkerMergedInto') merge(event.stream, textIn(data, 'survivor'), since)
      if (data.programme === programme) takeOwn(posted, since)
      reassessWherever(held === 'everybody' ? people.keys() : held, since)
    },
    gaps: (): Gap[] =>
      [...people].flatMap(([worker, { windows }]) =>
        [...windows].flatMap(([window, { group, gap }]) =>
          gap ? [{ ...toGap(worker, window, group, gap), lastDays: creditDays.lastDaysOf(worker, window) }] : [],
        ),
      ),
  }

  function toGap(
    worker: string,
    window: string,
    group: typeof noGroup,
    { reason, heldIn, runsOn, since }: FoundGap,
  ): Gap {
    const held = heldIn !== undefined && { heldIn: { programme: heldIn, name: nameWithin(heldIn) } }
    return { kind: 'people', subject: worker, window, ...group, reason, since, runsOn, facts: { worker, ...held } }
  }

  /** The asker is not told what a programme outside their scope is called. */
  function nameWithin(id: string): string | null {
    const found = directory.programmes.get(id)
    return found && holdsPlace(asked.reach, found.division, id) ? found.name : null
  }

  function takeOwn(posted: PostedEvent, since: Since): void {
    const { event, date } = posted
    const { type, data } = event
    mention(event)
    if (type === 'WorkersJoinedRound') {
      if (counts(asked, textIn(data, 'joinedOn'))) plan(event, since)
    } else if (type === 'WorkersLeftRound') {
      if (counts(asked, textIn(data, 'leftOn'))) leave(event, since)
    } else if (type === 'MealRedeemed') takeMeal(posted, since, 1)
    else if (type === 'RedemptionReversed') takeMeal(posted, since, -1)
    if (!counts(asked, date)) return
    creditDays.take(event)
    if (type === 'RosterFrozen') plan(event, since)
    else if (type === 'CreditsIssued') {
      for (const wallet of objectsIn(data, 'wallets'))
        for (const credit of objectsIn(wallet, 'credits'))
          change(textIn(wallet, 'worker'), textIn(credit, 'window'), since, (state) => {
            state.open += 1
            state.held += fenIn(credit)
          })
    } else if (Object.hasOwn(endings, type)) {
      change(textIn(data, 'worker'), textIn(data, 'window'), since, (state) => {
        state.ended = endings[type]
        state.open -= 1
        state.held -= fenIn(data)
      })
    } else if (type === 'CreditMoved') {
      change(textIn(data, 'worker'), textIn(data, 'window'), since, (state) => {
        state.ended = 'moved'
        state.open -= 1
        state.held -= fenIn(data)
      })
      change(textIn(data, 'worker'), textIn(data, 'toWindow'), since, (state) => {
        state.open += 1
        state.held += fenIn(data)
      })
    } else if (Object.hasOwn(becomes, type)) {
      const person = personOf(textIn(data, 'worker'))
      person.cards.unshift(becomes[type] ?? person.cards.find((card) => card !== 'voided') ?? 'valid')
      for (const window of person.windows.keys()) reassess(person, window, since)
    }
  }
}

function newState(group: typeof noGroup): WindowState {
  return { group, eligible: false, amended: 0, open: 0, held: 0, ended: undefined, meals: 0, gap: undefined }
}

function groupOf(listed: JsonObject): typeof noGroup {
  return {
    employer: textIn(listed, 'employer'),
    division: textIn(listed, 'division'),
    trade: textIn(listed, 'trade'),
  }
}

function added(state: WindowState, other: WindowState): WindowState {
  return {
    ...state,
    eligible: state.eligible || other.eligible,
    amended: state.amended + other.amended,
    open: state.open + other.open,
    held: state.held + other.held,
    ended: state.ended ?? other.ended,
    meals: state.meals + other.meals,
  }
}

function reasonOf(card: string | undefined, { eligible, amended, meals, open, held, ended }: WindowState) {
  if (meals > 0 || (!eligible && amended <= 0)) return open > 0 && held > 0 ? 'holds-credit' : undefined
  if (amended <= 0) return 'left'
  if (open > 0) return card === 'suspended' ? 'card-suspended' : 'issued-not-used'
  return card === 'voided' ? 'voided' : (ended ?? 'not-issued')
}

/** Not who let it expire, or took it in another window. */
function mayBeHeldElsewhere(reason: string | undefined, { ended }: WindowState): boolean {
  return (
    ['not-issued', 'declined', 'withdrawn', 'voided'].includes(reason ?? '') &&
    !['expired-unused', 'moved'].includes(ended ?? '')
  )
}

function fenIn(of: JsonObject): number {
  return sum(objectsIn(of, 'shares').map((share) => integerIn(share, 'amountFen')))
}
