import { isDeepStrictEqual } from 'node:util'
import type { Logger } from '@welfare/process/logger.ts'
import { z } from 'zod'
import { type ApiDocument, apiDocument } from './api-document.ts'
import { type Connection, connectTo, fetchJson } from './connection.ts'
import { gatewayLimits } from './gateway-limits.ts'

/** `ready`; `alive`: answers, and says that it is not ready; `down`: does not answer, or is ending. */
export type InstanceState = 'ready' | 'alive' | 'down'

export interface Instance {
  readonly url: string
  readonly connection: Connection
  state: InstanceState
  /** Why it is down, as far as a look has found out. */
  fault: string | undefined
  /** Looks in a row that found nothing out. */
  missed: number
}

/** One service behind the gateway: its instances, and what they say they serve. */
export interface Backend {
  readonly service: string
  readonly instances: readonly Instance[]
  /** Undefined until an instance has been asked. */
  readonly document: ApiDocument | undefined
  /** Whom to ask, in turn: those that are ready; where none is, those that are alive, which know best what they can answer. */
  candidates(): Instance[]
  /** Nobody answers there: it is asked again when a look finds it well. */
  markDown(instance: Instance): void
  /** One look at every instance, bounded. Resolves when all are over. */
  look(): Promise<void>
  stop(): void
}

export interface BackendOptions {
  readonly service: string
  readonly urls: readonly string[]
  /** Under which the instances let themselves be asked. */
  readonly host: string
  readonly logger: Logger
  /** The document is another than before. @throws Error when it cannot be served: then the instance that told it is not asked */
  readonly onDocument: (service: string, document: ApiDocument) => void
}

const readiness = z.object({ ready: z.boolean() })

export function createBackend({ service, urls, host, logger, onDocument }: BackendOptions): Backend {
  const instances: readonly Instance[] = urls.map((url) => ({
    url,
    connection: connectTo(url),
    state: 'down',
    fault: undefined,
    missed: 0,
  }))
  let document: ApiDocument | undefined
  let turn = 0
  let isStopped = false
  let looking: Promise<void> | undefined

  return {
    service,
    instances,
    get document() {
      return document
    },
    candidates() {
      const ready = instances.filter(({ state }) => state === 'ready')
      const asked = ready.length > 0 ? ready : instances.filter(({ state }) => state === 'alive')
      turn = (turn + 1) % Math.max(1, asked.length)
      return [...asked.slice(turn), ...asked.slice(0, turn)]
    },
    markDown: (instance) => enter(instance, 'down'),
    look() {
      looking ??= Promise.all(instances.map(lookAt)).then(() => {
        looking = undefined
      })
      return looking
    },
    stop() {
      isStopped = true
      for (const { connection } of instances) connection.close()
    },
  }

  async function lookAt(instance: Instance): Promise<void> {
    try {
      const state = await askState(instance)
      // What it was told before it went down may be of another version.
      if (state !== 'down' && instance.state === 'down') await learn(instance)
      instance.missed = 0
      enter(instance, state)
    } catch (error) {
      if (isStopped) return
      instance.missed += 1
      // One that is too busy to say how it is may well be answering others.
      const isGone = instance.missed >= gatewayLimits.missedLooks || codeOf(error) === 'ECONNREFUSED'
      if (isGone || instance.state === 'down') enter(instance, 'down', error)
    }
  }

  async function askState({ connection }: Instance): Promise<InstanceState> {
    const { status, body } = await fetchJson(connection, host, '/readyz', gatewayLimits.lookTimeoutMs)
    const { data } = readiness.safeParse(body)
    if (data === undefined) return 'down'
    return data.ready && status === 200 ? 'ready' : 'alive'
  }

  async function learn({ connection }: Instance): Promise<void> {
    const { body } = await fetchJson(connection, host, '/openapi.json', gatewayLimits.documentTimeoutMs)
    const told = apiDocument.parse(body)
    if (isDeepStrictEqual(told, document)) return
    onDocument(service, told)
    document = told
  }

  /** Told once, and again only when it has another reason. */
  function enter(instance: Instance, state: InstanceState, error?: unknown): void {
    const fault = error === undefined ? undefined : String(error)
    if (instance.state === state && (fault === undefined || instance.fault === fault)) return
    const line = { service, instance: instance.url, from: instance.state, to: state, ...(fault && { err: error }) }
    if (state === 'ready') logger.info(line, 'backend-instance')
    else logger.warn(line, 'backend-instance')
    instance.state = state
    instance.fault = fault
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
