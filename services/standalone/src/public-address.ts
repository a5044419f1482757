import { isLoopback } from '@welfare/service-kit/loopback.ts'
import { ProblemError } from '@welfare/service-kit/problem-error.ts'

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
