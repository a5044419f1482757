import { sumFen } from '@welfare/contracts/money.ts'
import { sayDay } from '../../common/shanghai.ts'
import { sayReason } from '../../common/undo-reasons.ts'
import { sayPurpose } from '../parts/purposes.ts'
import type { TrailEvent } from './person.queries.ts'
import { say } from './words.ts'

interface Share {
  readonly amountFen: number
}
interface Said {
  readonly programme?: string
  readonly window?: string
  readonly toWindow?: string
  readonly until?: string
  readonly redeemedOn?: string
  readonly serial?: number
  readonly replacedSerial?: number
  readonly copy?: number
  readonly names?: 'masked' | 'full'
  readonly reason?: string
  readonly code?: string
  readonly purpose?: string
  readonly shares?: readonly Share[]
  readonly draws?: readonly { readonly shares: readonly Share[] }[]
  readonly wallets?: readonly {
    readonly worker: string
    readonly credits: readonly { readonly shares: readonly Share[] }[]
  }[]
}

/** One event of a person as a line of the story: what it was, and what it says of amounts, days and cards. */
export function describeEvent(
  { type, data }: Pick<TrailEvent, 'type' | 'data'>,
  worker: string,
  money: (fen: number) => string,
  windowName: (programme: string | undefined, window: string) => string,
): { readonly what: string; readonly details: readonly string[] } {
  // Recorded by the ledger: its shape is the type's.
  const said = data as Said
  const amount = amountOf(said, worker)
  const details = [
    amount !== undefined && money(amount),
    said.window !== undefined && say('detail.window', { window: windowName(said.programme, said.window) }),
    said.toWindow !== undefined && say('detail.toWindow', { window: windowName(said.programme, said.toWindow) }),
    said.until !== undefined && say('detail.until', { day: sayDay(said.until) }),
    said.redeemedOn !== undefined && sayDay(said.redeemedOn),
    said.replacedSerial !== undefined && say('detail.replaced', { serial: said.replacedSerial }),
    said.serial !== undefined && say('detail.serial', { serial: said.serial }),
    said.names !== undefined && say(`detail.${said.names}`),
    said.copy !== undefined && said.copy > 1 && say('detail.again', { copy: said.copy }),
    said.purpose !== undefined && sayPurpose(said.purpose),
    said.reason !== undefined && sayReason(said.reason),
  ]
  const key = `event.${type}` as const
  const what = say(key as 'event.MealRedeemed')
  return { what: what === key ? type : what, details: details.filter((detail) => !!detail) as string[] }
}

function amountOf({ shares, draws, wallets }: Said, worker: string): number | undefined {
  const own = wallets?.find((wallet) => wallet.worker === worker)?.credits.flatMap((credit) => credit.shares)
  const all = own ?? shares ?? draws?.flatMap((draw) => draw.shares)
  return all && sumFen(all.map(({ amountFen }) => amountFen))
}
