/**
 * The till opens without a network, and is installed like an app. A newer one that was fetched while the till was last in use takes over at its
 * next start, before a guest is there, and at no other time.
 * @param mayBeginAgain nothing was brought along that would be lost
 */
export function registerServiceWorker({ mayBeginAgain }: { readonly mayBeginAgain: boolean }): void {
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  serviceWorker
    .register('/till/sw.js', { scope: '/till/' })
    .then(({ waiting }) => {
      if (!waiting || !mayBeginAgain) return
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
      waiting.postMessage('take-over')
    })
    // The till works without; a browser in private mode may refuse.
    .catch(() => undefined)
}
