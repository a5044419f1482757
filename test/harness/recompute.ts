import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Api } from './api.ts'

const script = join(import.meta.dirname, '..', 'outside', 'recompute.py')

/** The outside program's verdict: its exit code, and what it printed. */
export async function recompute(
  { url, tokenOf }: Pick<Api, 'url' | 'tokenOf'>,
  moments: number,
): Promise<{ readonly exitCode: number; readonly text: string }> {
  const options = { maxBuffer: 16_000_000, env: { WELFARE_TOKEN: await tokenOf('auditor/outside') } }
  return new Promise((resolve, reject) => {
    execFile('python3', [script, url, String(moments)], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, text: `${stdout}${stderr}` })
      else reject(error)
    })
  })
}
