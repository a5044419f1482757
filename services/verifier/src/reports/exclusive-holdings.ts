import { sum } from '../amounts.ts'
import { integerIn, isObject, type JsonObject, objectIn, objectsIn, textIn, textsIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { createMergedRecords } from './merged-records.ts'
import { type Asked, counts } from './moments.ts'

/** What a batch gave somebody: since which event, and how much has not gone back. */
interface Given {
  readonly programme: string
  readonly since: number
  fen: number
}

/**
 * Who holds, in programmes that exclude the one asked for, what was given to them before anything that they hold in it. Every programme is
 * followed, since a rule may come after what it is about.
 */
export function createExclusiveHoldings(asked: Asked, programme: string) {
  /** Programme → those that its rules name. */
  const named = new Map<string, readonly string[]>()
  /** Worker → `programme batch` → what was given. */
  const given = new Map<string, Map<string, Given>>()
  const merged = createMergedRecords()

  function give(worker: string, { data, stream, sequence }: LedgerEvent, fen: number): void {
    const batches = given.get(worker) ?? new Map<string, Given>()
    given.set(worker, batches)
    const of = textIn(data, 'programme')
    const known = batches.get(`${of} ${stream}`) ?? { programme: of, since: sequence, fen: 0 }
    known.fen += fen
    batches.set(`${of} ${stream}`, known)
  }

  function takeBack(data: JsonObject, returned: JsonObject): readonly string[] {
    const worker = textIn(data, 'worker')
    const known = given.get(worker)?.get(`${textIn(data, 'programme')} ${textIn(returned, 'batch')}`)
    if (known) known.fen -= fenIn(returned)
    return [worker]
  }

  return {
    /** @returns whose reasons may be others now */
    take(event: LedgerEvent, date: string): readonly string[] | 'everybody' {
      const { type, stream, data } = event
      const isWithin = counts(asked, date)
      if (type === 'WorkerMergedInto') {
        merged.merge(stream, textIn(data, 'survivor'))
        return [textIn(data, 'survivor')]
      }
      if (type === 'CreditsIssued') {
        const wallets = objectsIn(data, 'wallets')
        for (const wallet of wallets)
          give(textIn(wallet, 'worker'), event, isWithin ? sum(objectsIn(wallet, 'credits').map(fenIn)) : 0)
        return wallets.map((wallet) => textIn(wallet, 'worker'))
      }
      if (!isWithin) return []
      if (type === 'ProgrammeDefined' || type === 'ProgrammeRulesChanged') {
        const rules = objectIn(data, 'rules')
        named.set(stream, rules.exclusiveWith === undefined ? [] : textsIn(rules, 'exclusiveWith'))
        return 'everybody'
      }
      if (type === 'CreditDeclined' || type === 'CreditExpired' || type === 'CreditWithdrawn')
        return takeBack(data, data)
      if (type !== 'RedemptionReversed') return []
      return objectsIn(data, 'draws')
        .filter(({ to }) => to !== 'issued')
        .flatMap((draw) => takeBack(data, draw))
    },

    /** The programme that gave first, where it is another one. */
    barredBy(worker: string): string | undefined {
      const others = [...named].filter(([of, names]) => names.includes(programme) || named.get(programme)?.includes(of))
      if (others.length === 0) return undefined
      const within = new Set([programme, ...others.map(([of]) => of)])
      const first = [worker, ...merged.doublesOf(worker)]
        .flatMap((record) => [...(given.get(record)?.values() ?? [])])
        .filter((grant) => grant.fen > 0 && within.has(grant.programme))
        .sort((a, b) => a.since - b.since)[0]
      return first?.programme === programme ? undefined : first?.programme
    },
  }
}

function fenIn(of: JsonObject): number {
  return sum(objectsIn(of, 'shares').map((share) => (isObject(share) ? integerIn(share, 'amountFen') : 0)))
}
