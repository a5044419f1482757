import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 1 << 16

/** The bytes of a file, a piece at a time; a piece is overwritten by the next. */
export function* readChunks(file: string): Generator<Uint8Array> {
  const handle = openSync(file, 'r')
  const chunk = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) {
      const bytes = readSync(handle, chunk, 0, chunk.length, null)
      if (bytes === 0) return
      yield chunk.subarray(0, bytes)
    }
  } finally {
    closeSync(handle)
  }
}
