import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createShutdown } from './lifecycle.ts'
import { createLogger } from './logger.ts'

const logger = createLogger({ level: 'silent' })

describe('a shutdown', () => {
  it('runs every step once, also when asked twice and when one fails', async () => {
    const told: string[] = []
    const shutdown = createShutdown(logger)
    shutdown.add('store', () => void told.push('store'))
    shutdown.add('consumers', () => Promise.reject(new Error('stuck')))
    shutdown.add('server', () => void told.push('server'))
    expect(await Promise.all([shutdown.stop(), shutdown.stop()])).toEqual([false, false])
    expect(told).toEqual(['server', 'store'])
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('on %s finishes its steps and ends with 0', async (signal) => {
    const ended = await runAndSignal('quick', [signal])
    expect(ended).toEqual({ code: 0, told: 'ready\nstopped\n' })
  })

  it('that takes too long ends with 1', async () => {
    expect(await runAndSignal('never', ['SIGTERM'])).toEqual({ code: 1, told: 'ready\n' })
  })

  it('is cut short by a second signal', async () => {
    expect(await runAndSignal('patient', ['SIGTERM', 'SIGTERM'])).toEqual({ code: 1, told: 'ready\n' })
  })
})

/** A process of its own with one step, which ends at once, never, or after a minute. */
function runAndSignal(step: 'quick' | 'never' | 'patient', signals: readonly NodeJS.Signals[]) {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const script = `
    const { createShutdown } = await import(${url('./lifecycle.ts')})
    const { createLogger } = await import(${url('./logger.ts')})
    const alive = setInterval(() => {}, 1000)
    const shutdown = createShutdown(createLogger({ level: 'info' }))
    shutdown.add('step', async () => {
      if (${JSON.stringify(step)} !== 'quick') await new Promise(() => {})
      process.stdout.write('stopped\\n')
    })
    shutdown.onSignals({ drainMs: ${step === 'patient' ? 60_000 : 300} })
    process.stdout.write('ready\\n')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise<{ code: number | null; told: string }>((resolve) => {
    let told = ''
    const [first = 'SIGTERM', second] = signals
    child.stdout.on('data', (chunk) => {
      told += chunk
      if (told === 'ready\n') child.kill(first)
    })
    child.stderr.on('data', (chunk) => {
      if (second && String(chunk).includes('"stopping"')) child.kill(second)
    })
    child.on('close', (code) => resolve({ code, told }))
  })
}
