import { isLoopback } from '@welfare/service-kit/loopback.ts'

/** The demonstration's passwords are printed for everybody to read. */
export class DemoOnPublicAddressError extends Error {
  override readonly name = 'DemoOnPublicAddressError'

  constructor(host: string) {
    super(`A demonstration is not served on ${host}, which other machines can reach: everybody knows its passwords`)
  }
}

/** @throws DemoOnPublicAddressError */
export function keepDemoPrivate(host: string): void {
  if (!isLoopback(host)) throw new DemoOnPublicAddressError(host)
}
