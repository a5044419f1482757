import { everything, type Role, type Scope, scopeHolds } from '@welfare/contracts/authority.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { accountIdOf } from '../account-ids.ts'
import { type Accepted, type AccountsContext, recordOnAccount, refused } from '../accounts.context.ts'
import type { StoredPairing } from '../accounts.store.ts'
import { accountsLimits } from '../accounts-limits.ts'
import { codeText, hashOf, inGroups, randomSecret, readCode, tokenText } from '../secrets.ts'
import { guessOf } from './guesses.ts'

/** 40 bits; `codeGuesses` says why that is enough. */
const CODE_LENGTH = 8

export interface PairedDevice {
  readonly id: string
  readonly account: string
  readonly role: Role
  readonly merchant: string
  readonly label: string
  readonly token: string
}

/** A code that makes one phone a till of the merchant, with no wider scope than the caller's. The same command has the same code. */
export async function makePairing(
  { clock, facts, secrets, vault }: AccountsContext,
  actor: Actor,
  { merchant, label, commandId }: { readonly merchant: string; readonly label: string; readonly commandId: string },
): Promise<{ readonly code: string; readonly expiresAt: string } | Problem> {
  const division = facts.findDivision(merchant)
  if (division === undefined) return refused('merchant-unknown', 404)
  const { programmes } = actor.scope
  const scope: Scope = { divisions: [division], merchants: [merchant], ...(programmes && { programmes }) }
  if (!scopeHolds(actor.scope, scope)) return refused('merchant-unknown', 404)
  const nowMs = clock.now().getTime()
  vault.dropPairingsBefore(nowMs)
  const waiting = vault.countPairings(merchant)
  if (waiting >= accountsLimits.pairingsWaiting) return refused('too-many-pairings', 429, { waiting })
  const code = codeText(secrets.derive('pairing-code', commandId), CODE_LENGTH)
  const codeHash = secrets.keyedHash('pairing-code', code).toString('base64url')
  vault.putPairing(codeHash, {
    pairing: derivedUuid('pairing', commandId),
    merchant,
    label,
    scope,
    maker: `${actor.role}/${actor.id}`,
    makerScope: actor.scope,
    endsAtMs: nowMs + accountsLimits.pairingMs,
  })
  const endsAtMs = vault.findPairing(codeHash)?.endsAtMs ?? nowMs
  return { code: inGroups(code), expiresAt: new Date(endsAtMs).toISOString() }
}

/** What the phone gets for the code, once. */
export async function claimPairing(
  context: AccountsContext,
  typed: string,
  address: string,
): Promise<{ readonly result: Accepted; readonly device: PairedDevice } | Problem> {
  const { clock, secrets, vault } = context
  const guess = guessOf(context, address)
  if (isProblem(guess)) return guess
  const codeHash = secrets.keyedHash('pairing-code', readCode(typed)).toString('base64url')
  const pairing = vault.findPairing(codeHash)
  const isGood = pairing !== undefined && clock.now().getTime() < pairing.endsAtMs && stillMay(context, pairing)
  if (!isGood || !vault.takePairing(codeHash)) return refused('pairing-code-unknown', 404)
  guess.giveBack()
  const paired = await pair(context, pairing)
  if (isProblem(paired)) vault.giveBackPairing(codeHash)
  return paired
}

/** The account that asked for the code may have been closed or moved since. */
function stillMay({ facts }: AccountsContext, { maker, scope }: StoredPairing): boolean {
  const [, name = ''] = maker.split('/')
  if (name === 'local') return true
  const account = facts.findAccount(accountIdOf(name))
  return account !== undefined && !account.isClosed && scopeHolds(account.scope, scope)
}

async function pair(
  context: AccountsContext,
  { pairing, label, maker, makerScope, merchant, scope }: StoredPairing,
): Promise<{ readonly result: Accepted; readonly device: PairedDevice } | Problem> {
  const token = derivedUuid('token', pairing)
  const account = `device-${pairing.slice(0, 13)}`
  const id = accountIdOf(account)
  const plain = tokenText(Buffer.from(randomSecret(), 'base64url'))
  const [role, name = ''] = maker.split('/')
  const by = { role: role as Role, id: name }
  const result = await recordOnAccount(context, by, {
    stream: id,
    command: {
      type: 'PairDevice',
      account,
      scope,
      token,
      label,
      maker: { account: name, scope: name === 'local' ? everything : makerScope },
    },
    commandId: derivedUuid('pair', pairing),
    input: {},
  })
  if (isProblem(result)) return result
  context.vault.putToken(hashOf(plain), token, id)
  return { result, device: { id, account, role: 'merchant-till', merchant, label, token: plain } }
}
