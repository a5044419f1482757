import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { AccountEvent } from './account.decider.ts'
import type { LimitEvent } from './limit.decider.ts'

export const accountCodec = codecFor<AccountEvent['type']>()
export const limitCodec = codecFor<LimitEvent['type']>()
