import { createReadStream, createWriteStream } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import ZipStream from 'zip-stream'

/** Every file below the folder, by name, into one ZIP archive. */
export async function zipFolder(folder: string, file: string): Promise<void> {
  const archive = new ZipStream({ level: 6 })
  const isWritten = pipeline(archive, createWriteStream(file, { mode: 0o600, flush: true }))
  const names = (await Array.fromAsync(glob('**/*', { cwd: folder, withFileTypes: true })))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(folder.length + 1))
    .sort()
  const adding = (async () => {
    for (const name of names) await addEntry(archive, createReadStream(join(folder, name)), name.split(sep).join('/'))
    archive.finish()
  })()
  await Promise.all([adding, isWritten])
}

function addEntry(archive: ZipStream, source: ReturnType<typeof createReadStream>, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    source.on('error', reject)
    archive.entry(source, { name }, (error) => (error ? reject(error) : resolve()))
  })
}
