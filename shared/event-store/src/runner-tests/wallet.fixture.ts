import { randomUUID } from 'node:crypto'
import { accept, type Decider, type JsonObject, refuse } from '../decider/decider.ts'
import type { CommandRequest, CommandResult, CommandRunner, EventCodec } from '../runner.ts'

export interface Wallet {
  balanceFen: number
  readonly draws: number[]
}

export type WalletCommand =
  | { readonly do: 'add'; readonly amountFen: number }
  | { readonly do: 'draw'; readonly amountFen: number }
  | { readonly do: 'draw-in-parts'; readonly parts: number; readonly text?: string }
  | { readonly do: 'nothing' }
  | { readonly do: 'throw-while-deciding' }
  | { readonly do: 'throw-while-evolving' }
  | { readonly do: 'record-a-number-that-is-none' }

export type WalletEvent = {
  readonly type: 'Added' | 'Drawn' | 'Spoilt'
  readonly amountFen: number
  readonly text?: string
}

/** A small wallet that updates its state in place, and has a command for each way a decider can be wrong. */
export const walletDecider: Decider<Wallet, WalletCommand, WalletEvent> = {
  category: 'wallet',
  initialState: { balanceFen: 0, draws: [] },
  decide: (state, command) => {
    switch (command.do) {
      case 'add':
        return accept([{ type: 'Added', amountFen: command.amountFen }])
      case 'draw':
        if (command.amountFen > state.balanceFen) return refuse('used-up', { balanceFen: state.balanceFen })
        return accept([{ type: 'Drawn', amountFen: command.amountFen }])
      case 'draw-in-parts': {
        const { text = '' } = command
        return accept(Array.from({ length: command.parts }, () => ({ type: 'Drawn', amountFen: 1, text })))
      }
      case 'nothing':
        return accept([])
      case 'throw-while-deciding':
        throw new Error('the decider is wrong')
      case 'throw-while-evolving':
        return accept([{ type: 'Spoilt', amountFen: 1 }])
      case 'record-a-number-that-is-none':
        return accept([{ type: 'Added', amountFen: Number.NaN }])
    }
  },
  evolve: (state, event, version) => {
    state.balanceFen += event.type === 'Added' ? event.amountFen : -event.amountFen
    if (event.type === 'Spoilt') throw new Error('the evolution is wrong')
    if (event.type === 'Drawn') state.draws.push(version)
    return state
  },
}

export const walletCodec: EventCodec<WalletEvent> = {
  encode: ({ type, ...data }) => ({ type, schemaVersion: 1, data }),
  decode: ({ type, data }) => ({ ...data, type: toType(type), amountFen: Number(data.amountFen) }),
}

function toType(type: string): WalletEvent['type'] {
  if (type === 'Added' || type === 'Drawn' || type === 'Spoilt') return type
  throw new Error(`no such event: ${type}`)
}

export function newWallet(): string {
  return `wallet-${randomUUID()}`
}

export type WalletRequest = Partial<CommandRequest<WalletCommand>>

/** `execute` with a command id of its own and the command as the input, unless said otherwise. */
export function run(
  runner: CommandRunner,
  stream: string,
  command: WalletCommand,
  others: WalletRequest = {},
): Promise<CommandResult<WalletEvent>> {
  return runner.execute(walletDecider, walletCodec, {
    stream,
    command,
    commandId: randomUUID(),
    input: { ...command },
    metadata: { actor: 'till-7' },
    ...others,
  })
}

export async function openWallet(runner: CommandRunner, amountFen: number): Promise<string> {
  const stream = newWallet()
  const result = await run(runner, stream, { do: 'add', amountFen }, { creates: true })
  if (result.outcome !== 'accepted') throw new Error(`no wallet: ${JSON.stringify(result)}`)
  return stream
}

export function readBalance(runner: CommandRunner, stream: string): Promise<number | undefined> {
  return runner.read(walletDecider, walletCodec, stream, ({ balanceFen }) => balanceFen)
}

export function refusal(code: string, facts: JsonObject = {}): object {
  return { outcome: 'refused', refusal: { code, facts } }
}
