import net from 'node:net'

/** Between a browser and the ledger, as bad as the test wants it. */
export interface WeakLine {
  readonly url: string
  /**
   * - `good`: all goes through
   * - `down`: nothing does, and what is open is cut
   * - `answers-lost`: requests arrive, and the connection is cut before their answers
   * - `answers-held`: requests arrive, and their answers do not come
   */
  become(state: LineState): void
  /** Resolves when the ledger has answered something that was then lost or held. */
  answered(): Promise<void>
  close(): Promise<void>
}

type LineState = 'good' | 'down' | 'answers-lost' | 'answers-held'

export async function openWeakLine(ledgerUrl: string): Promise<WeakLine> {
  const open = new Set<net.Socket>()
  let state: LineState = 'good'
  let told: () => void = () => undefined
  const server = net.createServer((near) => {
    if (state === 'down') return void near.destroy()
    const far = net.connect(Number(new URL(ledgerUrl).port), '127.0.0.1')
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    near.pipe(far)
    far.on('data', (chunk) => {
      if (state === 'good') return void near.write(chunk)
      told()
      if (state === 'answers-lost') cut()
    })
  })
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    become(next) {
      state = next
      if (next !== 'answers-lost') cutAll()
    },
    answered: () =>
      new Promise((resolve) => {
        told = resolve
      }),
    async close() {
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
