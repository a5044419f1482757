import type { Clock } from '@welfare/process/clock.ts'
import type { SecretsStore } from '../accounts.store.ts'
import { accountsLimits } from '../accounts-limits.ts'
import { hashOf, randomSecret } from '../secrets.ts'

export interface Session {
  readonly account: string
  readonly startedAtMs: number
  /** Whatever happens meanwhile. */
  readonly endsAtMs: number
}

/** Who is signed in by a cookie. A cookie is 256 random bits, of which the hash alone is stored. */
export interface Sessions {
  /** @returns the cookie's value; a token that only reads begins with `prefix` */
  start(account: string, prefix?: string): string
  /** Undefined when it ended, or never was. To ask is to use it. */
  find(cookie: string): Session | undefined
  end(cookie: string): void
  endAllOf(account: string, exceptCookie?: string): void
  /** Writes down which were in use, and forgets those that are over. */
  flush(): void
}

interface LiveSession extends Session {
  seenAtMs: number
  isSaved: boolean
}

const { sessionIdleMs, sessionMs, remembered } = accountsLimits

export function createSessions(store: SecretsStore, clock: Clock): Sessions {
  const live = new Map<string, LiveSession>()

  return {
    start(account, prefix = '') {
      const cookie = `${prefix}${randomSecret()}`
      const startedAtMs = clock.now().getTime()
      store.putSession(hashOf(cookie), { account, startedAtMs, seenAtMs: startedAtMs })
      return cookie
    },
    find(cookie) {
      const hash = hashOf(cookie)
      const session = live.get(hash) ?? load(hash)
      if (!session) return undefined
      const nowMs = clock.now().getTime()
      if (nowMs >= session.endsAtMs || nowMs - session.seenAtMs >= sessionIdleMs) {
        drop(hash)
        return undefined
      }
      if (nowMs !== session.seenAtMs) session.isSaved = false
      session.seenAtMs = nowMs
      return session
    },
    end: (cookie) => drop(hashOf(cookie)),
    endAllOf(account, exceptCookie) {
      const kept = exceptCookie === undefined ? undefined : hashOf(exceptCookie)
      for (const [hash, session] of live) if (session.account === account && hash !== kept) live.delete(hash)
      store.dropSessionsOf(account, kept)
    },
    flush() {
      for (const [hash, session] of live) save(hash, session)
      const nowMs = clock.now().getTime()
      store.dropSessionsBefore(nowMs - sessionMs, nowMs - sessionIdleMs)
    },
  }

  function load(hash: string): LiveSession | undefined {
    const stored = store.findSession(hash)
    if (!stored) return undefined
    const session = { ...stored, endsAtMs: stored.startedAtMs + sessionMs, isSaved: true }
    live.set(hash, session)
    const [oldestHash, oldest] = live.entries().next().value ?? []
    if (live.size > remembered && oldestHash !== undefined && oldest) {
      save(oldestHash, oldest)
      live.delete(oldestHash)
    }
    return session
  }

  function save(hash: string, session: LiveSession): void {
    if (session.isSaved) return
    store.putSession(hash, session)
    session.isSaved = true
  }

  function drop(hash: string): void {
    live.delete(hash)
    store.dropSession(hash)
  }
}
