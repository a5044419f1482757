import type { Readable } from 'node:stream'
import { isProblem, type Problem, problem } from '../problem.ts'
import { BodyBrokenOffError, type FileBody, type UploadedFile, type UploadedStream } from '../route.ts'
import type { InboundRequest } from './inbound-request.ts'
import { announcesMore, contentTypeOf, readBytes } from './request-body.ts'

/** A file, of a type and a size that the route takes. */
export async function readFileBody(
  body: FileBody,
  request: InboundRequest,
): Promise<UploadedFile | UploadedStream | Problem> {
  const type = contentTypeOf(request.headers['content-type'])
  if (!type || !body.file.includes(type.essence)) return problem('content-type-unsupported', { supported: body.file })
  if (body.isStreamed) {
    const isTooLarge = announcesMore(request, body.maxBytes)
    return isTooLarge ?? { pieces: () => readPieces(request.stream, body.maxBytes), contentType: type.essence }
  }
  const bytes = await readBytes(request, body.maxBytes)
  return isProblem(bytes) ? bytes : { bytes, contentType: type.essence }
}

/** What is not read to its end is thrown away, for the same reason. */
async function* readPieces(stream: Readable, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      size += piece.length
      if (size > maxBytes) throw new BodyBrokenOffError(problem('body-too-large', { maxBytes }))
      yield piece
    }
  } catch (error) {
    throw error instanceof BodyBrokenOffError ? error : new BodyBrokenOffError(problem('client-gone'))
  } finally {
    stream.resume()
  }
}
