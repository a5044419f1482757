import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** What browsers learned after the floor, by the Chrome that brought it. */
const globals = new Map<string, number>(
  Object.entries({
    'Object.hasOwn': 93,
    'Object.groupBy': 117,
    'Map.groupBy': 117,
    'Promise.withResolvers': 119,
    'Promise.try': 128,
    'Array.fromAsync': 121,
    'URL.canParse': 120,
    'AbortSignal.timeout': 103,
    'AbortSignal.any': 116,
    'crypto.randomUUID': 92,
    'Intl.supportedValuesOf': 99,
    'Intl.DurationFormat': 129,
    'Uint8Array.fromBase64': 140,
    'Uint8Array.fromHex': 140,
    structuredClone: 98,
    Temporal: 144,
  }),
)
const methods = new Map<string, number>(
  Object.entries({
    at: 92,
    findLast: 97,
    findLastIndex: 97,
    toSorted: 110,
    toReversed: 110,
    toSpliced: 110,
    isWellFormed: 111,
    toWellFormed: 111,
    union: 122,
    isSubsetOf: 122,
    symmetricDifference: 122,
    toBase64: 140,
  }),
)

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

export interface Newer {
  readonly file: string
  /** `Object.groupBy`, `.toSorted(…)`, `StaticBlock`. */
  readonly what: string
  /** Chrome that brought it. */
  readonly chrome: number
  readonly text: string
}

/** What the scripts in `folder` use that came with a later Chrome than `floor`: calls of methods by name, globals, syntax. */
export function newerThan(floor: number, folder: string): Newer[] {
  return globSync('**/*.js', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const { program, errors } = parseSync(file, text, { sourceType: 'module' })
    if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
    return [...walk(program)].flatMap((node) => {
      const found = newness(node)
      if (!found || found.chrome <= floor) return []
      return [{ file, ...found, text: text.slice(Math.max(0, node.start - 30), node.start + 60) }]
    })
  })
}

function newness(node: Node): { readonly what: string; readonly chrome: number } | undefined {
  switch (node.type) {
    case 'StaticBlock':
      return { what: 'StaticBlock', chrome: 94 }
    case 'BinaryExpression':
      return (node.left as Node).type === 'PrivateIdentifier' ? { what: '#private in', chrome: 91 } : undefined
    case 'Literal':
      return regularExpression((node.regex as { flags: string } | undefined)?.flags ?? '')
    case 'CallExpression':
    case 'NewExpression':
      return called(node.callee as Node)
    case 'VariableDeclaration':
      return /using/.test(String(node.kind)) ? { what: 'using', chrome: 134 } : undefined
    default:
      return undefined
  }
}

function regularExpression(flags: string): { readonly what: string; readonly chrome: number } | undefined {
  if (flags.includes('v')) return { what: '/…/v', chrome: 112 }
  return flags.includes('d') ? { what: '/…/d', chrome: 90 } : undefined
}

function called(callee: Node): { readonly what: string; readonly chrome: number } | undefined {
  if (callee.type === 'Identifier') {
    const chrome = globals.get(String(callee.name))
    return chrome === undefined ? undefined : { what: String(callee.name), chrome }
  }
  if (callee.type !== 'MemberExpression' || callee.computed === true) return undefined
  const method = String((callee.property as Node).name)
  const name = `${String((callee.object as Node).name)}.${method}`
  const ofGlobal = globals.get(name)
  if (ofGlobal !== undefined) return { what: name, chrome: ofGlobal }
  const chrome = methods.get(method)
  return chrome === undefined ? undefined : { what: `.${method}(…)`, chrome }
}

function* walk(program: object): Generator<Node> {
  const waiting = [program as Node]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    yield one
    for (const value of Object.values(one))
      for (const child of Array.isArray(value) ? value : [value])
        if (typeof child === 'object' && child !== null && 'type' in child) waiting.push(child as Node)
  }
}
