import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
import { tillShell } from './till-shell.ts'

/** The oldest browsers that are served: a Windows 7 machine's last Chrome, an old Android phone's, at the till and in the public. A test looks for newer syntax in what is built. */
export const targets = { desk: 'chrome109', till: 'chrome87', public: 'chrome87' } as const

export function deskConfig(portal: string, out: string): InlineConfig {
  return { ...shared(portal, out, 'desk'), plugins: [react()] }
}

export function tillConfig(portal: string, out: string): InlineConfig {
  const config = shared(portal, out, 'till')
  const root = join(portal, 'pages', 'till')
  return {
    ...config,
    oxc: preact,
    plugins: [tillShell()],
    build: {
      ...config.build,
      rolldownOptions: {
        input: { till: join(root, 'index.html'), sw: join(root, 'service-worker', 'sw.ts') },
        // A service worker keeps its name: browsers ask for it anew.
        output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
      },
    },
  }
}

/** What anybody may read: of a phone's browser, and no more than it shows. */
export function publicConfig(portal: string, out: string): InlineConfig {
  return { ...shared(portal, out, 'public'), oxc: preact }
}

/** The verifier as one file beside the desk, for an auditor's own Node: it imports nothing else. */
export function verifierConfig(portal: string, out: string): InlineConfig {
  return {
    configFile: false,
    root: portal,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: join(portal, '..', 'verifier', 'src', 'take-away.ts'),
      outDir: join(out, 'desk'),
      emptyOutDir: false,
      target: 'node22',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'welfare-verify.mjs' } },
    },
  }
}

const preact = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

function shared(portal: string, out: string, app: keyof typeof targets): InlineConfig {
  return {
    configFile: false,
    root: join(portal, 'pages', app),
    base: `/${app}/`,
    publicDir: join(portal, 'pages', app, 'public'),
    logLevel: 'warn',
    build: {
      outDir: join(out, app),
      emptyOutDir: true,
      target: targets[app],
      // A picture inlined as data would need a wider policy; what is small is still one request.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_500,
    },
  }
}
