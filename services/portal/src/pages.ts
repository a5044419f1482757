import { existsSync, globSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { Pages } from '@welfare/http/edge/pages.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'

/** Where `npm ci` builds them. */
export const builtPages = join(import.meta.dirname, '..', 'dist')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** In the order in which they are preferred. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

const apps = ['desk', 'till', 'public'] as const
type App = (typeof apps)[number]

/**
 * The desk at `/` and `/desk`, the till at `/till`, what anybody may read at `/public`, as they were when this process began: from memory, so that they may be built anew beside it. An address below an app that names no
 * file is a page of that app: its own router shows it.
 * @param folder with one folder for each app
 */
export function openPages(folder: string = builtPages): Pages {
  if (!apps.every((app) => existsSync(join(folder, app, 'index.html')))) return { answer: answerWithout }
  const files = readFiles(folder)

  return {
    answer({ method, target, headers }) {
      if (method !== 'GET' && method !== 'HEAD') return undefined
      const [path = ''] = target.split('?', 1)
      const app = appOf(path)
      if (app === undefined) return undefined
      const name = path.slice(1)
      const isFile = extname(name) !== '' && files.has(name) && name.startsWith(`${app}/`)
      // A script of an earlier build must not be answered with a page.
      if (!isFile && path.startsWith(`/${app}/assets/`)) return undefined
      return Promise.resolve(answerFile(isFile ? name : `${app}/index.html`, app, headers['accept-encoding']))
    },
  }

  function answerFile(name: string, app: App, accepted: string | string[] | undefined): RouteAnswer {
    const [encoding, ending] = encodings.find(
      ([encoding, ending]) => accepts(accepted, encoding) && files.has(`${name}${ending}`),
    ) ?? [undefined, '']
    const isHashed = name.startsWith(`${app}/assets/`)
    return {
      status: 200,
      contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
      body: files.get(`${name}${ending}`),
      headers: {
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policies[app],
        vary: 'Accept-Encoding',
        ...(encoding && { 'content-encoding': encoding }),
      },
    }
  }
}

function readFiles(folder: string): ReadonlyMap<string, Buffer> {
  const entries = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map(({ name, parentPath }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), readFileSync(path)]
    }),
  )
}

/** Scripts, pictures, requests: of this origin and no other. antd sets its styles in the page. */
const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const policies: Readonly<Record<App, string>> = {
  desk: `${policy}; script-src 'self'`,
  public: `${policy}; script-src 'self'`,
  // The decoder of QR codes is compiled in the phone.
  till: `${policy}; script-src 'self' 'wasm-unsafe-eval'`,
}

function appOf(path: string): App | undefined {
  if (path === '/') return 'desk'
  return apps.find((app) => path === `/${app}` || path.startsWith(`/${app}/`))
}

function accepts(accepted: string | string[] | undefined, encoding: string): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((one) => one.trim().split(';', 1)[0] === encoding)
}

/** At `/` alone: the API is served all the same. */
function answerWithout({ method, target }: Parameters<Pages['answer']>[0]): Promise<RouteAnswer> | undefined {
  const isFront = target.split('?', 1)[0] === '/' && (method === 'GET' || method === 'HEAD')
  return isFront ? Promise.resolve(withoutPages) : undefined
}

const withoutPages: RouteAnswer = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>职工服务物资台账</title>
<p>本机没有构建页面，只提供接口：请在另一台机器上运行 npm run pages:pack，再把结果解压到 services/portal。
<p lang="en">The pages were not built here, the API is served alone: run npm run pages:pack elsewhere and unpack it into services/portal.
`,
}
