import type { Position } from '@welfare/event-store/port.ts'
import { projectionLimits } from '../limits.ts'
import { type Answer, answerQuery, type QueryName, type QueryParams } from '../queries.ts'
import type { EventSource } from './event-source.ts'
import { createGeneration, type Generation } from './generation.ts'
import { generationOf, openGenerationFiles } from './generations.store.ts'
import { PROJECTION_VERSION } from './read-model.schema.ts'

export interface EngineStatus {
  /** What is served reflects the ledger through here. */
  readonly sequence: number
  readonly position: Position | undefined
  readonly generation: number
  /** False while nothing can be served yet: the first filling has not caught up. */
  readonly serving: boolean
  /** Sequence that the filling of the next generation has reached; undefined when none is under way. */
  readonly rebuiltThrough: number | undefined
}

/** All read models and what they answer. Synchronous throughout: it owns its thread, and its driver decides when it works. */
export interface ProjectionEngine {
  /**
   * Projects the next batch, of the serving generation first, then of the one being filled; false when there was nothing to do.
   * @throws whatever stopped it; nothing of that batch was stored, and the next call tries it again
   */
  step(): boolean
  /** Begins to fill a new generation from the first event, which then takes over. While one is being filled it stays the one. */
  rebuild(): void
  query<Name extends QueryName>(name: Name, params: QueryParams<Name>, today: string): Answer<Name>
  status(): EngineStatus
  close(): void
}

export interface EngineOptions {
  readonly folder: string
  readonly source: EventSource
  readonly batchSize?: number
  readonly fillBatchSize?: number
  /** Raised when what is made of events changes. */
  readonly version?: number
  /** Whether what was made in an earlier epoch serves until it is made again. Default: true. */
  readonly keepsEarlierEpochs?: boolean
}

export function createProjectionEngine(options: EngineOptions): ProjectionEngine {
  const { source, version = PROJECTION_VERSION, keepsEarlierEpochs = true } = options
  const { batchSize = projectionLimits.batchSize, fillBatchSize = projectionLimits.fillBatchSize } = options
  const files = openGenerationFiles(options.folder)
  const origin = { ledger: source.ledger, epoch: source.epoch, version }
  let serving = openServing()
  let isLive = serving !== undefined && fits(serving)
  let filling = isLive ? undefined : beginFilling()

  return {
    step() {
      const worked = serving !== undefined && isLive && advance(serving, batchSize)
      return fill() || worked
    },
    rebuild() {
      filling ??= beginFilling()
    },
    query(name, params, today) {
      if (!serving) throw new NotServingError()
      return answerQuery({ generation: serving, source, today }, name, params)
    },
    status() {
      const { sequence, position } = serving?.model.checkpoint() ?? { sequence: 0, position: undefined }
      const generation = serving ? generationOf(serving.model.file) : 0
      const rebuiltThrough = filling?.model.checkpoint().sequence
      return { sequence, position, generation, serving: serving !== undefined, rebuiltThrough }
    },
    close() {
      serving?.model.close()
      filling?.model.close()
      source.close()
    },
  }

  function beginFilling(): Generation {
    const model = files.createNext(origin)
    model.setFilling(true)
    return createGeneration(model)
  }

  function openServing(): Generation | undefined {
    const model = files.openCurrent()
    if (!model) return undefined
    const mayServe = keepsEarlierEpochs || model.epoch === source.epoch
    if (model.ledger === source.ledger && mayServe) return createGeneration(model)
    model.close()
    files.remove(model)
    return undefined
  }

  /** An older version or epoch serves as it is, and is not advanced: the ledger that it would go on from may be another. */
  function fits({ model }: Generation): boolean {
    return model.version === version && model.epoch === source.epoch && model.checkpoint().sequence <= source.head()
  }

  function advance(generation: Generation, limit: number): boolean {
    const events = source.readAfter(generation.model.checkpoint().sequence, limit)
    generation.apply(events)
    return events.length > 0
  }

  function fill(): boolean {
    if (!filling) return false
    if (advance(filling, fillBatchSize)) return true
    const replaced = serving
    filling.model.setFilling(false)
    files.makeCurrent(filling.model)
    serving = filling
    isLive = true
    filling = undefined
    if (replaced) {
      replaced.model.close()
      files.remove(replaced.model)
    }
    return true
  }
}

/** The read models are being filled for the first time. */
export class NotServingError extends Error {
  override readonly name = 'NotServingError'
}
