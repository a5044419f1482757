import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { type Leg, postings } from '@welfare/contracts/postings.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf, type Decider } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { budgetDecider } from '@welfare/funds/budgets/budget.decider.ts'
import { fundDecider } from '@welfare/funds/fund.decider.ts'
import { budgetCodec, fundCodec } from '@welfare/funds/funds.context.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import { remainingOf } from '@welfare/vouchers/wallets/cards-and-credits.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import { openCredits } from '@welfare/vouchers/wallets/wallet.state.ts'
import { budget, funds, walletOf, workers } from './givens.ts'

/** In the end, what each stream believes that it may spend is what the journal says that it has. */
export function breachesOfSpendable(log: readonly SequencedEvent[]): string[] {
  const streams = Map.groupBy(log, ({ stream }) => stream)
  const legs = log.flatMap((event) => postings(eventCodec.decode(event), event.stream))
  const posted = (account: string, is: (leg: Leg) => boolean): number =>
    0 - sumFen(legs.filter((leg) => leg.account === account && is(leg)).map(({ amount }) => amount))
  const budgetState = stateOf(budgetDecider, budgetCodec, streams.get(budget))
  const breaches: string[] = []
  const compare = (what: string, spendableFen: number, postedFen: number): void => {
    if (spendableFen !== postedFen) breaches.push(`${what}: ${spendableFen} fen can be spent, ${postedFen} are posted`)
  }
  for (const fund of funds) {
    const state = stateOf(fundDecider, fundCodec, streams.get(fund))
    const availableFen = state.status === 'absent' ? 0 : state.available.total
    compare(
      `available of ${fund}`,
      availableFen,
      posted('available', (leg) => leg.fund === fund),
    )
    const allocated = budgetState.status === 'absent' ? [] : budgetState.allocated
    const allocatedFen = totalOf(allocated.filter((share) => share.fund === fund))
    compare(
      `allocated of ${fund}`,
      allocatedFen,
      posted('allocated', (leg) => leg.fund === fund),
    )
  }
  const credits = workers.flatMap((worker) =>
    openCredits(stateOf(walletDecider, walletCodec, streams.get(walletOf(worker)))),
  )
  const heldFen = sumFen(credits.map((credit) => totalOf(remainingOf(credit))))
  compare(
    'issued',
    heldFen,
    posted('issued', () => true),
  )
  return breaches
}

export function stateOf<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  codec: { decode(recorded: SequencedEvent): Event },
  events: readonly SequencedEvent[] = [],
): State {
  return events.reduce(
    (state, recorded) => decider.evolve(state, codec.decode(recorded), recorded.version, accountingDateOf(recorded)),
    structuredClone(decider.initialState),
  )
}
