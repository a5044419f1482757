import { type Role, roles } from '@welfare/contracts/authority.ts'
import type { AuthorityRow } from './authority.ts'

export const desk: readonly Role[] = ['officer']
export const approvers: readonly Role[] = ['approver']
export const directory: readonly Role[] = ['officer', 'administrator']
export const staff: readonly Role[] = ['officer', 'approver', 'auditor', 'administrator']
export const moneyReaders: readonly Role[] = ['officer', 'approver', 'auditor']
export const till: readonly Role[] = ['merchant-owner', 'merchant-till', 'officer']
export const merchantsToo: readonly Role[] = [...staff, 'merchant-owner', 'merchant-till']
export const payees: readonly Role[] = [...staff, 'merchant-owner']
export const operators: readonly Role[] = ['administrator']
export const readersOfNames: readonly Role[] = ['officer', 'auditor', 'administrator']
export const reviewers: readonly Role[] = ['auditor', 'approver']
export const overseers: readonly Role[] = ['auditor', 'administrator']
export const pairers: readonly Role[] = ['merchant-owner', 'officer', 'administrator']

export const anybody: AuthorityRow = { roles: 'public', scope: 'named' }

export const named = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'named' })
/** Changes what belongs to a division: not for a scope that names programmes. */
export const ofDivision = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'named', ofProgrammes: 'closed' })
/** About a merchant's own phones: a scope that names programmes holds where the merchant is admitted to one of them. */
export const ofMerchant = (roles: readonly Role[]): AuthorityRow => ({
  roles,
  scope: 'named',
  ofProgrammes: 'admitted',
})
export const filtered = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'filtered' })
export const wholeLedger = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'whole-ledger' })
export const own: AuthorityRow = { roles, scope: 'own' }
export const voucher = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'voucher' })
