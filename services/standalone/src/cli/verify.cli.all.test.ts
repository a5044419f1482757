import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createWitnessKey } from '@welfare/verifier/bundle.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOfficer, makeFolder, runCli, type Serving, startServing, tokensOf } from './cli-process.fixture.ts'
import { foundProgramme, issueAndServeOneMeal, sampleRoster } from './sample-ledger.fixture.ts'

const folder = makeFolder()
const at = (name: string): string => join(folder.path, name)
const ledger = at('ledger')
const witness = createWitnessKey('witness.example/w1')
let serving: Serving
/** The log's key as an auditor got it at the beginning. */
let key: string

const run = (...words: readonly string[]) => runCli(words, { folder: ledger })
/** Where no ledger is: nothing of it is at hand. */
const runElsewhere = (...words: readonly string[]) => runCli(words, { folder: at('elsewhere') })

beforeAll(async () => {
  writeFileSync(at('witnesses'), `${witness.vkey}\n`)
  serving = await startServing(ledger, { WELFARE_WITNESS_KEYS_FILE: at('witnesses') })
  const served = { url: serving.url, folder: ledger }
  const { programme } = await foundProgramme(served)
  writeFileSync(at('roster.xlsx'), await sampleRoster(4))
  key = (await run('log', 'vkey')).stdout.trim()
  await run('report', 'budget', '--by', 'programme', '--save', at('early.json'))
  await runCli(['import', programme, at('roster.xlsx')], { folder: ledger, environment: asOfficer(ledger) })
  expect(await run('log', 'rotate-key')).toMatchObject({ exitCode: 0 })
  await issueAndServeOneMeal(served, programme)
  await run('report', 'coverage', '--save', at('late.json'))
  await cosign()
  expect(await run('export', 'bundle', '--to', at('bundle'))).toMatchObject({ exitCode: 0, stderr: '' })
}, 120_000)
afterAll(async () => {
  await serving.end('SIGTERM')
  folder.remove()
})

/** What a witness does who has seen the checkpoint. */
async function cosign(): Promise<void> {
  const note = await (await fetch(`${serving.url}/log/checkpoint`)).text()
  const text = note.slice(0, note.indexOf('\n\n') + 1)
  const { status } = await fetch(`${serving.url}/log/cosignatures`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokensOf(ledger).auditor}`,
      'content-type': 'application/json',
      'idempotency-key': 'cosignature-1',
    },
    body: JSON.stringify({ note: `${note}${witness.signatureOf(text)}` }),
  })
  expect(status).toBe(201)
}

const reports = () => ['--report', at('early.json'), at('late.json')]

test('a bundle is verified where there is no ledger, with the key that was got before another one followed it', async () => {
  const ended = await runElsewhere('verify', at('bundle'), '--key', key, ...reports())
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ended.stdout).toContain('Everything that was checked fits.')
  expect(ended.stdout).toMatch(/^journal +holds/m)
  const [newest] = (await run('log', 'vkey')).stdout.split('\n')
  expect(newest).not.toBe(key)
  expect(await runElsewhere('verify', at('bundle'), '--key', newest ?? '')).toMatchObject({ exitCode: 0 })
})

test('a witness who has signed is found, one who has not is missed', async () => {
  const ended = await runElsewhere('verify', at('bundle'), '--key', key, '--witness', witness.vkey)
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ended.stdout).toMatch(/^witnesses +holds/m)
  expect(ended.stdout).toMatch(/witnesses: witness\.example\/w1 signed a tree of \d+ events/)
  const stranger = createWitnessKey('witness.example/w2')
  const missed = await runElsewhere('verify', at('bundle'), '--key', key, '--witness', stranger.vkey)
  expect(missed.exitCode).toBe(3)
  expect(missed.stdout).toContain('witnesses: checkpoint: no checkpoint is signed by witness.example/w2')
})

test('what was altered is named, with the exit code of integrity', async () => {
  cpSync(at('bundle'), at('altered'), { recursive: true })
  const journal = readFileSync(at('altered/journal.csv'), 'utf8')
  writeFileSync(at('altered/journal.csv'), journal.replace(/,-?\d+,(?=debit)/, ',1,'))
  const ended = await runElsewhere('verify', at('altered'), '--key', key)
  expect(ended.exitCode).toBe(3)
  expect(ended.stdout).toMatch(
    /journal: journal\.csv, line \d+ event \d+ \(DonationReceived, fund-.* version 2\): balance is 1/,
  )
  expect(ended.stderr).toContain('(does-not-fit)')
  const told = JSON.parse((await runElsewhere('verify', at('altered'), '--key', key, '--json')).stdout)
  expect(told).toMatchObject({ holds: false, code: 'does-not-fit' })
  expect(told.firstEvent.event).toMatchObject({ type: 'DonationReceived', version: 2 })
})

test('a report whose figure was changed is named', async () => {
  const early = readFileSync(at('early.json'), 'utf8')
  writeFileSync(at('forged.json'), early.replace('"availableFen":20000', '"availableFen":20001'))
  const ended = await runElsewhere('verify', at('bundle'), '--key', key, '--report', at('forged.json'))
  expect(ended.exitCode).toBe(3)
  expect(ended.stdout).toMatch(
    /reports: .*forged\.json: at \d+: rows\[null\]\.balances\.availableFen is 20001, recomputed 20000/,
  )
})

test('what cannot be verified is refused; what is asked wrongly is said', async () => {
  const [name] = key.split('+')
  const foreign = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  expect(await runElsewhere('verify', at('bundle'), '--key', foreign)).toMatchObject({ exitCode: 3 })
  expect(await runElsewhere('verify', at('bundle'), '--key', `${name}+nothing`)).toMatchObject({ exitCode: 1 })
  expect(await runElsewhere('verify', at('nowhere'), '--key', key)).toMatchObject({ exitCode: 1 })
  const missing = await runElsewhere('verify', at('bundle'), '--key', key, '--report', at('nowhere.json'))
  expect(missing).toMatchObject({ exitCode: 1, stdout: '' })
  expect(await runElsewhere('verify', at('bundle'))).toMatchObject({ exitCode: 2 })
  expect(await run('export', 'bundle', '--to', at('bundle'))).toMatchObject({ exitCode: 1 })
})

test('the files of a ledger are verified while it serves', async () => {
  const ended = await runElsewhere('verify', '--data', ledger, '--key', key)
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ended.stdout).toMatch(/^readModel +holds/m)
})

test('a restored ledger is verified with the key from before, the checkpoints of both epochs included', async () => {
  const restored = at('restored')
  const runRestored = (...words: readonly string[]) => runCli(words, { folder: restored })
  expect(await run('backup', at('backup'))).toMatchObject({ exitCode: 0 })
  const masterKey = join(ledger, 'keys', 'master.key')
  expect(await runRestored('restore', at('backup'), '--master-key', masterKey)).toMatchObject({ exitCode: 0 })
  // Kept apart from backups, as the master key is.
  cpSync(join(ledger, 'keys', 'log-signing.pem'), join(restored, 'keys', 'log-signing.pem'))
  expect(await runRestored('export', 'bundle', '--to', at('bundle-2'))).toMatchObject({ exitCode: 0 })
  const ended = await runElsewhere('verify', at('bundle-2'), '--key', key, ...reports())
  expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^reports +holds/m), stderr: '' })
})
