import { describe, expect, it } from 'vitest'
import { INVOICES_PER_NUMBER, invoicesOf } from './invoices.ts'
import type { StatementCommand } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import type { StatementEvent } from './statement.state.ts'
import * as s from './statement-sample.fixture.ts'

const { given, first, reason } = s
const said = { invoiceNumber: '25637000000012345678', invoicedOn: '2025-08-04', amountFen: 10_000 }
const record = (changes: object = {}): StatementCommand => ({
  ...{ type: 'RecordInvoice', statement: 1, ...said, today: '2025-08-04' },
  ...changes,
})
const recorded = (changes: object = {}): StatementEvent => ({
  type: 'InvoiceRecorded',
  data: { ...first, ...said, ...changes },
})
const strikeOut = (invoiceNumber = said.invoiceNumber): StatementCommand => ({
  ...{ type: 'StrikeOutInvoice', invoiceNumber, reason },
})
const struckOut: StatementEvent = {
  type: 'InvoiceStruckOut',
  data: { ...first, invoiceNumber: said.invoiceNumber, reason },
}

describe('recording an invoice', () => {
  it.each([
    ['proposed', [s.proposed()]],
    ['confirmed', [s.proposed(), s.confirmed()]],
    ['approved', s.settledOnce],
    ['being paid', [...s.settledOnce, s.assigned()]],
    ['paid', [...s.settledOnce, s.assigned(), s.paid()]],
  ])('is done of a number that is %s', (_, history) => given(history).when(record()).then([recorded()]))
  it('is refused of one that is not proposed, before anything about the invoice', () => {
    const refused = (statement: number) => ({ code: 'statement-not-proposed' as const, facts: { statement } })
    given([])
      .when(record({ invoicedOn: '2025-08-05' }))
      .then(refused(1))
    given([s.proposed(), s.takenBack(40, 500)])
      .when(record())
      .then(refused(1))
    given([...s.settledOnce, recorded()])
      .when(record({ statement: 2 }))
      .then(refused(2))
  })
  it('is refused of a day to come, before it is of one that is known', () =>
    given([s.proposed(), recorded()])
      .when(record({ invoicedOn: '2025-08-05' }))
      .then({ code: 'invoice-dated-ahead', facts: { today: '2025-08-04' } }))
  it('takes each invoice once, whichever number it is for', () =>
    given([...s.settledOnce, recorded(), s.proposed({ statement: 2, after: 100, through: 200 })])
      .when(record({ statement: 2, amountFen: 1 }))
      .then({ code: 'invoice-already-recorded', facts: { statement: 1 } }))
  it('goes on with several, whatever they come to', () =>
    given([s.proposed(), recorded()])
      .when(record({ invoiceNumber: 'A0000001', amountFen: 99_999 }))
      .then([recorded({ invoiceNumber: 'A0000001', amountFen: 99_999 })]))
  it('is bounded for each number', () => {
    const many = Array.from({ length: INVOICES_PER_NUMBER }, (_, at) =>
      recorded({ invoiceNumber: String(10_000_000 + at) }),
    )
    given([s.proposed(), ...many])
      .when(record())
      .then({ code: 'invoices-exhausted', facts: { invoicesPerNumber: 100 } })
    given([...s.settledOnce, ...many, s.proposed({ statement: 2, after: 100, through: 200 })])
      .when(record({ statement: 2 }))
      .then([recorded({ statement: 2 })])
  })
})

describe('a scan', () => {
  const scan = {
    attachment: 'attachment-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d',
    contentType: 'application/pdf' as const,
    bytes: 9,
    sha256: 'c4'.repeat(32),
  }
  const withScan = record({ scan: { attachments: [scan], unknownAttachment: undefined } })
  it('stands with its hash in the invoice', () =>
    given([s.proposed()])
      .when(withScan)
      .then([recorded({ scan })]))
  it('is refused where it was not handed in, after everything about the invoice', () => {
    const unknown = { scan: { attachments: [], unknownAttachment: scan.attachment } }
    const refused = { code: 'attachment-unknown' as const, facts: { attachment: scan.attachment } }
    given([s.proposed()]).when(record(unknown)).then(refused)
    given([s.proposed(), recorded()])
      .when(record(unknown))
      .then({ code: 'invoice-already-recorded', facts: { statement: 1 } })
  })
  it('is of one invoice that stands', () => {
    const other = recorded({ invoiceNumber: 'A0000001', scan })
    given([s.proposed(), other])
      .when(withScan)
      .then({ code: 'attachment-already-added', facts: { attachment: scan.attachment } })
    given([s.proposed(), recorded({ scan }), struckOut])
      .when(withScan)
      .then([recorded({ scan })])
  })
})

describe('striking out', () => {
  it('names the number whose invoice it was, and lets it be recorded again', () => {
    given([...s.settledOnce, recorded()])
      .when(strikeOut())
      .then([struckOut])
    given([...s.settledOnce, recorded(), struckOut])
      .when(record({ amountFen: 1_000 }))
      .then([recorded({ amountFen: 1_000 })])
  })
  it('is refused of what does not stand', () => {
    given([s.proposed(), recorded()]).when(strikeOut('A0000001')).then({ code: 'invoice-unknown' })
    given([s.proposed(), recorded(), struckOut]).when(strikeOut()).then({ code: 'invoice-unknown' })
  })
})

it('a number tells its own invoices and what they come to; a draft keeps them', () => {
  const withdrawn: StatementEvent = { type: 'StatementWithdrawn', data: { ...first, reason } }
  const other = { invoiceNumber: 'A0000001', amountFen: 500 }
  const state = [s.proposed(), recorded(), recorded(other), withdrawn].reduce(
    (known, event, at) => statementDecider.evolve(known, event, at + 1, '2025-08-04'),
    statementDecider.initialState,
  )
  expect(invoicesOf(state, 1)).toEqual({ invoices: [said, { ...said, ...other }], invoicedFen: 10_500 })
  expect(invoicesOf(state, 2)).toEqual({ invoices: [], invoicedFen: 0 })
})
