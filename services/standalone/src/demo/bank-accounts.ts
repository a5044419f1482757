import type { PublicApi } from './public-api.ts'
import { approve, type Created, listAll } from './steps.ts'
import { unions } from './summer-2025.ts'

/** The account that the union of a division pays from; nobody has such a number. */
export async function openBankAccount(api: PublicApi, division: string): Promise<string> {
  const union = unions.find((one) => one.division === division)?.name ?? division
  const body = { name: `${union}帮扶专户`, division, bank: '虚构银行玉树分行', lastDigits: division.slice(2) }
  return (await api.post<Created>('/v1/bank-accounts', body)).id
}

/** What a county's treasury pays shops itself, of a fund of its own. @returns the fund and the payer */
export async function grantQuota(
  api: PublicApi,
  {
    division,
    name,
    treasury,
    grantedOn,
  }: { readonly division: string; readonly name: string; readonly treasury: Treasury; readonly grantedOn: string },
  amountFen: number,
): Promise<{ readonly fund: string; readonly payer: string }> {
  const { name: office, ...notice } = treasury
  const { id: payer } = await api.post<Created>('/v1/payers', { name: office, division, kind: 'treasury' })
  const { id: fund } = await api.post<Created>('/v1/funds', {
    ...{ name: `${name}早餐补助授权额度`, division, relation: 'government' },
    funder: { name: `${name}财政局`, kind: 'government' },
    restriction: { purposes: ['breakfast'], divisions: [division] },
  })
  await api.post(`/v1/funds/${fund}/direct-payment-grants`, { payer, ...notice, grantedOn, amountFen })
  return { fund, payer }
}

interface Treasury {
  readonly name: string
  readonly noticeNumber: string
}

/** The officer's order, and the approver's word. */
export async function passDown(
  api: PublicApi,
  fund: string,
  transfer: { readonly from: string; readonly to: string; readonly amountFen: number },
): Promise<void> {
  const { proposal } = await api.post<{ readonly proposal: string }>(`/v1/funds/${fund}/transfers`, transfer)
  await approve(api, `funds/${proposal}`, '按分配方案下拨')
}

/** Whatever of the fund's money is on its way to that account is there. */
export async function receiveTransfers(api: PublicApi, fund: string, account: string): Promise<void> {
  const transfers = await listAll<Created & { readonly to: string }>(api, `/v1/funds/${fund}/transfers?limit=500`)
  for (const { id: transfer, to } of transfers)
    if (to === account) await api.post(`/v1/bank-accounts/${account}/transfer-arrivals`, { transfer })
}
