import { type Role, roles, type Scope } from '@welfare/contracts/authority.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'

/** Who asks: `officer/test` everywhere, `officer/near@632701,632722` in these divisions; ids of programmes and merchants narrow it further. */
export interface NewAccount {
  readonly account: string
  readonly role: Role
  readonly scope: Scope
}

/** Accounts as tests name them, opened when they first ask. */
export interface Accounts {
  /** For `Authorization: Bearer`. */
  tokenOf(actor: string): Promise<string>
}

export function createAccounts(issue: (account: NewAccount) => Promise<string>): Accounts {
  const tokens = new Map<string, Promise<string>>()
  return {
    tokenOf(actor) {
      const known = tokens.get(actor)
      if (known) return known
      const issued = issue(parseActor(actor))
      tokens.set(actor, issued)
      issued.catch(() => tokens.delete(actor))
      return issued
    },
  }
}

/** Somebody's own ledger is asked as anybody would: by the machine's administrator, over HTTP. */
export function issueOverHttp(server: () => { readonly url: string; readonly administrator: string }) {
  return async ({ account, role, scope }: NewAccount): Promise<string> => {
    const opened = await post('/v1/accounts', `open-${account}`, { account, kind: 'machine', role, scope })
    const issued = await post(`/v1/accounts/${opened.id}/tokens`, `token-${crypto.randomUUID()}`, { label: 'test' })
    return String(issued.token)
  }

  async function post(path: string, key: string, body: object): Promise<Record<string, unknown>> {
    const { url, administrator } = server()
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${administrator}`,
        'content-type': 'application/json',
        'idempotency-key': key.padEnd(8, '-'),
      },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
}

function parseActor(actor: string): NewAccount {
  const [, given, account, scopeIndex = WHOLE_LEDGER] = /^([a-z-]+)\/([a-z0-9][a-z0-9.-]*)(?:@(.+))?$/.exec(actor) ?? []
  const role = roles.find((one) => one === given)
  if (role === undefined || account === undefined) throw new Error(`${actor} is nobody`)
  const within = scopeIndex.split(',')
  const of = (category: string) => within.filter((place) => place.startsWith(`${category}-`))
  const divisions = within.filter((place) => /^\d{6}$/.test(place))
  const [programmes, merchants] = [of('programme'), of('merchant')]
  const scope = {
    divisions: divisions.length === 0 ? [WHOLE_LEDGER] : divisions,
    ...(programmes.length > 0 && { programmes }),
    ...(merchants.length > 0 && { merchants }),
  }
  return { account, role, scope }
}
