import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { describe, expect, it } from 'vitest'
import { type Service, startServices } from './service.ts'

const logger = createLogger({ level: 'silent' })

describe('services', () => {
  it('start in order and then their consumers; consumers stop first, services in reverse', async () => {
    const told: string[] = []
    const shutdown = createShutdown(logger)
    await startServices([service('funds', told), service('vouchers', told)], shutdown)
    expect(told).toEqual(['start funds', 'start vouchers', 'follow funds', 'follow vouchers'])
    expect(await shutdown.stop()).toBe(true)
    expect(told.slice(4)).toEqual(['leave funds', 'leave vouchers', 'stop vouchers', 'stop funds'])
  })

  it('are stopped, those before and the one itself, when one does not start', async () => {
    const told: string[] = []
    const shutdown = createShutdown(logger)
    const failing = { ...service('vouchers', told), start: () => Promise.reject(new Error('port taken')) }
    const starting = startServices([service('funds', told), failing, service('deliveries', told)], shutdown)
    await expect(starting).rejects.toThrow('port taken')
    await shutdown.stop()
    expect(told).toEqual(['start funds', 'stop vouchers', 'stop funds'])
  })
})

function service(name: string, told: string[]): Service {
  const tell = (what: string) => async () => void told.push(`${what} ${name}`)
  return {
    name,
    routes: [],
    consumers: [
      {
        name,
        position: undefined,
        healthy: true,
        failures: 0,
        waitFor: async () => true,
        start: () => void told.push(`follow ${name}`),
        stop: tell('leave'),
      },
    ],
    start: tell('start'),
    stop: tell('stop'),
  }
}
