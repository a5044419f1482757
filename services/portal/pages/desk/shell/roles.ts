import type { Session } from '../../common/react/session.tsx'

export type Role = Session['role']

/** Who may use the desk; merchants have the till. */
export const deskRoles = ['officer', 'approver', 'auditor', 'administrator'] as const satisfies readonly Role[]
