import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ClientMetadata, Provider } from 'oidc-provider'

export interface RunningProvider {
  readonly issuer: string
  stop(): Promise<void>
}

/** A certified OpenID provider's library on a loopback port. A person who signs on there is who they say: the name is also `preferred_username`. */
export async function startOpenIdProvider(client: ClientMetadata): Promise<RunningProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const provider = new Provider(issuer, {
    clients: [client],
    cookies: { keys: ['of this test alone'] },
    jwks: { keys: [{ ...signingKey, alg: 'RS256', use: 'sig', kid: 'test', kty: 'RSA' }] },
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: `subject-of-${id}`, preferred_username: id }),
    }),
    features: { devInteractions: { enabled: true } },
  })
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** What a browser does from the provider's first page on: it signs on as `name`, agrees, and is sent back. @returns the address to go back to */
export async function signOnAt(startUrl: string, name: string, backTo: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let next: { url: string; form?: URLSearchParams } = { url: startUrl }
  for (let steps = 0; steps < 12; steps += 1) {
    const response: Response = await fetch(next.url, {
      method: next.form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(next.form && { body: next.form }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(key, value)
    }
    const location = response.headers.get('location')
    if (location?.startsWith(backTo)) return new URL(location)
    if (location) next = { url: new URL(location, next.url).href }
    else next = { url: next.url, form: formOf(await response.text(), name) }
  }
  throw new Error('the provider did not send the browser back')
}

/** The page asks who it is, or whether that is agreed to. */
function formOf(page: string, name: string): URLSearchParams {
  const [, prompt] = /name="prompt" value="(login|consent)"/.exec(page) ?? []
  if (prompt === undefined) throw new Error(`the provider shows another page:\n${page.slice(0, 2_000)}`)
  return new URLSearchParams({ prompt, ...(prompt === 'login' && { login: name, password: 'not asked for' }) })
}
