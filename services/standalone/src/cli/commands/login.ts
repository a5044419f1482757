import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { failureOfAnswer } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { CommandFailedError, misused, refused } from '../failure.ts'
import { readSession, removeSession, writeSession } from '../session-file.ts'

export interface LoginOptions {
  readonly server: string
  readonly account?: string
}

interface SignedIn {
  readonly account: string
  readonly role: string
  readonly expiresAt?: string
}

/** Signs a person in at a server; from then on what commands record is recorded in that person's name. */
export async function login(
  { config, language, terminal }: CliContext,
  { server, account }: LoginOptions,
): Promise<void> {
  const url = serverUrl(server)
  const prompt = createPrompt()
  try {
    const name = account ?? (await prompt.ask('Account: '))
    const password = await prompt.askHidden('Password: ')
    const answer = await signIn(url, { account: name, password }, language).catch(async (error: unknown) => {
      if (!(error instanceof CommandFailedError) || error.code !== 'new-password-required') throw error
      const newPassword = await prompt.askHidden('New password, at least 12 characters: ')
      return await signIn(url, { account: name, password, newPassword }, language)
    })
    const { signedIn, cookie } = answer
    const { ledger } = (await (await ask(`${url}/version`)).json()) as { readonly ledger: string }
    writeSession(config.sessionFile, {
      server: url,
      ledger,
      cookie,
      account: signedIn.account,
      role: signedIn.role,
      ...(signedIn.expiresAt !== undefined && { expiresAt: signedIn.expiresAt }),
    })
    terminal.answer({ ...signedIn, server: url }, () =>
      [
        `Signed in at ${url} as ${signedIn.account} (${signedIn.role}); two hours without a command end it, \`welfare logout\` does at once.`,
        `Who signed in is kept in ${config.sessionFile}, which only you may read.`,
      ].join('\n'),
    )
  } finally {
    prompt.close()
  }
}

/** Ends the session at the server, and forgets it here. */
export async function logout({ config, terminal }: CliContext): Promise<void> {
  const session = readSession(config.sessionFile)
  removeSession(config.sessionFile)
  if (session) {
    const headers = { Cookie: session.cookie, 'Idempotency-Key': crypto.randomUUID() }
    // A server that is away ends the session by itself, after two hours.
    await fetch(`${session.server}/v1/session`, { method: 'DELETE', headers }).catch(() => undefined)
  }
  terminal.answer({ signedOut: session !== undefined }, () => (session ? 'Signed out.' : 'Nobody was signed in.'))
}

function serverUrl(server: string): string {
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    throw misused('server-malformed', { given: server })
  return new URL(server).origin
}

async function signIn(
  url: string,
  body: object,
  language: Language,
): Promise<{ readonly signedIn: SignedIn; readonly cookie: string }> {
  const response = await ask(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': language },
    body: JSON.stringify(body),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw refused('answer-unreadable', { server: url })
  return { signedIn: (await response.json()) as SignedIn, cookie }
}

async function ask(address: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, init)
  } catch {
    throw refused('server-gone', { server: new URL(address).origin })
  }
  if (!response.ok) throw await failureOfAnswer(response)
  return response
}

interface Prompt {
  ask(question: string): Promise<string>
  /** What is typed is not shown. */
  askHidden(question: string): Promise<string>
  close(): void
}

/** From the terminal; where there is none, a line of standard input for each question. */
function createPrompt(): Prompt {
  const isTerminal = process.stdin.isTTY
  let isHidden = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: isTerminal })
  const typed = lines[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await typed.next()
    if (line.done) throw misused('input-ended')
    return line.value
  }
  return {
    async ask(question) {
      if (isTerminal) process.stderr.write(question)
      return await nextLine()
    },
    async askHidden(question) {
      if (isTerminal) process.stderr.write(question)
      isHidden = true
      const line = await nextLine()
      isHidden = false
      if (isTerminal) process.stderr.write('\n')
      return line
    },
    close: () => lines.close(),
  }
}
