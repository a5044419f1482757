import { LostNetworkError } from './api/problem.ts'

/**
 * What the ledger makes as it sends it: how much it is, is known at its end.
 * @param onBytes with every piece that comes: how much is there
 * @throws LostNetworkError where it breaks off before its end
 */
export async function readWhole(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const reader = stream.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      pieces.push(read.value)
      bytes += read.value.length
      onBytes(bytes)
    }
  } catch (error) {
    throw new LostNetworkError(String(error))
  }
  return new Blob(pieces)
}
