import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'

/** Answers every POST with the JSON that it was sent: all that a server in Node costs before it does anything. Says where it listens. */
const servers = { bare: () => createServer(echo), express: () => createServer(mountEcho()) }
const [kind = ''] = process.argv.slice(2)
if (kind !== 'bare' && kind !== 'express') throw new Error(`bare or express, not ${kind}`)
const server = servers[kind]()
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})

function echo(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse): void {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(pieces).toString()))
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
}

function mountEcho(): express.Express {
  const app = express()
  app.use(express.json())
  app.post('/{*path}', (request, response) => void response.status(201).json(request.body))
  return app
}
