import { formatYuanPlain } from '@welfare/contracts/money.ts'

interface BankLine {
  readonly account: string
  readonly day: string
  /** Below zero: it left the account. */
  readonly amountFen: number
  readonly reference: string
  /** Whom it went to, where it is a payment. */
  readonly payee?: string
}

/** What the bank itself has on paper: orders that it was handed, money that it was told of. Nothing here asks the ledger. */
export interface Bank {
  readonly lines: readonly BankLine[]
  book(line: BankLine): void
  /** Everything on a file of orders is paid on that day. */
  pay(account: string, day: string, file: string): void
  /** Its file of an account, from its first day until the month's last. */
  paperOf(account: string, month: string): string
}

export function openBank(): Bank {
  const lines: BankLine[] = []
  const book: Bank['book'] = (line) => {
    lines.push(line)
  }
  return {
    lines,
    book,
    pay(account, day, file) {
      const [, ...orders] = file.trimEnd().split('\r\n')
      for (const order of orders) {
        const [reference = '', , payee = '', , amount = ''] = order.split(',')
        const amountFen = -Math.round(Number(amount) * 100)
        book({ account, day, amountFen, payee, reference: bankReferenceOf(reference) })
      }
    },
    paperOf(account, month) {
      let balanceFen = 0
      const rows = lines
        .filter((line) => line.account === account)
        .toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))
        .flatMap(({ day, amountFen, reference }) => {
          balanceFen += amountFen
          if (!day.startsWith(month)) return []
          const amounts = amountFen < 0 ? [formatYuanPlain(-amountFen), ''] : ['', formatYuanPlain(amountFen)]
          return [[day, reference, ...amounts, formatYuanPlain(balanceFen), '虚构户名', '虚构摘要'].join(',')]
        })
      return ['交易日期,流水号,借方发生额,贷方发生额,余额,对方户名,摘要', ...rows].join('\n')
    },
  }
}

/** As the demonstration's bank numbers what it pays. */
export function bankReferenceOf(reference: string): string {
  return `YH${reference.slice(2)}`
}
