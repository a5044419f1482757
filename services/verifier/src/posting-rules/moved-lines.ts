import { integerIn, isObject, type JsonObject, objectIn, objectsIn, optionalTextIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import type { Dimension, MovedLine, Movement } from './rules.ts'

type Lines = Movement['lines']
/**
 * Where a line gets a dimension from: the member of the event's data that is called so, the stream that the event stands in, or a member of
 * another name, which earlier versions called `before`, where what it names is of that kind.
 */
type Sources = Partial<Record<Dimension, 'data' | 'stream' | NamedOtherwise>>
interface NamedOtherwise {
  readonly member: string
  readonly before?: string
  readonly of: string
}

/** `shares` of the event itself. */
export function shares(sources: Sources = {}): Lines {
  return (event) => sharesIn(event.data, placeOf(event, sources))
}

/** The same, where an event may move nothing. */
export function sharesIfAny(sources: Sources): Lines {
  const all = shares(sources)
  return (event) => (event.data.shares === undefined ? [] : all(event))
}

/** Each wallet's credits. */
export function creditsOfWallets(sources: Sources): Lines {
  return (event) => {
    const place = placeOf(event, sources)
    return objectsIn(event.data, 'wallets')
      .flatMap((wallet) => objectsIn(wallet, 'credits'))
      .flatMap((credit) => sharesIn(credit, place))
  }
}

/** What a meal takes from each credit; a draw names its batch, and where it was given back to. */
export function draws(sources: Sources, asked: readonly string[] = []): Lines {
  return (event) => {
    const flags = asked.filter((member) => event.data[member] === true)
    const place = { ...placeOf(event, sources), ...(flags.length > 0 && { flags }) }
    return objectsIn(event.data, 'draws').flatMap((draw) => {
      const to = optionalTextIn(draw, 'to')
      return sharesIn(draw, { ...place, batch: textIn(draw, 'batch'), ...(to !== undefined && { to }) })
    })
  }
}

/** Goods, a lot a line. */
export function goods(list: string, sources: Sources, quantity = 'quantity'): Lines {
  return (event) => objectsIn(event.data, list).map((line) => goodsLine(line, placeOf(event, sources), quantity))
}

/** Goods that the event as a whole is about; a purchase or gift names its fund in `source`. */
export function goodsOfEvent(sources: Sources, quantity = 'quantity'): Lines {
  return (event) => {
    const { source } = event.data
    const line = isObject(source) ? { ...event.data, fund: objectIn(event.data, 'source').fund ?? null } : event.data
    return [goodsLine(line, placeOf(event, sources), quantity)]
  }
}

function goodsLine(line: JsonObject, place: Partial<MovedLine>, quantity: string): MovedLine {
  return {
    ...place,
    commodity: textIn(line, 'commodity'),
    amount: integerIn(line, quantity),
    lot: textIn(line, 'lot'),
    fund: optionalTextIn(line, 'fund'),
  }
}

function sharesIn(of: JsonObject, place: Partial<MovedLine>): MovedLine[] {
  return objectsIn(of, 'shares').map((share) => ({
    ...place,
    commodity: 'CNY',
    amount: integerIn(share, 'amountFen'),
    fund: textIn(share, 'fund'),
  }))
}

function placeOf({ data, stream }: LedgerEvent, sources: Sources): Partial<MovedLine> {
  return Object.fromEntries(
    Object.entries(sources).map(([dimension, from]) => [
      dimension,
      from === 'stream' ? stream : from === 'data' ? optionalTextIn(data, dimension) : ofKind(data, from),
    ]),
  )
}

function ofKind(data: JsonObject, { member, before = member, of }: NamedOtherwise): string | undefined {
  const name = optionalTextIn(data, member) ?? optionalTextIn(data, before)
  return name?.startsWith(`${of}-`) ? name : undefined
}
