import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** Loaded when the camera or the owner's page is used, and kept from then on. */
const later = /^assets\/(decoder|zxing|uqr|dist)/

/** Tells the till's service worker what the till is made of. */
export function tillShell(): Plugin {
  return {
    name: 'till-shell',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') throw new Error('the till has no service worker')
        const names = Object.keys(bundle).filter((name) => name.startsWith('assets/') && !later.test(name))
        const files = ['/till/', ...names.sort().map((name) => `/till/${name}`)]
        const page = bundle['index.html']
        const hash = createHash('sha256').update(JSON.stringify(files))
        if (page?.type === 'asset') hash.update(page.source)
        const shell = { name: `till-${hash.digest('hex').slice(0, 16)}`, files }
        if (!worker.code.includes('__TILL_SHELL__')) throw new Error('the service worker has no place for the list')
        worker.code = worker.code.replace('__TILL_SHELL__', JSON.stringify(shell))
      },
    },
  }
}
