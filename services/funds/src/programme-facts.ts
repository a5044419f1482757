import type { UseOfMoney } from '@welfare/contracts/donor-terms.ts'

/** What a fund needs to know of a programme, from the service's own copy. */
export interface ProgrammeFacts extends Omit<UseOfMoney, 'programme'> {
  readonly closed: boolean
}
