import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { BatchEvent } from './issuance/batch.state.ts'
import type { SerialsEvent } from './issuance/serials.decider.ts'
import type { StatementEvent } from './statements/statement.state.ts'
import type { WalletEvent } from './wallets/wallet.state.ts'

export const batchCodec = codecFor<BatchEvent['type']>()
export const walletCodec = codecFor<WalletEvent['type']>()
export const statementCodec = codecFor<StatementEvent['type']>()
export const serialsCodec = codecFor<SerialsEvent['type']>()
