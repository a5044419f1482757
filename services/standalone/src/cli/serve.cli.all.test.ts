import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeFolder, runCli, type Serving, startServing } from './cli-process.fixture.ts'

let folder: ReturnType<typeof makeFolder>
let serving: Serving | undefined

beforeEach(() => {
  folder = makeFolder()
  serving = undefined
})
afterEach(async () => {
  await serving?.end('SIGKILL')
  folder.remove()
})

describe('wrong usage ends with 2 and says what is wrong', () => {
  test.each([
    ['an unknown command', ['nonsense'], 'there is no such command (nonsense)'],
    ['an unknown option', ['report', 'budget', '--colour'], 'there is no such option (--colour)'],
    [
      'a group that there is not',
      ['report', 'budget', '--by', 'colour'],
      'possible are fund, programme, funder, division',
    ],
    ['gaps of no programme', ['report', 'gaps'], '--programme'],
    ['a limit that is no count', ['trail', 'x', '--limit', '0'], '0 is no count. Give a whole number from 1.'],
    ['a process that there is not', ['service', 'kitchen'], 'no process kitchen. Choose one of relay, log,'],
    ['a store that is served to others', ['service', 'store'], 'name an EventStoreDB in WELFARE_STORE_URL'],
  ])('%s', async (_, words, said) => {
    const ended = await runCli(words, { folder: folder.path })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain(said)
  })

  test.each([
    [
      '--language',
      ['--language', 'zh', 'report', 'budgt'],
      {},
      '这条命令无法执行：没有这条命令（budgt）。请查看 `welfare <命令> --help`；是否想输入budget。',
    ],
    ['LANG', ['report', 'gaps'], { LANG: 'zh_CN.UTF-8' }, '缺少选项（--programme <id>）'],
    ['LC_ALL before LANG', ['trail', 'x', '--limit', '0'], { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, '0 is no count'],
    ['LANG', ['report', 'budget'], { LANG: 'zh_CN.UTF-8', WELFARE_COLOUR: 'red' }, '没有WELFARE_COLOUR这一项'],
  ])('in the language of %s', async (_, words, environment, said) => {
    const ended = await runCli(words, { folder: folder.path, environment })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain(said)
    expect(ended.stderr).toMatch(/\([a-z-]+\)\n$/)
  })

  test('an unknown variable of the environment', async () => {
    const ended = await runCli(['report', 'budget'], { folder: folder.path, environment: { WELFARE_COLOUR: 'red' } })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('WELFARE_COLOUR is not known')
  })
})

test('help is asked for, so it is no failure', async () => {
  const ended = await runCli(['--help'], { folder: folder.path })
  expect(ended.exitCode).toBe(0)
  for (const name of ['serve', 'demo', 'import', 'report', 'trail', 'export', 'rebuild', 'backup', 'restore']) {
    expect(ended.stdout).toContain(`\n  ${name} `)
  }
})

test('a report where there is no ledger is refused and begins none', async () => {
  const ended = await runCli(['report', 'budget', '--json'], { folder: folder.path })
  expect(ended.exitCode).toBe(1)
  expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'no-ledger' })
  expect(existsSync(join(folder.path, 'log'))).toBe(false)
})

describe('serving', () => {
  test('says where, is found by other commands, and takes its announcement along when it stops', async () => {
    serving = await startServing(folder.path)
    const announced = JSON.parse(readFileSync(join(folder.path, 'server.json'), 'utf8'))
    const version = (await (await fetch(`${serving.url}/version`)).json()) as { ledger: string }
    expect(announced).toMatchObject({ url: serving.url, ledger: version.ledger, epoch: 1 })
    const report = await runCli(['report', 'budget', '--json'], { folder: folder.path })
    expect(report).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(report.stdout)).toMatchObject({ ledger: version.ledger, sequence: 0 })
    expect(await serving.end('SIGTERM')).toEqual({ exitCode: 0 })
    expect(existsSync(join(folder.path, 'server.json'))).toBe(false)
  })

  test('a second server on the same folder is refused and told where the first one serves', async () => {
    serving = await startServing(folder.path)
    const second = await runCli(['serve'], { folder: folder.path, environment: { PORT: '0' } })
    expect(second).toMatchObject({ exitCode: 1, stdout: '' })
    expect(second.stderr).toContain(`served at ${serving.url} already`)
  })

  test('a port in use is said plainly', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const ended = await runCli(['serve'], { folder: folder.path, environment: { PORT: String(port) } })
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ended.stderr).toContain('port-in-use')
    other.close()
  })

  test('an address that others could reach is wrong usage', async () => {
    const ended = await runCli(['serve'], { folder: folder.path, environment: { WELFARE_HOST: '0.0.0.0', PORT: '0' } })
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain('public-without-tls')
    expect(existsSync(join(folder.path, 'log'))).toBe(false)
  })

  test('what a killed server left behind misleads nobody', async () => {
    const killed = await startServing(folder.path)
    await killed.end('SIGKILL')
    expect(existsSync(join(folder.path, 'server.json'))).toBe(true)
    const report = await runCli(['report', 'budget'], { folder: folder.path })
    expect(report.exitCode).toBe(0)
    expect(report.stdout).toContain('✓ bank + quota + transit = donated + carried + payable + disputed − cost − loss')
    serving = await startServing(folder.path)
  })

  test('an announcement of another folder, or a broken one, is not believed', { timeout: 120_000 }, async () => {
    serving = await startServing(folder.path)
    const copy = makeFolder()
    try {
      const announcement = readFileSync(join(folder.path, 'server.json'))
      writeFileSync(join(copy.path, 'server.json'), announcement)
      expect((await runCli(['report', 'budget'], { folder: copy.path })).stderr).toContain('no-ledger')
      const own = await startServing(copy.path)
      expect(own.url).not.toBe(serving.url)
      await own.end('SIGKILL')
      writeFileSync(join(copy.path, 'server.json'), announcement.subarray(0, 20))
      expect(await runCli(['report', 'budget'], { folder: copy.path })).toMatchObject({ exitCode: 0 })
    } finally {
      copy.remove()
    }
  })
})

test('a demonstration that was cut off is not opened on the clock of the machine', async () => {
  const begun = await startServing(folder.path)
  const { ledger } = (await (await fetch(`${begun.url}/version`)).json()) as { ledger: string }
  await begun.end('SIGTERM')
  writeFileSync(join(folder.path, 'demo.json'), JSON.stringify({ scenario: 'summer-2025', ledger }))
  const ended = await runCli(['report', 'budget'], { folder: folder.path })
  expect(ended.exitCode).toBe(1)
  expect(ended.stderr).toContain('demo-unfinished')
})
