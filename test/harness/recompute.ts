import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Api } from './api.ts'
import { temporaryFolder } from './test-ledger.ts'

const outside = join(import.meta.dirname, '..', 'outside')

interface Verdict {
  readonly exitCode: number
  readonly text: string
}

/** The outside program's verdict: its exit code, and what it printed. */
export async function recompute(
  { url, tokenOf }: Pick<Api, 'url' | 'tokenOf'>,
  moments: number,
  days = 3,
): Promise<Verdict> {
  const env = { WELFARE_TOKEN: await tokenOf('auditor/outside') }
  return runPython([join(outside, 'recompute.py'), url, String(moments), String(days)], env)
}

/** What an outside program finds in the accounting tables of one year, held against the budget of the same moment. */
export async function checkAccountingTables({ get }: Pick<Api, 'get'>, year: number): Promise<Verdict> {
  const folder = temporaryFolder('accounting-tables-')
  try {
    const budget = await get(`/v1/budget?by=fund&effective=${year}-12-31`, 'auditor/outside')
    const moment = `year=${year}&at=${budget.sequence}`
    const files = {
      'archive.xml': await get(`/v1/exports/gbt24589/archive.xml?${moment}`, 'auditor/outside'),
      'ledger.xml': await get(`/v1/exports/gbt24589/ledger.xml?${moment}`, 'auditor/outside'),
      'budget.json': JSON.stringify(budget),
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return await runPython([join(outside, 'gbt24589.py'), ...Object.keys(files).map((name) => join(folder, name))])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runPython(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    execFile('python3', words, { maxBuffer: 16_000_000, env }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, text: `${stdout}${stderr}` })
      else reject(error)
    })
  })
}
