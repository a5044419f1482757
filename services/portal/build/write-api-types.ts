import { readFileSync, writeFileSync } from 'node:fs'
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript'

interface Operation {
  responses: Record<string, unknown>
}

/**
 * TypeScript's view of the API for the pages, from the document in the file that is named first, into the one named second. Of refusals there is
 * one type: every one is a problem.
 */
const [documentFile = '', typesFile = ''] = process.argv.slice(2)
const document = JSON.parse(readFileSync(documentFile, 'utf8'))
const problem = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
for (const path of Object.values<Record<string, Operation>>(document.paths)) {
  for (const operation of Object.values(path)) {
    const good = Object.entries(operation.responses).filter(([status]) => status < '400')
    operation.responses = { ...Object.fromEntries(good), default: problem }
  }
}
writeFileSync(typesFile, astToString(await openapiTypescript(document as OpenAPI3)))
