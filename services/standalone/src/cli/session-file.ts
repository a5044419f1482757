import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const sessionSchema = z.strictObject({
  server: z.url(),
  /** Of which ledger: the same one is known again at another address. */
  ledger: z.string(),
  account: z.string(),
  role: z.string(),
  /** `name=value`, as the server set it. */
  cookie: z.string(),
  expiresAt: z.string().optional(),
})
export type CliSession = z.infer<typeof sessionSchema>

/** Kept for its owner alone: who has the file is signed in. */
export function writeSession(file: string, session: CliSession): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.unfinished`, JSON.stringify(session), { mode: 0o600 })
  chmodSync(`${file}.unfinished`, 0o600)
  renameSync(`${file}.unfinished`, file)
}

/** Undefined where nobody signed in, or the file is not ours. */
export function readSession(file: string): CliSession | undefined {
  try {
    const parsed = sessionSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

export function removeSession(file: string): void {
  rmSync(file, { force: true })
}
