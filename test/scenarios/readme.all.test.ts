import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
/** A clone in which nothing has run yet: what the commands write stays out of ours. */
const clone = mkdtempSync(join(tmpdir(), 'welfare-readme-'))
for (const name of ['package.json', 'node_modules', 'services', 'shared'])
  symlinkSync(join(root, name), join(clone, name))
afterAll(() => rmSync(clone, { recursive: true, force: true }))

it('README: a ledger of one’s own, by the commands as they stand there', async () => {
  const [start, ...steps] = fences('bash')
  const port = await freePort()
  const terminal = paste(start ?? '', port)
  try {
    await printed(terminal, 'The first administrator is opened')
    const other = paste(`set -euo pipefail\n${steps.join('\n')}`, port)
    const [said, complaints] = await Promise.all([text(other.stdout), text(other.stderr), once(other, 'close')])
    expect(other.exitCode, complaints + said).toBe(0)
    // How wide a column is goes by what else stands in it.
    const linesOf = (text: string) => text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))
    const promised = fences('text').flatMap(linesOf)
    expect(promised.length).toBeGreaterThan(2)
    expect(linesOf(said)).toEqual(expect.arrayContaining(promised))
  } finally {
    const ended = once(terminal, 'close')
    if (terminal.pid !== undefined) process.kill(-terminal.pid, 'SIGTERM')
    await ended
  }
}, 240_000)

function fences(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(
    ([, code]) => code ?? '',
  )
}

function paste(commands: string, port: number) {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, HOME: clone, LANG: 'C.UTF-8', PORT: String(port) }
  return spawn('bash', ['-c', commands], { cwd: clone, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function printed(terminal: ReturnType<typeof paste>, wanted: string): Promise<void> {
  let output = ''
  terminal.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  while (!output.includes(wanted)) {
    const [ended] = await Promise.race([
      once(terminal.stdout, 'data').then(() => []),
      once(terminal, 'close').then(() => [true]),
    ])
    if (ended) throw new Error(`\`npm start\` ended: ${output}`)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
