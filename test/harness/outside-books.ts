import { execFile, execFileSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './test-ledger.ts'

/** Reads paths of the API as an actor who sees the whole ledger. */
export type ReadText = (path: string) => Promise<string>
/** Saves what a path of the API answers: the journal of a year is longer than a text may be. */
export type SaveFile = (path: string, file: string) => Promise<void>

export interface OutsideBooks {
  readonly accounts: number
  /** Of the longest file. */
  readonly events: number
  /** Balances that differ, as `where: ours, theirs`. */
  readonly differences: readonly string[]
}

const programs = ['hledger', 'bean-check', 'bean-query']

/** The programs that this machine lacks. */
export function missingPrograms(): string[] {
  return programs.filter((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
}

/**
 * hledger's and Beancount's own balances of our exports, held against what the API says: every fund, programme, state and kind of goods.
 * @param books one file each, where all in one would fit no memory
 */
export async function compareOutsideBooks(
  read: ReadText,
  program: 'hledger' | 'beancount',
  save: SaveFile = async (path, file) => writeFileSync(file, await read(path)),
  books: readonly string[] = [''],
): Promise<OutsideBooks> {
  const budget = JSON.parse(await read('/v1/budget?by=programme'))
  const at = `at=${budget.sequence}`
  const ours = new Map([...moneyOf(budget), ...(await goodsOf(read, at))])
  const theirs = new Map<string, number>()
  let events = 0
  for (const book of books)
    await withFile(program, async (file) => {
      await save(`/v1/journal.${program}?${at}${book && `&book=${book}`}`, file)
      const balances = await (program === 'hledger' ? askHledger : askBeancount)(file)
      for (const [key, sum] of balances) theirs.set(key, (theirs.get(key) ?? 0) + sum)
      events = Math.max(events, Number(/; (\d+) events with legs\n$/.exec(endOf(file))?.[1]))
    })
  return { accounts: ours.size, events, differences: differencesOf(ours, theirs) }
}

/** Rejects, with what the program says, unless it finds the file sound. */
export async function checkBooks(program: 'hledger' | 'beancount', text: string): Promise<void> {
  await withFile(program, async (file) => {
    writeFileSync(file, text)
    await (program === 'hledger' ? checkHledger : checkBeancount)(file)
  })
}

async function withFile<Result>(program: string, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = temporaryFolder('outside-books-')
  try {
    return await use(join(folder, `journal.${program}`))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function endOf(file: string): string {
  const opened = openSync(file, 'r')
  try {
    const end = Buffer.alloc(100)
    const read = readSync(opened, end, 0, end.length, Math.max(0, fstatSync(opened).size - end.length))
    return end.toString('utf8', 0, read)
  } finally {
    closeSync(opened)
  }
}

/** `account|fund|programme|place|commodity` → signed, in fen or pieces; what is zero is not there. Ids by their last twelve digits. */
type Balances = ReadonlyMap<string, number>

const debitSide = new Set(['granted', 'bank', 'quota', 'transit', 'cost', 'loss'])

function* moneyOf(budget: {
  rows: { key: string | null; funds: { fund: string; balances: Record<string, number> }[] }[]
}): Iterable<[string, number]> {
  for (const { key, funds } of budget.rows) {
    for (const { fund, balances } of funds) {
      for (const [name, amountFen] of Object.entries(balances)) {
        const account = name.replace(/Fen$/, '').replace('writtenOff', 'written-off')
        const signed = debitSide.has(account) ? amountFen : -amountFen
        if (signed !== 0) yield [keyOf({ account, F: fund, P: key ?? '', commodity: 'CNY' }), signed]
      }
    }
  }
}

async function goodsOf(read: ReadText, at: string): Promise<[string, number][]> {
  const latest = new Map<string, { key: string; balance: number }>()
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = JSON.parse(await read(`/v1/journal?book=goods&limit=1000&${at}${cursor && `&cursor=${cursor}`}`))
    for (const leg of page.legs) {
      const { account, commodity, fund, programme, depot, site, consignment, lot, balanceSigned } = leg
      const key = keyOf({
        account,
        F: fund ?? '',
        P: programme ?? '',
        D: depot ?? site ?? '',
        commodity: symbolOf(commodity),
      })
      latest.set([key, consignment, lot].join('|'), { key, balance: balanceSigned })
    }
    cursor = page.nextCursor
  }
  const sums = new Map<string, number>()
  for (const { key, balance } of latest.values()) sums.set(key, (sums.get(key) ?? 0) + balance)
  return [...sums].filter(([, balance]) => balance !== 0)
}

function symbolOf(commodity: string): string {
  const [id = '', version] = commodity.split('@')
  return `${id.slice(0, id.indexOf('-'))}-${id.slice(-12)}${version === undefined ? '' : `.${version}`}`.toUpperCase()
}

function keyOf(place: { account: string; commodity: string; F?: string; P?: string; D?: string }): string {
  const { account, commodity, F = '', P = '', D = '' } = place
  return [account, F.slice(-12), P.slice(-12), D.slice(-12), commodity].join('|')
}

async function askHledger(file: string): Promise<Balances> {
  const csv = await run('hledger', ['-f', file, 'balance', '--strict', '--flat', '--layout=bare', '-N', '-O', 'csv'])
  const rows = csv.trim().split('\n').slice(1)
  return summed(rows.map((row) => row.split(',').map((cell) => cell.replaceAll('"', ''))))
}

async function askBeancount(file: string): Promise<Balances> {
  await checkBeancount(file)
  const query = 'SELECT account, currency, sum(number) GROUP BY account, currency'
  const rows = (await run('bean-query', ['-f', 'csv', file, query])).trim().split('\n').slice(1)
  return summed(rows.map((row) => row.split(',').map((cell) => cell.trim())))
}

function checkHledger(file: string): Promise<string> {
  return run('hledger', ['-f', file, 'check', '--strict'])
}

function checkBeancount(file: string): Promise<string> {
  return run('bean-check', [file])
}

function summed(rows: readonly string[][]): Balances {
  const sums = new Map<string, number>()
  for (const [name = '', commodity = '', figure = ''] of rows) {
    const parts = name.split(':')
    const ids = Object.fromEntries(parts.filter((part) => /^[FPMDS]-/.test(part)).map((part) => [part.charAt(0), part]))
    const { F = '', P = '', D = ids.S ?? '' } = ids
    const key = keyOf({ account: accountOf(parts), F, P, D, commodity })
    const amount = commodity === 'CNY' ? Math.round(Number(figure) * 100) : Number(figure)
    sums.set(key, (sums.get(key) ?? 0) + amount)
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0))
}

const chinese: Readonly<Record<string, string>> = {
  到账资金: 'granted',
  可安排: 'available',
  已预留: 'reserved',
  已安排: 'allocated',
  已占用: 'committed',
  已发放额度: 'issued',
  用餐核销: 'used',
  应收商户退款: 'claimed',
  坏账损失: 'written-off',
  入库来源: 'supplier',
  组装: 'conversion',
  库存: 'depot',
  在途: 'in-transit',
  现场: 'site',
  已发放到人: 'handed-out',
  退回: 'returned',
  损失: 'lost',
}
const ofMoney: Readonly<Record<string, string>> = {
  资产: 'bank',
  Assets: 'bank',
  收入: 'donated',
  Income: 'donated',
  支出: 'cost',
  Expenses: 'cost',
}

/** `Disputed-争议款`: where several accounts stand under one subject, or under none. */
const ownName = /^([A-Z][a-z-]+)-\p{Script=Han}/u

function accountOf(parts: readonly string[]): string {
  const [root = '', second = ''] = parts
  if (parts.some((part) => part.includes('其他支出'))) return 'loss'
  if (parts.some((part) => part.includes('在途资金'))) return 'transit'
  if (parts.some((part) => part.includes('零余额账户用款额度'))) return 'quota'
  if (parts.some((part) => part.includes('暂收款'))) return 'suspense'
  const own = parts.map((part) => ownName.exec(part)?.[1]).find((name) => name !== undefined)
  return own?.toLowerCase() ?? ofMoney[root] ?? chinese[second] ?? `${root}:${second}`
}

function differencesOf(ours: Balances, theirs: Balances): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((key) => ours.get(key) !== theirs.get(key))
    .map((key) => `${key}: ${ours.get(key) ?? 0}, ${theirs.get(key) ?? 0}`)
}

function run(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}: ${stderr || stdout || error.message}`.slice(0, 2_000)))
      else resolve(stdout)
    })
  })
}
