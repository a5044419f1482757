import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

export const root = join(import.meta.dirname, '..', '..')
export const infra = join(root, 'infra')

const service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  network_mode: z.string().optional(),
  networks: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional() }).optional(),
  deploy: z
    .looseObject({ resources: z.looseObject({ limits: z.looseObject({ memory: z.string(), cpus: z.string() }) }) })
    .optional(),
})
export type ComposeService = z.infer<typeof service>

const composeFile = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })),
  volumes: z.record(z.string(), z.looseObject({})),
})

export const composePath = join(infra, 'compose.yaml')
export const composeText = readFileSync(composePath, 'utf8')
export const compose = composeFile.parse(parse(composeText, { merge: true, maxAliasCount: -1 }))

/** Every service, with its name. */
export const services: readonly (readonly [string, ComposeService])[] = Object.entries(compose.services)
/** Those that run our image; of them those that run one of the ledger's processes. */
export const own = services.filter(([, { image }]) => image.startsWith('welfare-ledger:'))
export const processes = own.filter(([, { command }]) => command[0] === 'service')
