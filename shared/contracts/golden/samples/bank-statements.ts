import type { bankStatementsEvents } from '../../src/events/bank-statements.ts'
import { id, type SamplesOf } from './ids.ts'

const stream = id('bankaccount')
const attachment = 'attachment-00000000-0000-7000-8000-000000000001'

export const bankStatementsSamples: SamplesOf<keyof typeof bankStatementsEvents> = {
  BankStatementImported: {
    stream,
    data: {
      ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 1_000_000, closingFen: 960_000, lines: 1 },
      fileHash: '5c'.repeat(32),
      file: { attachment: attachment, contentType: 'text/csv', bytes: 1_024, sha256: '5c'.repeat(32) },
    },
  },
  BankStatementFileErased: { stream, data: { attachment: attachment, reason: 'attached-by-mistake' } },
  BankStatementLinesImported: {
    stream,
    data: {
      bankStatement: `${stream}.2`,
      lines: [{ reference: '20250702-000017', day: '2025-07-02', amountFen: -40_000, counterparty: '5417', row: 5 }],
    },
  },
  BankStatementWithdrawn: { stream, data: { bankStatement: `${stream}.2`, reason: '导错账户' } },
  BankLinesMatched: {
    stream,
    data: {
      ...{ lines: ['20250702-000017'], movements: [`${id('statement')}.9`, `${id('statement', 2)}.4`] },
      ...{ amountFen: -40_000, foundBy: 'reference' },
    },
  },
  BankReconciliationSigned: {
    stream,
    data: { month: '2025-07', booksFen: 960_000, bankFen: 960_000, madeBy: 'officer/li' },
  },
  BankReconciliationChecked: { stream, data: { reconciliation: `${stream}.6`, checkedBy: 'approver/ma' } },
  BankMatchTakenBack: { stream, data: { match: `${stream}.4`, reason: '对错了一笔' } },
}
