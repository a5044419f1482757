import { isLoopback } from '@welfare/process/loopback.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'

/** The demonstration's passwords are printed for everybody to read. */
export class DemoOnPublicAddressError extends ProblemError {
  override readonly name = 'DemoOnPublicAddressError'

  constructor(host: string) {
    super('demo-on-public-address', { host })
  }
}

/** @throws DemoOnPublicAddressError */
export function keepDemoPrivate(host: string): void {
  if (!isLoopback(host)) throw new DemoOnPublicAddressError(host)
}
