import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import ZipStream from 'zip-stream'

/** Every file below the folder, by name, into one ZIP archive. @returns its SHA-256, in hexadecimal @throws the signal's reason, once it is given */
export async function zipFolder(folder: string, file: string, signal: AbortSignal): Promise<string> {
  const names = (await Array.fromAsync(glob('**/*', { cwd: folder, withFileTypes: true })))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(folder.length + 1))
    .sort()
  const archive = new ZipStream({ level: 6 })
  const failed = new AbortController()
  const reading = AbortSignal.any([signal, failed.signal])
  const digest = createHash('sha256')
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      digest.update(chunk)
      yield chunk
    }
  }
  const writing = pipeline(archive, hashed, createWriteStream(file, { mode: 0o600, flush: true })).catch((error) => {
    failed.abort(error)
    throw error
  })
  const adding = addEntries(archive, folder, names, reading).catch((error) => {
    archive.destroy(error)
    throw error
  })
  await Promise.all([adding, writing])
  return digest.digest('hex')
}

async function addEntries(
  archive: ZipStream,
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const name of names) {
    signal.throwIfAborted()
    await addEntry(archive, createReadStream(join(folder, name), { signal }), name.split(sep).join('/'))
  }
  archive.finish()
}

function addEntry(archive: ZipStream, source: ReturnType<typeof createReadStream>, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    source.on('error', reject)
    archive.entry(source, { name }, (error) => (error ? reject(error) : resolve()))
  })
}
