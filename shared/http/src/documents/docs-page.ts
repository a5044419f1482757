import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { problemSentences } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { glossary } from '@welfare/contracts/words/glossary.ts'
import type { RouteAnswer } from '../route.ts'
import { problemsPage, problemsPolicy } from './problems-page.ts'

/** The page that shows the OpenAPI document: swagger-ui's static bundle, from this machine and nowhere else. */
export const docsPaths = [
  '/docs',
  '/docs/start.js',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-bundle.js',
  '/docs/problems',
  '/docs/problems.json',
  '/docs/words.json',
] as const

export async function readDocsPage(path: (typeof docsPaths)[number]): Promise<RouteAnswer> {
  switch (path) {
    case '/docs':
      return {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: page,
        headers: { 'content-security-policy': policy },
      }
    case '/docs/start.js':
      return { status: 200, contentType: 'text/javascript; charset=utf-8', body: start }
    case '/docs/swagger-ui.css':
      return { status: 200, contentType: 'text/css; charset=utf-8', body: await readBundled('swagger-ui.css') }
    case '/docs/swagger-ui-bundle.js':
      return {
        status: 200,
        contentType: 'text/javascript; charset=utf-8',
        body: await readBundled('swagger-ui-bundle.js'),
      }
    case '/docs/problems':
      return {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: problemsPage(),
        headers: { 'content-security-policy': problemsPolicy },
      }
    case '/docs/problems.json':
      return { status: 200, body: problemSentences }
    case '/docs/words.json':
      return { status: 200, body: glossary }
  }
}

/** Scripts from this server only; swagger-ui sets styles on elements and has its icons as data. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Welfare ledger: API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })
`

const bundle = createRequire(import.meta.url)

function readBundled(name: string): Promise<Buffer> {
  return readFile(bundle.resolve(`swagger-ui-dist/${name}`))
}
