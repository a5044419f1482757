import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReadModel, openReadModel, type ReadModel, type ReadModelOrigin } from './read-model.store.ts'

/**
 * The generations of the read model in a folder: `<n>.db`, and `current`, which names the one that serves. Whatever is not named is left
 * over from a crash.
 */
export interface GenerationFiles {
  /** The one that serves; undefined when there is none that can be asked. */
  openCurrent(): ReadModel | undefined
  createNext(origin: ReadModelOrigin): ReadModel
  /** From here on `model` serves, also after a crash. */
  makeCurrent(model: ReadModel): void
  /** The model must be closed. */
  remove(model: ReadModel): void
}

export function openGenerationFiles(folder: string): GenerationFiles {
  mkdirSync(folder, { recursive: true })
  const pointer = join(folder, 'current')
  const current = readPointer(pointer)
  for (const name of readdirSync(folder)) {
    const generation = /^(\d+)\.db/.exec(name)?.[1]
    if (generation !== undefined && Number(generation) !== current) rmSync(join(folder, name))
  }
  let last = current ?? 0

  return {
    openCurrent() {
      if (current === undefined) return undefined
      const model = openReadModel(join(folder, `${current}.db`))
      if (!model) removeFiles(join(folder, `${current}.db`))
      return model
    },
    createNext(origin) {
      last += 1
      const file = join(folder, `${last}.db`)
      removeFiles(file)
      return createReadModel(file, origin)
    },
    makeCurrent({ file }) {
      writeFileSync(`${pointer}.new`, `${generationOf(file)}\n`, { flush: true })
      renameSync(`${pointer}.new`, pointer)
    },
    remove: ({ file }) => removeFiles(file),
  }
}

export function generationOf(file: string): number {
  return Number(/(\d+)\.db$/.exec(file)?.[1] ?? 0)
}

function readPointer(pointer: string): number | undefined {
  try {
    const generation = Number(readFileSync(pointer, 'utf8'))
    return Number.isSafeInteger(generation) && generation > 0 ? generation : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function removeFiles(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
}
