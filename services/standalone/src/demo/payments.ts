import { inParallel } from '@welfare/process/in-parallel.ts'
import type { PublicApi } from './public-api.ts'
import { askUntil, type Created, type Shop, setPayee, unlessRefused } from './steps.ts'
import { failedPayment } from './summer-2025.ts'

const PAYMENTS_AT_ONCE = 8

/** What one shop is due by one number of its statement; once it was prepared, by which payments: each payer pays what is its own. */
export interface Due {
  readonly shop: Shop
  readonly place: number
  readonly statement: string
  readonly number: number
  readonly payments?: readonly Payment[]
}

interface Payment extends Created {
  readonly reference: string
  readonly status: string
  readonly totalFen: number
  readonly payee: { readonly version: number }
}

export interface PaidBy {
  readonly api: PublicApi
  readonly division: string
  /** The union's, from which its shops are paid; known once it was set up. */
  account(): string
  /** Who pays a part of it instead of the union. */
  payer?(): string | undefined
  /** At the bank's counter or on its pages; else by a file. */
  readonly isByHand?: boolean
}

/** Numbers that no bank gives out. */
export async function setPayees(
  { api, division }: Pick<PaidBy, 'api' | 'division'>,
  shops: readonly Shop[],
): Promise<void> {
  for (const [index, { merchant, name }] of shops.entries()) {
    const account = `0000990001${division}${String(index + 1).padStart(3, '0')}`
    await setPayee(api, merchant, { account, holder: name })
  }
}

/** Each by the officer, and approved by another once its statement has taken it. */
export async function preparePayments(of: PaidBy, until: string, due: readonly Due[]): Promise<Due[]> {
  return inParallel(due, PAYMENTS_AT_ONCE, async (one) => {
    const reference = `ZF-${until.replaceAll('-', '')}-${of.division}-${one.place + 1}`
    const payer = of.payer?.()
    const ours = await prepare(of, one, { reference, bankAccount: of.account() })
    if (payer === undefined) return { ...one, payments: [ours] }
    return { ...one, payments: [ours, await prepare(of, one, { reference: `${reference}-E`, payer })] }
  })
}

async function prepare(
  { api }: PaidBy,
  { shop, statement, number }: Due,
  by: { readonly reference: string; readonly bankAccount?: string; readonly payer?: string },
): Promise<Payment> {
  const body = { merchant: shop.merchant, parts: [{ statement, number }], ...by }
  const payment = await api.post<Payment>('/v1/payments', body)
  await untilPast(api, payment, 'preparing')
  const seen = { payeeVersion: payment.payee.version }
  await api.post(`/v1/payments/${payment.id}/approval`, seen, { account: 'approver' })
  return payment
}

/** A demonstration that was cut off plays on from its beginning: a file that the bank has answered already is read by nobody again. */
const ANSWERED_BEFORE = ['payment-already-paid', 'payment-ended']

/** Tells the bank. @returns the file that it was handed, where it was one and is not answered yet */
export async function sendPayments({ api, isByHand }: PaidBy, due: readonly Due[]): Promise<string | undefined> {
  const payments = due.flatMap((one) => one.payments ?? [])
  if (isByHand) {
    for (const { id } of payments) await api.post(`/v1/payments/${id}/sending`, {})
    return undefined
  }
  const { id } = await api.post<Created>('/v1/payment-files', { payments: payments.map(({ id }) => id) })
  for (const payment of payments) await untilPast(api, payment, 'approved')
  return unlessRefused(ANSWERED_BEFORE, () => api.download(`/v1/payment-files/${id}`))
}

interface Answered {
  readonly day: string
  readonly file: string | undefined
}

/** What the bank says of each, until every statement is paid: what it did not pay is paid again, to the right account. */
export async function receiveResults(of: PaidBy, { day, file }: Answered, due: readonly Due[]): Promise<void> {
  const { api } = of
  if (file !== undefined) {
    const answer = Buffer.from(answerOfBank(file, day))
    await api.upload('/v1/payment-results', answer, 'text/csv')
  }
  for (const one of due) {
    const { payments = [] } = one
    if (payments.length === 0) throw new Error(`${one.statement} has no payment`)
    for (const payment of payments) {
      if (of.isByHand) await recordPaid(api, payment)
      else if (payment.reference === failedPayment.reference) await payAgain(of, one)
    }
    await untilStatement(api, one, (status) => status === 'paid')
  }
}

async function payAgain(of: PaidBy, due: Due): Promise<void> {
  const { api } = of
  const { reference, rightAccount: account } = failedPayment
  await untilStatement(api, due, (status) => status !== 'assigned')
  await setPayee(api, due.shop.merchant, { account, holder: due.shop.name })
  const payment = await prepare(of, due, { reference: `${reference}-2`, bankAccount: of.account() })
  await api.post(`/v1/payments/${payment.id}/sending`, {})
  await recordPaid(api, payment)
}

async function recordPaid(api: PublicApi, { id, reference, totalFen }: Payment): Promise<void> {
  const bankReference = bankReferenceOf(reference)
  await api.post(`/v1/payments/${id}/result`, { outcome: 'paid', amountFen: totalFen, bankReference })
}

/** The file that a bank gives back for the one that it was handed. */
function answerOfBank(file: string, day: string): string {
  const [, ...orders] = file.trimEnd().split('\r\n')
  const answers = orders.map((order) => {
    const [reference = '', , account, , amount] = order.split(',')
    const isFailed = reference === failedPayment.reference
    const outcome = isFailed ? ['失败', day, '', failedPayment.reason] : ['成功', day, bankReferenceOf(reference), '']
    return [reference, account, amount, ...outcome].join(',')
  })
  return ['付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因', ...answers].join('\n')
}

function bankReferenceOf(reference: string): string {
  return `YH${reference.slice(2)}`
}

interface StatementAnswer {
  readonly numbers: readonly { readonly number: number; readonly status: string }[]
}

async function untilStatement(
  api: PublicApi,
  { statement, number }: Due,
  isThere: (status: string | undefined) => boolean,
): Promise<void> {
  await askUntil<StatementAnswer>(api, `/v1/statements/${statement}`, ({ numbers }) =>
    isThere(numbers.find((one) => one.number === number)?.status),
  )
}

async function untilPast(api: PublicApi, { id }: Payment, before: string): Promise<void> {
  await askUntil<Payment>(api, `/v1/payments/${id}`, ({ status }) => status !== before)
}
