import type { CashRule, CashThings } from './cash-things.ts'

/** An account is closed once, with every line of the bank matched, and opened again only after that. */
export const closingRules: Readonly<Record<string, CashRule>> = {
  *BankAccountClosed({ event }, { bankAccounts, closed, papers }) {
    const { stream } = event
    if (!bankAccounts.has(stream)) yield 'it was not opened'
    if (closed.has(stream)) yield 'it is closed already'
    const open = [...(papers.get(stream)?.lines.values() ?? [])].filter(({ match }) => match === undefined)
    if (open.length > 0) yield `${open.length} lines of its bank are in no match`
    closed.set(stream, event)
  },

  *BankAccountReopened({ event: { stream } }, { closed }) {
    if (!closed.delete(stream)) yield 'it was not closed'
  },
}

/** Money that was recorded there at the same time may stand for a while: a process opens it again. */
export function* leftOnClosed({ closed, there, transfers }: CashThings) {
  for (const [account, event] of closed) {
    for (const [key, fen] of there)
      if (fen !== 0 && key.endsWith(` ${account}`)) yield { event, what: `${key} has ${fen}, and it is closed` }
    for (const { from, to, fen, isEnded } of transfers.values())
      if (!isEnded && (from === account || to === account))
        yield { event, what: `${fen} are in transit to it or from it, and it is closed` }
  }
}
