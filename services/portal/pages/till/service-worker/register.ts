/**
 * The till opens without a network, and is installed like an app. A newer one that was fetched meanwhile takes over at the next start: now, before
 * a guest is there, and never later.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register('/till/sw.js', { scope: '/till/' })
    .then(({ waiting }) => waiting?.postMessage('take-over'))
    // It works without; a browser in private mode may refuse.
    .catch(() => undefined)
}
