import type { Config } from '@welfare/process/config.ts'
import { isLoopback } from '@welfare/process/loopback.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'

/** The demonstration's passwords are printed for everybody to read, and some need none. */
export class DemoOnPublicAddressError extends ProblemError {
  override readonly name = 'DemoOnPublicAddressError'

  constructor(facts: { readonly host: string } | { readonly setting: string }) {
    super('demo-on-public-address', facts)
  }
}

/** @throws DemoOnPublicAddressError */
export function keepDemoPrivate({
  host,
  allowedHosts = [],
  isBehindTlsProxy = false,
}: Pick<Config, 'host'> & Partial<Pick<Config, 'allowedHosts' | 'isBehindTlsProxy'>>): void {
  const reached = [host, ...allowedHosts].find((name) => !isLoopback(name))
  if (reached !== undefined) throw new DemoOnPublicAddressError({ host: reached })
  if (isBehindTlsProxy) throw new DemoOnPublicAddressError({ setting: 'WELFARE_BEHIND_TLS_PROXY' })
}
