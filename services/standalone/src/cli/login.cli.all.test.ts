import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder, runCli, type Serving, startServing, tokensOf } from './cli-process.fixture.ts'
import { foundProgramme, sampleRoster } from './sample-ledger.fixture.ts'

const folder = makeFolder()
const sessionFile = join(folder.path, 'settings', 'welfare', 'session.json')
const password = '长江源头 mule 2025'
let serving: Serving
let programme: string

beforeAll(async () => {
  serving = await startServing(folder.path)
  programme = (await foundProgramme({ url: serving.url, folder: folder.path })).programme
}, 60_000)
afterAll(async () => {
  await serving.end('SIGKILL')
  folder.remove()
})

const run = (words: readonly string[], stdin?: string | Uint8Array) =>
  runCli(words, { folder: folder.path, ...(stdin !== undefined && { stdin }) })
const login = (account: string, ...lines: readonly string[]) =>
  run(['login', '--server', serving.url, '--account', account, '--json'], `${lines.join('\n')}\n`)
const answerOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as Record<string, string>

/** Of the last event of that type, as the trail shows it. */
async function actorOf(type: string, thing: string): Promise<string | undefined> {
  const { stdout } = await run(['trail', thing, '--json'])
  const { events } = JSON.parse(stdout) as { events: { type: string; actor: string }[] }
  return events.findLast((event) => event.type === type)?.actor
}

test('the first administrator is opened by who has the machine; after that acts belong to persons', async () => {
  const opened = await run(['account', 'open', 'admin', '--role', 'administrator', '--json'])
  expect(opened.exitCode).toBe(0)
  const refused = await run(['account', 'open', 'desk-1', '--role', 'officer', '--json'])
  expect(refused).toMatchObject({ exitCode: 1 })
  expect(answerOf(refused)).toMatchObject({ code: 'login-required' })

  const signedIn = await login('admin', String(answerOf(opened).oneTimePassword), password)
  expect(signedIn).toMatchObject({ exitCode: 0, stderr: '' })
  expect(answerOf(signedIn)).toMatchObject({ account: 'admin', role: 'administrator', server: serving.url })
  expect(statSync(sessionFile).mode & 0o777).toBe(0o600)
  expect(readFileSync(sessionFile, 'utf8')).not.toContain(password)

  const desk = answerOf(await run(['account', 'open', 'desk-1', '--role', 'officer', '--json']))
  expect(await actorOf('AccountOpened', String(desk.id))).toBe('administrator/admin')
  expect(await actorOf('AccountOpened', String(answerOf(opened).id))).toMatch(/^operator\/[a-z0-9.-]+$/)

  const roster = await sampleRoster(2)
  expect(answerOf(await run(['import', programme, '-', '--json'], roster))).toMatchObject({ code: 'role-not-allowed' })
  await login('desk-1', String(desk.oneTimePassword), password)
  const imported = answerOf(await run(['import', programme, '-', '--json'], roster))
  expect(imported).toMatchObject({ status: 'done' })
  expect(await actorOf('RosterImportStarted', String(imported.id))).toBe('officer/desk-1')
}, 120_000)

test('a wrong password signs nobody in; logging out ends it, here and at the server', async () => {
  const before = JSON.parse(readFileSync(sessionFile, 'utf8'))
  const wrong = await login('desk-1', 'not the password')
  expect(wrong).toMatchObject({ exitCode: 1 })
  expect(answerOf(wrong)).toMatchObject({ code: 'sign-in-failed' })
  expect(await run(['logout'])).toMatchObject({ exitCode: 0, stdout: 'Signed out.\n' })
  expect(existsSync(sessionFile)).toBe(false)
  const ended = await fetch(`${serving.url}/v1/session`, { headers: { cookie: before.cookie } })
  expect(ended.status).toBe(401)
  expect((await run(['import', programme, '-'], '')).stderr).toContain('welfare login')
}, 60_000)

test('a lost password is reset by who has the machine, and recorded so', async () => {
  const reset = await run(['account', 'reset-password', 'desk-1', '--as-operator', '--json'])
  expect(reset.exitCode).toBe(0)
  expect(await login('desk-1', String(answerOf(reset).oneTimePassword), `${password}!`)).toMatchObject({ exitCode: 0 })
}, 60_000)

test('what is no address is wrong usage; where nobody answers it is said', async () => {
  expect(await run(['login', '--server', 'ledger', '--account', 'x'], 'y\n')).toMatchObject({ exitCode: 2 })
  const gone = await run(['login', '--server', 'http://127.0.0.1:1', '--account', 'x'], 'y\n')
  expect(gone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No answer from http://127.0.0.1:1') })
}, 60_000)

test('where the server is stopped, its ledger in this folder is opened by who is signed in there', async () => {
  await serving.end('SIGTERM')
  const imported = answerOf(await run(['import', programme, '-', '--json'], await sampleRoster(1, 5)))
  expect(imported).toMatchObject({ status: 'done' })
  serving = await startServing(folder.path)
  expect(tokensOf(folder.path).officer).toMatch(/^local\.officer\./)
  expect(await actorOf('RosterImportStarted', String(imported.id))).toBe('officer/desk-1')
}, 120_000)
