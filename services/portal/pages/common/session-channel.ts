let channel: BroadcastChannel | undefined

function openChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel('welfare.session')
  return channel
}

interface Told {
  /** Who has signed in; undefined: somebody signed out. */
  readonly account: string | undefined
}

/** Desk and till in this browser are of one session. */
export function tellOtherPages(account: string | undefined): void {
  openChannel().postMessage({ account } satisfies Told)
}

/** @returns what ends it */
export function onOtherPages(listener: (account: string | undefined) => void): () => void {
  const onMessage = ({ data }: MessageEvent<Told>) => listener(data.account)
  openChannel().addEventListener('message', onMessage)
  return () => openChannel().removeEventListener('message', onMessage)
}
