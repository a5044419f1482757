import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { z } from 'zod'
import { type DistributedConfig, distributedVariables, readDistributed } from './distributed-config.ts'
import { logLevels } from './logger.ts'
import { namesByNearness } from './nearest-name.ts'
import { ProblemError } from './problem-error.ts'
import { readSignOn, type SignOnConfig, signOnVariables } from './sign-on-config.ts'

const environmentSchema = z.object({
  PORT: portFrom('8080'),
  WELFARE_HOST: z.string().min(1).default('127.0.0.1'),
  WELFARE_DATA_DIR: z.string().min(1).optional(),
  WELFARE_LOG_LEVEL: z.enum(logLevels).optional(),
  WELFARE_TOKEN: z
    .string()
    .regex(/^[\w.-]{1,200}$/)
    .optional(),
  XDG_CONFIG_HOME: z.string().min(1).optional(),
  APPDATA: z.string().min(1).optional(),
  WELFARE_MASTER_KEY_FILE: z.string().min(1).optional(),
  WELFARE_TRANSPARENCY_KEY_FILE: z.string().min(1).optional(),
  WELFARE_WITNESS_KEYS_FILE: z.string().min(1).optional(),
  WELFARE_ALLOWED_HOSTS: z.string().min(1).optional(),
  WELFARE_TLS_CERT_FILE: z.string().min(1).optional(),
  WELFARE_TLS_KEY_FILE: z.string().min(1).optional(),
  WELFARE_BEHIND_TLS_PROXY: z.enum(['true', 'false']).default('false'),
  WELFARE_MAX_ROSTER_ROWS: maxRosterRows('20000'),
  ...signOnVariables,
  ...distributedVariables,
})

/** What was called otherwise before: refused, with the name of today. */
const renamedNames: Readonly<Record<string, string>> = {
  WELFARE_BACKENDS: 'WELFARE_SERVICE_URLS',
  WELFARE_LOG_KEY_FILE: 'WELFARE_TRANSPARENCY_KEY_FILE',
  WELFARE_ROSTER_ROWS: 'WELFARE_MAX_ROSTER_ROWS',
}

/** Names that the environment may set; a `WELFARE_*` name that is not among them is a mistake and refused. */
export const configNames: readonly string[] = Object.keys(environmentSchema.shape).filter(
  (name) => name !== 'XDG_CONFIG_HOME' && name !== 'APPDATA',
)

export interface Config extends DistributedConfig {
  /** 0 takes a free port. */
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  /** Undefined: each command has its own. */
  readonly logLevel: (typeof logLevels)[number] | undefined
  /** Who asks, for the command line; undefined: the operator. */
  readonly token: string | undefined
  /** Where `welfare login` keeps who is signed in: in the user's own folder of settings. */
  readonly sessionFile: string
  /** Where the master key lies; undefined: in the data folder, generated at first start. */
  readonly masterKeyFile: string | undefined
  /** Where the key lies that signs the transparency log's checkpoints; undefined: in the data folder, generated at first start. */
  readonly transparencyKeyFile: string | undefined
  /** Verifier keys of the witnesses whose cosignatures are taken, one a line; undefined: none are. */
  readonly witnessKeysFile: string | undefined
  /** Host names, without port, under which the server may be addressed; undefined: those of loopback. */
  readonly allowedHosts: readonly string[] | undefined
  /** PEM files; undefined: plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined
  /** A proxy before the server speaks TLS to the outside; then plain HTTP may be served on an address that others reach. */
  readonly isBehindTlsProxy: boolean
  /** People that one roster may name. */
  readonly maxRosterRows: number
  /** Where persons sign on; undefined: with their password, here. */
  readonly signOn: SignOnConfig | undefined
}

/**
 * The one place where the process's environment is read.
 * @param defaultFolder where the ledger lies when nothing says so
 * @throws ConfigError that names each wrong or unknown variable
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  defaultFolder = './data',
): Config {
  const unknown = Object.keys(environment).filter((name) => name.startsWith('WELFARE_') && !configNames.includes(name))
  const parsed = environmentSchema.safeParse(environment)
  const signOn = parsed.success ? readSignOn(parsed.data) : undefined
  const distributed = parsed.success ? readDistributed(parsed.data) : []
  const wrong = parsed.success
    ? [...tlsHalves(parsed.data), ...(isNames(signOn) ? signOn : []), ...(isNames(distributed) ? distributed : [])]
    : parsed.error.issues.map((issue) => String(issue.path[0]))
  if (!parsed.success || isNames(distributed) || wrong.length > 0 || unknown.length > 0) {
    throw new ConfigError(unknown, [...new Set(wrong)])
  }
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.WELFARE_HOST,
    dataFolder: data.WELFARE_DATA_DIR ?? defaultFolder,
    logLevel: data.WELFARE_LOG_LEVEL,
    token: data.WELFARE_TOKEN,
    sessionFile: join(data.XDG_CONFIG_HOME ?? data.APPDATA ?? join(homedir(), '.config'), 'welfare', 'session.json'),
    masterKeyFile: data.WELFARE_MASTER_KEY_FILE,
    transparencyKeyFile: data.WELFARE_TRANSPARENCY_KEY_FILE,
    witnessKeysFile: data.WELFARE_WITNESS_KEYS_FILE,
    allowedHosts: data.WELFARE_ALLOWED_HOSTS?.split(',').map((name) => name.trim().toLowerCase()),
    tls: tlsOf(data),
    isBehindTlsProxy: data.WELFARE_BEHIND_TLS_PROXY === 'true',
    maxRosterRows: data.WELFARE_MAX_ROSTER_ROWS,
    signOn: isNames(signOn) ? undefined : signOn,
    ...distributed,
  }
}

/** What the environment asks a terminal to speak; English where it asks for neither of the two. */
export function readLanguage(environment: Readonly<Record<string, string | undefined>> = process.env): Language {
  const asked = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^zh\b|^zh_/i.test(asked) ? 'zh' : 'en'
}

/** As much of our own environment as a process needs that is told everything else. */
export function inheritedEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR, NODE_COMPILE_CACHE } = process.env
  return {
    PATH,
    HOME,
    ...(TMPDIR !== undefined && { TMPDIR }),
    ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
  }
}

function isNames(read: unknown): read is readonly string[] {
  return Array.isArray(read)
}

type TlsNames = {
  readonly WELFARE_TLS_CERT_FILE?: string | undefined
  readonly WELFARE_TLS_KEY_FILE?: string | undefined
}

/** A certificate without its key, or the other way round: the one that is missing. */
function tlsHalves({ WELFARE_TLS_CERT_FILE: cert, WELFARE_TLS_KEY_FILE: key }: TlsNames): string[] {
  if ((cert === undefined) === (key === undefined)) return []
  return [cert === undefined ? 'WELFARE_TLS_CERT_FILE' : 'WELFARE_TLS_KEY_FILE']
}

function tlsOf({ WELFARE_TLS_CERT_FILE: certFile, WELFARE_TLS_KEY_FILE: keyFile }: TlsNames): Config['tls'] {
  return certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined
}

/** Names variables, never their values: one of them may be a secret. */
export class ConfigError extends ProblemError {
  override readonly name = 'ConfigError'

  constructor(notKnown: readonly string[], wrong: readonly string[]) {
    const renamed = notKnown.filter((name) => Object.hasOwn(renamedNames, name))
    const unknown = notKnown.filter((name) => !renamed.includes(name))
    super('config-invalid', {
      ...(renamed.length > 0 && { renamed, now: renamed.map((name) => renamedNames[name] ?? '') }),
      ...(unknown.length > 0 && {
        unknown,
        nearest: unknown.map((name) => namesByNearness(name, configNames)[0] ?? ''),
        known: namesByNearness(unknown[0] ?? '', configNames),
      }),
      ...(wrong.length > 0 && { wrong }),
      ...(wrong.some((name) => name.startsWith('WELFARE_STORE_URL')) && { example: 'esdb://…' }),
    })
  }
}

function portFrom(fallback: string) {
  return z
    .string()
    .default(fallback)
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535)
    .transform(Number)
}

/** What a reader of rosters can hold in its memory and time. */
const MOST_ROSTER_ROWS = 50_000

function maxRosterRows(fallback: string) {
  return z
    .string()
    .default(fallback)
    .refine((text) => /^[1-9]\d{0,5}$/.test(text) && Number(text) <= MOST_ROSTER_ROWS)
    .transform(Number)
}
