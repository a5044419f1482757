import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backupAccountsFile, backupAttachmentsFolder, backupCheckpointsFile, backupFiles } from '../backup.routes.ts'
import { asOfficer, makeFolder, runCli, type Serving, startServing, tokensOf } from './cli-process.fixture.ts'
import { foundProgramme, issueAndServeOneMeal, sampleRoster } from './sample-ledger.fixture.ts'

const all = makeFolder()
const folder = join(all.path, 'data')
const copy = join(all.path, 'copy')
const masterKey = join(folder, 'keys', 'master.key')
let serving: Serving
let programme: string
let worker: string

async function runJson(words: readonly string[], dataFolder = folder) {
  const ended = await runCli([...words, '--json'], { folder: dataFolder })
  return { exitCode: ended.exitCode, answer: JSON.parse(ended.stdout) }
}

async function reports(dataFolder: string) {
  const answers: object[] = []
  for (const words of [
    ['budget', '--by', 'programme'],
    ['coverage', '--programme', programme],
    ['gaps', '--programme', programme],
  ]) {
    answers.push((await runJson(['report', ...words], dataFolder)).answer)
  }
  return answers
}

/** Of the checkpoints that are kept, newest first. */
async function epochsSigned(url: string): Promise<number[]> {
  const { items } = (await (await fetch(`${url}/v1/log/checkpoints`)).json()) as { items: readonly { epoch: number }[] }
  return items.map(({ epoch }) => epoch)
}

beforeAll(async () => {
  serving = await startServing(folder)
  programme = (await foundProgramme({ url: serving.url, folder })).programme
  const imported = await runCli(['import', programme, '-', '--json'], {
    folder,
    stdin: await sampleRoster(4),
    environment: asOfficer(folder),
  })
  worker = JSON.parse(imported.stdout).result.rows[0].worker
  await issueAndServeOneMeal({ url: serving.url, folder }, programme)
})
afterAll(async () => {
  await serving.end('SIGKILL')
  all.remove()
})

describe('backup', () => {
  test('copies log and keys while the ledger serves, and never the master key', async () => {
    const made = await runJson(['backup', copy])
    expect(made).toMatchObject({ exitCode: 0, answer: { folder: copy, epoch: 1, verified: true } })
    const files = [...Object.values(backupFiles), backupAccountsFile, backupCheckpointsFile]
    expect(readdirSync(copy).sort()).toEqual([...files, backupAttachmentsFolder].sort())
    const [, logKey = ''] = readFileSync(join(folder, 'keys', 'log-signing.pem'), 'utf8').split('\n')
    for (const secret of [readFileSync(masterKey, 'utf8').trim(), logKey].map((text) => Buffer.from(text, 'base64'))) {
      for (const file of files) expect(readFileSync(join(copy, file)).includes(secret.subarray(-32))).toBe(false)
    }
    expect(readdirSync(join(folder, 'backups'))).toEqual([])
  })

  test('overwrites nothing', async () => {
    expect(await runJson(['backup', copy])).toMatchObject({ exitCode: 1, answer: { code: 'target-in-use' } })
  })

  test('stays in the data folder when no other is named, and says where', async () => {
    const ended = await runCli(['backup'], { folder })
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    const [made] = readdirSync(join(folder, 'backups'))
    expect(ended.stdout).toContain(join(folder, 'backups', String(made)))
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
  })
})

describe('restore', () => {
  const elsewhere = join(all.path, 'elsewhere')

  test('is refused without the master key, and with another one; nothing is left behind', async () => {
    const without = await runJson(['restore', copy], elsewhere)
    expect(without).toMatchObject({ exitCode: 1, answer: { code: 'master-key-missing' } })
    const wrong = join(all.path, 'wrong.key')
    writeFileSync(wrong, `${Buffer.alloc(32, 7).toString('base64')}\n`)
    const withAnother = await runJson(['restore', copy, '--master-key', wrong], elsewhere)
    expect(withAnother).toMatchObject({ exitCode: 1, answer: { code: 'master-key-wrong' } })
    expect(existsSync(join(elsewhere, 'log'))).toBe(false)
    expect(existsSync(join(elsewhere, 'restoring'))).toBe(false)
    expect(existsSync(join(elsewhere, 'keys', 'keys.db'))).toBe(false)
  })

  test('brings back every report and every name in a new epoch', { timeout: 120_000 }, async () => {
    const before = await reports(folder)
    const restored = await runJson(['restore', copy, '--master-key', masterKey], elsewhere)
    expect(restored).toMatchObject({ exitCode: 0, answer: { epoch: 2 } })
    expect(statSync(join(elsewhere, 'keys', 'master.key')).mode & 0o777).toBe(0o600)
    expect(await reports(elsewhere)).toEqual(before)
    const again = await startServing(elsewhere)
    try {
      expect(await (await fetch(`${again.url}/version`)).json()).toMatchObject({ epoch: 2 })
      expect(await nameOf(again.url, elsewhere)).toBe(await nameOf(serving.url, folder))
      await expect.poll(() => epochsSigned(again.url)).toEqual([2, 1])
    } finally {
      await again.end('SIGTERM')
    }
  })

  test('says, in one sentence, what is wanted where a folder is named for the master key', async () => {
    const ended = await runCli(['restore', copy, '--master-key', all.path], { folder: join(all.path, 'no-key') })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toMatch(
      /is a folder, where a file is wanted; it is to hold a master key .*\(file-unusable\)\n$/,
    )
  })

  test('asks to erase again only where somebody was erased', async () => {
    const other = join(all.path, 'copy-with-erasure')
    cpSync(copy, other, { recursive: true })
    const log = new DatabaseSync(join(other, backupFiles.log))
    log.exec("UPDATE events SET type = 'WorkerErased' WHERE position = 1")
    log.close()
    const apart = join(all.path, 'apart-erased')
    mkdirSync(apart)
    cpSync(masterKey, join(apart, 'master.key'))
    const words = ['restore', other, '--master-key', join(apart, 'master.key')]
    const { stdout } = await runCli(words, { folder: join(all.path, 'erased-unknown') })
    expect(stdout).toContain(`There is no register of erasures at ${join(apart, 'master.key.erased')}`)
  })

  test('takes the register of erasures along with the master key; says when the log’s key is not there', {
    timeout: 120_000,
  }, async () => {
    const apart = join(all.path, 'apart')
    mkdirSync(apart)
    cpSync(masterKey, join(apart, 'master.key'))
    const words = ['restore', copy, '--master-key', join(apart, 'master.key')]
    const unknown = await runCli(words, { folder: join(all.path, 'register-unknown') })
    expect(unknown).toMatchObject({ exitCode: 0 })
    expect(unknown.stdout).not.toContain('register of erasures')
    expect(unknown.stdout).toContain('log-signing.pem that signs the transparency log')
    expect(unknown.stdout).toContain('welfare log vkey')
    writeFileSync(join(apart, 'master.key.erased'), `${worker}\n`)
    const target = join(all.path, 'register-known')
    expect(await runJson(words, target)).toMatchObject({ exitCode: 0, answer: { erasuresKnown: true } })
    expect(readFileSync(join(target, 'keys', 'master.key.erased'), 'utf8')).toBe(`${worker}\n`)
    const again = await startServing(target)
    try {
      expect(await nameOf(again.url, target)).toBeUndefined()
    } finally {
      await again.end('SIGTERM')
    }
  })

  test('never touches a folder that holds a ledger', async () => {
    expect(await runJson(['restore', copy], elsewhere)).toMatchObject({
      exitCode: 1,
      answer: { code: 'data-folder-in-use' },
    })
    expect(await runJson(['restore', copy], folder)).toMatchObject({
      exitCode: 1,
      answer: { code: 'data-folder-in-use' },
    })
    expect(await runJson(['report', 'budget'], elsewhere)).toMatchObject({ exitCode: 0 })
  })

  test('goes on where one was cut off after the keys; other keys are never overwritten', async () => {
    const cutOff = join(all.path, 'cut-off')
    mkdirSync(join(cutOff, 'keys'), { recursive: true })
    writeFileSync(join(cutOff, 'keys', 'keys.db'), 'keys of somebody else')
    const words = ['restore', copy, '--master-key', masterKey]
    expect(await runJson(words, cutOff)).toMatchObject({ exitCode: 1, answer: { code: 'data-folder-in-use' } })
    cpSync(join(copy, 'keys.db'), join(cutOff, 'keys', 'keys.db'))
    expect(await runJson(words, cutOff)).toMatchObject({ exitCode: 0, answer: { epoch: 2 } })
  })

  test.each([
    ['a part of it is missing', (broken: string) => rmSync(join(broken, 'keys.db'))],
    ['the log is cut off', (broken: string) => truncate(join(broken, 'ledger.sqlite'), 8_192)],
    ['the log is something else', (broken: string) => writeFileSync(join(broken, 'ledger.sqlite'), 'not a database')],
    ['the keys are cut off', (broken: string) => truncate(join(broken, 'keys.db'), 4_096)],
    ['its description is of another ledger', (broken: string) => rename(join(broken, 'backup.json'))],
    ['it lacks events that it should hold', (broken: string) => promiseMore(join(broken, 'backup.json'))],
  ])('a backup is an integrity failure when %s', async (title, damage) => {
    const broken = join(all.path, `broken ${title}`)
    cpSync(copy, broken, { recursive: true })
    damage(broken)
    const target = join(all.path, `restored ${title}`)
    expect(await runJson(['restore', broken, '--master-key', masterKey], target)).toMatchObject({ exitCode: 3 })
    expect(existsSync(join(target, 'log'))).toBe(false)
  })
})

async function nameOf(url: string, dataFolder: string): Promise<string | undefined> {
  const purpose = encodeURIComponent('核对备份')
  const response = await fetch(`${url}/v1/workers/${worker}?reveal=true&purpose=${purpose}`, {
    headers: { Authorization: `Bearer ${tokensOf(dataFolder).officer}` },
  })
  const { person } = (await response.json()) as { person?: { name: string } }
  return person?.name
}

function truncate(file: string, bytes: number): void {
  writeFileSync(file, readFileSync(file).subarray(0, bytes))
}

function rename(file: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, ledger: 'another' }))
}

function promiseMore(file: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, throughSequence: manifest.throughSequence + 1 }))
}
