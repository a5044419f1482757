import { addFen, formatYuanPlain, subtractFen } from '@welfare/contracts/money.ts'
import type { PublicApi } from './public-api.ts'
import { listAll, type Step } from './steps.ts'
import { bankStatement } from './summer-2025.ts'

interface Movement {
  readonly event: string
  readonly day: string
  readonly amountFen: number
  readonly payment?: string
  readonly reference?: string
}
interface Read {
  readonly openingFen: number
  readonly closingFen: number
  readonly lines: readonly object[]
  readonly fileHash: string
}
interface Match {
  readonly lines: readonly string[]
  readonly movements: readonly string[]
}

/** The bank's paper of a county's account: what the books have, and interest that they do not know yet. */
export function reconcileWithBank(api: PublicApi, account: () => string): Step {
  return {
    at: bankStatement.at,
    async play() {
      const { from, until } = bankStatement
      const at = `/v1/bank-accounts/${account()}`
      const movements = await listAll<Movement>(api, `${at}/movements?limit=500`)
      const file = Buffer.from(paperOf(movements.filter(({ day }) => day >= from && day <= until)))
      const read = await api.upload<Read>('/v1/bank-statement-readings', file, 'text/csv')
      const { openingFen, closingFen, lines, fileHash } = read
      await api.post(`${at}/statements`, { from, until, openingFen, closingFen, lines, fileHash })
      const { items } = await api.get<{ readonly items: readonly Match[] }>(`${at}/match-proposals`)
      const matches = items.map(({ lines, movements }) => ({ lines, movements }))
      if (matches.length > 0) await api.post(`${at}/matches`, { matches })
    },
  }
}

/** A payment is one line, whatever its statements. */
function paperOf(movements: readonly Movement[]): string {
  const sums = Map.groupBy(movements, ({ event, payment }) => payment ?? event)
  const booked = [...sums.values()].flatMap((all) => {
    const [first] = all
    if (!first) return []
    const amountFen = all.reduce((sum, one) => addFen(sum, one.amountFen), 0)
    return [{ day: first.day, amountFen, reference: first.reference }]
  })
  const lines = [...booked, { ...bankStatement.interest, reference: undefined }].sort((a, b) =>
    a.day < b.day ? -1 : 1,
  )
  let balanceFen = 0
  const rows = lines.map(({ day, amountFen, reference }, index) => {
    balanceFen = addFen(balanceFen, amountFen)
    const [debit, credit] = amountFen < 0 ? [subtractFen(0, amountFen), undefined] : [undefined, amountFen]
    const number = reference ?? `LS${day.replaceAll('-', '')}${String(index + 1).padStart(4, '0')}`
    const amounts = [debit, credit, balanceFen].map((fen) => (fen === undefined ? '' : formatYuanPlain(fen)))
    return [day, number, ...amounts, '虚构户名', '虚构摘要'].join(',')
  })
  return ['交易日期,流水号,借方发生额,贷方发生额,余额,对方户名,摘要', ...rows].join('\n')
}
