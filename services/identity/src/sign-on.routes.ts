import type { Route } from '@welfare/service-kit/route.ts'
import type { IdentityContext } from './identity.context.ts'
import type { SignOnConfig } from './sign-on.ts'

export function createSignOnRoutes(
  _context: IdentityContext,
  _config: SignOnConfig,
  _isSecure: boolean,
): readonly Route[] {
  return []
}
