/** Filled in when the pages are built: what the till is made of, and a name for all of it together. */
const shell: { readonly name: string; readonly files: readonly string[] } = JSON.parse('__TILL_SHELL__')
const start = '/till/'

declare function skipWaiting(): Promise<void>

addEventListener('install', ((event: ExtendableEvent) => event.waitUntil(keepShell())) as EventListener)
addEventListener('activate', ((event: ExtendableEvent) => event.waitUntil(dropOlder())) as EventListener)
addEventListener('message', ({ data }) => {
  if (data === 'take-over') void skipWaiting()
})
addEventListener('fetch', ((event: FetchEvent) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname.startsWith(start)) event.respondWith(answerStart(request))
  else if (pathname.startsWith(`${start}assets/`)) event.respondWith(answerAsset(request))
}) as EventListener)

async function keepShell(): Promise<void> {
  const cache = await caches.open(shell.name)
  await cache.addAll([...shell.files])
}

async function answerStart(request: Request): Promise<Response> {
  const cache = await caches.open(shell.name)
  return (await cache.match(start)) ?? fetch(request)
}

/** Names of assets change with what they hold: what was fetched once is right for good, such as the decoder of QR codes. */
async function answerAsset(request: Request): Promise<Response> {
  const known = await caches.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) {
    const cache = await caches.open(shell.name)
    await cache.put(request, answer.clone())
  }
  return answer
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  const older = names.filter((name) => name.startsWith('till-') && name !== shell.name)
  await Promise.all(older.map((name) => caches.delete(name)))
}
