/** An OpenID provider by which persons sign on. */
export interface SignOnConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Ours, ending in `/v1/sign-on/callback`. */
  readonly redirectUrl: string
  /** Which claim is the sign-in name. */
  readonly accountClaim: string
}
