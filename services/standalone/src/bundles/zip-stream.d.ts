declare module 'zip-stream' {
  import type { Readable } from 'node:stream'

  /** A ZIP archive as it is written, entry by entry; beyond 4 GiB as ZIP64. */
  class ZipStream extends Readable {
    constructor(options?: { readonly level?: number })
    entry(source: Readable | Buffer, entry: { readonly name: string }, callback: (error: Error | null) => void): this
    finish(): void
  }
  export = ZipStream
}
