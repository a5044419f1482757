import type { AccountName } from '@welfare/contracts/accounts.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import type { BookLeg } from './book-entry.ts'
import { isToldByEvent, type Subject, subjectOf } from './chart.ts'
import type { BookDirectory } from './directory.queries.ts'

/** A posting account as plain-text books name it: by the subject, then by short ids of whatever it is opened for. */
export interface BookAccount {
  /** `资产:102-银行存款:10202-未归入账户:F-6f0e4a1b2c3d`. */
  readonly hledger: string
  /** The same under one of Beancount's five roots, every part beginning with A–Z or a digit: `Assets:102-银行存款:10202-未归入账户:F-6f0e4a1b2c3d`. */
  readonly beancount: string
  /** What the short ids stand for. */
  readonly label: string
}

/** Batch, consignment and lot are told by each posting and open no account of their own. */
const dimensions = ['fund', 'programme', 'merchant', 'depot', 'site'] as const
type Dimension = (typeof dimensions)[number]

export type AccountNames = ReturnType<typeof createAccountNames>

export function createAccountNames(directory: BookDirectory) {
  const known = new Map<string, BookAccount>()
  const segments = createSegments(directory)

  return {
    accountOf(leg: BookLeg): BookAccount {
      const key = [
        leg.account,
        leg.subject ?? '',
        leg.bankAccount ?? '',
        isToldByEvent(leg.eventType) ? leg.eventType : '',
        ...dimensions.map((name) => leg[name] ?? ''),
      ].join('|')
      const found = known.get(key) ?? nameOf(leg)
      known.set(key, found)
      return found
    },
    /** Balances what an export leaves out. */
    outside: {
      hledger: '范围外',
      beancount: 'Equity:Outside-范围外',
      label: 'legs that this export does not show',
    } satisfies BookAccount,
    symbolOf: segments.symbolOf,
  }

  function nameOf(leg: BookLeg): BookAccount {
    const opened = dimensions.flatMap((name) => {
      const id = leg[name]
      return id === null ? [] : [{ segment: segments.of(id), label: `${id} ${directoryName(name, id)}`.trim() }]
    })
    const [hledger, beancount] = rootsOf(leg, directory)
    const path = [...apartFromProgrammes(leg), ...opened.map(({ segment }) => segment)]
      .map((part) => `:${part}`)
      .join('')
    return {
      hledger: `${hledger}${path}`,
      beancount: `${beancount}${path}`,
      label: opened.map(({ label }) => label).join('; '),
    }
  }

  function directoryName(name: Dimension, id: string): string {
    const listed = {
      fund: directory.funds,
      programme: directory.programmes,
      merchant: directory.merchants,
      depot: directory.depots,
      site: directory.sites,
    }
    return listed[name].get(id)?.name ?? ''
  }
}

const beancountRoots: Readonly<Record<Exclude<Subject['type'], '备查'>, string>> = {
  资产: 'Assets',
  负债: 'Liabilities',
  净资产: 'Equity',
  收入: 'Income',
  支出: 'Expenses',
}

/** Books of other programs take no brackets in the name of an account. */
const lettersOnly: Partial<Readonly<Record<AccountName, string>>> = { used: '用餐核销', lost: '损失' }

function rootsOf(leg: BookLeg, directory: BookDirectory): readonly [hledger: string, beancount: string] {
  const chinese = lettersOnly[leg.account] ?? accountWords[leg.account].chinese
  const english = `${leg.account.charAt(0).toUpperCase()}${leg.account.slice(1)}`
  const subject = leg.book === 'money' ? subjectOf(leg, directory) : undefined
  if (leg.book === 'goods') return [`物资:${chinese}`, `Equity:Goods:${english}-${chinese}`]
  if (!subject || subject.type === '备查') return [`预算:${chinese}`, `Equity:Budget:${english}-${chinese}`]
  const isNamed = leg.account === 'bank' || leg.subject !== undefined || subject.name === chinese
  const own = isNamed ? '' : `:${english}-${chinese}`
  const name = `${pathOf(subject)}${own}`
  return [`${subject.type}:${name}`, `${beancountRoots[subject.type]}:${name}`]
}

/** What a bank took is used for no programme: beside what programmes used, not above it, as Beancount adds up whatever stands below an account. */
function apartFromProgrammes({ account, programme }: BookLeg): readonly string[] {
  return account === 'used' && programme === null ? ['0-不归项目'] : []
}

/** What lies in the bank under one subject: `102-银行存款:102010001-农业银行-0417`. */
function pathOf({ number, name }: Subject): string {
  const self = `${number}-${name}`
  return number.startsWith(BANK) && number !== BANK ? `${BANK}-${accountWords.bank.chinese}:${self}` : self
}

const BANK = '102'

const prefixes: Readonly<Record<string, string>> = {
  fund: 'F',
  programme: 'P',
  merchant: 'M',
  depot: 'D',
  site: 'S',
  item: 'ITEM',
  kit: 'KIT',
}

/** The last twelve digits of an id; all of it where two end alike. */
function createSegments(directory: BookDirectory) {
  const ids = [directory.funds, directory.programmes, directory.merchants, directory.depots, directory.sites]
    .flatMap((listed) => [...listed.keys()])
    .concat([...directory.items.keys(), ...directory.kits.keys()].map(withoutVersion))
  const owners = new Map<string, string>()
  const ambiguous = new Set<string>()
  for (const id of ids) {
    const end = endOf(id)
    if ((owners.get(end) ?? id) !== id) ambiguous.add(end)
    owners.set(end, id)
  }
  const prefixOf = (id: string): string => prefixes[id.slice(0, id.indexOf('-'))] ?? 'X'
  const of = (id: string): string =>
    `${prefixOf(id)}-${ambiguous.has(endOf(id)) ? id.slice(id.indexOf('-') + 1) : endOf(id)}`
  return {
    of,
    /** `CNY`, `ITEM-6F0E4A1B2C3D`, `KIT-6F0E4A1B2C3D.2`: at most 24 characters, as Beancount wants it. */
    symbolOf(commodity: string): string {
      if (commodity === 'CNY') return commodity
      const [id = '', version] = commodity.split('@')
      if (ambiguous.has(endOf(id))) throw new Error(`two kinds of goods end in ${endOf(id)}`)
      return `${of(id).toUpperCase()}${version === undefined ? '' : `.${version}`}`
    },
  }
}

function withoutVersion(commodity: string): string {
  return commodity.split('@')[0] ?? commodity
}

function endOf(id: string): string {
  return id.slice(-12)
}
