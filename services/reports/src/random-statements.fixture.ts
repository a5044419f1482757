import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { dayNumber, type History } from './history.fixture.ts'
import { bankAccounts, type Play, pick } from './random-town.fixture.ts'

interface Item {
  readonly id: string
  readonly amountFen: number
}
interface Papers {
  from: string
  closingFen: number
  /** Of the newest statement, and its lines that nothing is matched with. */
  newest: { readonly id: string; readonly openingFen: number; readonly from: string } | undefined
  readonly openLines: Item[]
  readonly seen: Set<string>
  readonly matches: { readonly id: string; readonly lines: Item[]; readonly movements: Item[] }[]
  lines: number
}

/** The bank's papers of each account: they say what the books moved, and what they did not; some of it is matched, and taken back. */
export function playsOfStatements(history: History): readonly Play[] {
  const papers = new Map<string, Papers>()
  const papersOf = (account: string): Papers => {
    const known = papers.get(account) ?? {
      ...{ from: dayNumber(4), closingFen: 700, newest: undefined, lines: 0 },
      ...{ openLines: [], seen: new Set<string>(), matches: [] },
    }
    papers.set(account, known)
    return known
  }
  const movementsOn = (account: string): Item[] =>
    history.events.flatMap(({ stream, version, event }) => {
      const legs = postings(eventCodec.decode(event), stream)
      const amountFen = sumFen(
        legs.filter((leg) => leg.account === 'bank' && leg.bankAccount === account).map(({ amount }) => amount),
      )
      return amountFen === 0 ? [] : [{ id: `${stream}.${version}`, amountFen }]
    })

  const state: Play = ({ a, b, amount }, date) => {
    const account = pick(bankAccounts, a)
    const own = papersOf(account)
    const until = addDays(own.from, 5 + (b % 20))
    const told = movementsOn(account)
      .filter(({ id }) => !own.seen.has(id))
      .slice(0, b % 5)
    const amounts = [...told.map(({ amountFen }) => amountFen), b % 2 === 0 ? amount : -amount]
    const lines = amounts.map((amountFen, index) => ({
      ...{ reference: `L${++own.lines}`, amountFen, day: addDays(own.from, index % 6) },
    }))
    const { from, closingFen: openingFen } = own
    const closingFen = sumFen([openingFen, ...amounts])
    const said = { from, until, openingFen, closingFen, lines: lines.length, fileHash: '5c'.repeat(32) }
    const { version } = history.add(account, 'BankStatementImported', said, date)
    const id = `${account}.${version}`
    history.add(account, 'BankStatementLinesImported', { bankStatement: id, lines }, date)
    for (const movement of told) own.seen.add(movement.id)
    own.openLines.push(...lines.map(({ reference, amountFen }) => ({ id: reference, amountFen })))
    Object.assign(own, { from: addDays(until, 1), closingFen, newest: { id, openingFen, from } })
  }
  const match: Play = ({ a, b }, date) => {
    const account = pick(bankAccounts, a)
    const own = papersOf(account)
    const taken = new Set(own.matches.flatMap(({ movements }) => movements.map(({ id }) => id)))
    const free = movementsOn(account).filter(({ id }) => !taken.has(id))
    const line = own.openLines[b % Math.max(1, own.openLines.length)]
    const movement = free.find(({ amountFen }) => amountFen === line?.amountFen)
    if (!line || !movement) return
    const said = { lines: [line.id], movements: [movement.id], amountFen: line.amountFen, foundBy: 'hand' as const }
    const { version } = history.add(account, 'BankLinesMatched', said, date)
    own.matches.push({ id: `${account}.${version}`, lines: [line], movements: [movement] })
    own.openLines.splice(own.openLines.indexOf(line), 1)
  }
  const takeBack: Play = ({ a, b }, date) => {
    const account = pick(bankAccounts, a)
    const own = papersOf(account)
    const [taken] = own.matches.splice(b % Math.max(1, own.matches.length), 1)
    if (!taken) return
    history.add(account, 'BankMatchTakenBack', { match: taken.id, reason: 'wrong one' }, date)
    own.openLines.push(...taken.lines)
  }
  const withdraw: Play = ({ a }, date) => {
    const account = pick(bankAccounts, a)
    const own = papersOf(account)
    if (!own.newest || own.matches.length > 0) return
    const { id, openingFen, from } = own.newest
    history.add(account, 'BankStatementWithdrawn', { bankStatement: id, reason: 'wrong account' }, date)
    own.openLines.splice(0)
    Object.assign(own, { newest: undefined, closingFen: openingFen, from })
  }
  const sign: Play = ({ a, b }, date) => {
    const account = pick(bankAccounts, a)
    const own = papersOf(account)
    const booksFen = sumFen(movementsOn(account).map(({ amountFen }) => amountFen))
    const said = { month: pick(['2025-06', '2025-07'], b), booksFen, bankFen: own.closingFen, madeBy: 'officer/li' }
    const { version } = history.add(account, 'BankReconciliationSigned', said, date)
    const checked = { reconciliation: `${account}.${version}`, checkedBy: 'approver/ma' }
    if (b % 3 !== 0) history.add(account, 'BankReconciliationChecked', checked, date)
  }
  return [state, state, match, match, takeBack, withdraw, sign]
}
