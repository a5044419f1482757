import { destination, pino } from 'pino'

export type { Logger } from 'pino'

/** Never written, wherever they stand in a log record's first three levels. */
const secretNames = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'voucherCode',
  'qrToken',
  'identityNumber',
  'realName',
  'phone',
] as const

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** JSON lines to standard error: standard output belongs to what a person asked to see. */
export function createLogger({ level, write }: { level: LogLevel; write?: { write(line: string): void } }) {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const options = { level, base: null, redact: { paths, censor: '[redacted]' } }
  return pino(options, write ?? destination({ dest: 2, sync: true }))
}
