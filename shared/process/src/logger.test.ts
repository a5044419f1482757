import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'

it('the log never has what is secret or personal, however deep it stands', () => {
  const lines: string[] = []
  const logger = createLogger({ level: 'info', write: { write: (line) => void lines.push(line) } })
  const secret = 'hush'
  logger.info(
    { token: secret, worker: { realName: secret, phone: secret }, a: { b: { identityNumber: secret } } },
    'told',
  )
  expect(lines.join()).not.toContain(secret)
  expect(JSON.parse(lines.join())).toMatchObject({
    msg: 'told',
    token: '[redacted]',
    worker: { realName: '[redacted]' },
  })
})
