import { execFile } from 'node:child_process'
import { join } from 'node:path'

const script = join(import.meta.dirname, '..', 'outside', 'recompute.py')

/** The outside program's verdict: its exit code, and what it printed. */
export function recompute(url: string, moments: number): Promise<{ readonly exitCode: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    execFile('python3', [script, url, String(moments)], { maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, text: `${stdout}${stderr}` })
      else reject(error)
    })
  })
}
