import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, runCli, type Serving, startServing } from './cli-process.fixture.ts'

let folder: ReturnType<typeof makeFolder>
let serving: Serving

beforeEach(async () => {
  folder = makeFolder()
  serving = await startServing(folder.path)
})
afterEach(async () => {
  await serving.end('SIGKILL')
  folder.remove()
})

const account = async (...words: readonly string[]) => {
  const ended = await runCli(['account', ...words, '--json'], { folder: folder.path })
  return { exitCode: ended.exitCode, answer: JSON.parse(ended.stdout || '{}') as Record<string, string> }
}

const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${serving.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

test('accounts are opened, listed, given tokens and passwords, and closed, from the command line', async () => {
  const opened = await account('open', 'admin', '--role', 'administrator')
  expect(opened).toMatchObject({ exitCode: 0, answer: { account: 'admin' } })
  const newPassword = '长江源头 mule 2025'
  const password = opened.answer.oneTimePassword
  const signedIn = await call('POST', '/v1/session', { account: 'admin', password, newPassword })
  expect(signedIn).toMatchObject({ status: 200, body: { role: 'administrator' } })
  const words = ['login', '--server', serving.url, '--account', 'admin']
  expect(await runCli(words, { folder: folder.path, stdin: `${newPassword}\n` })).toMatchObject({ exitCode: 0 })

  await account('open', 'interface-1', '--role', 'auditor', '--division', '632700', '130300', '--machine')
  const { answer: issued } = await account('token', 'interface-1', '--label', '财务接口')
  const asked = await call('GET', '/v1/session', undefined, { authorization: `Bearer ${issued.token}` })
  expect(asked.body).toMatchObject({ account: 'interface-1', scope: { divisions: ['632700', '130300'] } })

  expect((await account('close', 'interface-1', '--reason', '停用')).exitCode).toBe(0)
  const after = await call('GET', '/v1/session', undefined, { authorization: `Bearer ${issued.token}` })
  expect(after.status).toBe(401)
  expect((await account('reset-password', 'nobody')).answer).toMatchObject({ code: 'account-unknown' })
  const listed = await runCli(['account', 'list'], { folder: folder.path })
  expect(listed.stdout).toMatch(/admin +person +administrator +whole ledger/)
  expect(listed.stdout).toMatch(/interface-1 +machine +auditor \(closed\) +632700, 130300/)
}, 60_000)

test('a role that there is not is wrong usage', async () => {
  const ended = await runCli(['account', 'open', 'desk-1', '--role', 'king'], { folder: folder.path })
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
})
