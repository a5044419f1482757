import { programmeKinds } from '../programme-kinds.ts'
import { accountWords } from '../words/account-words.ts'
import { actorHeading, roleWords } from '../words/actor-words.ts'
import { goodsWords } from '../words/goods-words.ts'
import { moneyWords } from '../words/money-words.ts'
import { peopleWords } from '../words/people-words.ts'
import { relationWords } from '../words/relation-words.ts'
import { voucherWords } from '../words/voucher-words.ts'
import type { Heading } from '../words/word.ts'

type Words = Readonly<Record<string, { readonly en: string; readonly zh: string }>>

/** Columns of a roster, as its template names them. */
const columns: Words = {
  name: { en: 'name', zh: '姓名' },
  identityNumber: { en: 'identity number', zh: '身份证号' },
  phone: { en: 'telephone', zh: '手机号' },
  employer: { en: 'employer', zh: '用人单位' },
  trade: { en: 'trade', zh: '工种' },
  division: { en: 'division', zh: '行政区划' },
}

/** Why a file or a command line cannot be used: codes of the system and of the parser. */
const reasons: Words = {
  EISDIR: { en: 'is a folder, where a file is wanted', zh: '是文件夹，而应为文件' },
  ENOTDIR: { en: 'is a file, where a folder is wanted', zh: '是文件，而应为文件夹' },
  ENOENT: { en: 'is not there', zh: '不存在' },
  EACCES: { en: 'may not be read or written by this user', zh: '当前用户无权读写' },
  EPERM: { en: 'may not be changed by this user', zh: '当前用户无权更改' },
  EROFS: { en: 'lies on a disk that cannot be written', zh: '所在磁盘不可写' },
  ENOSPC: { en: 'cannot be written: the disk is full', zh: '无法写入：磁盘已满' },
  ENOTEMPTY: { en: 'is not empty', zh: '不是空的' },
  'other-keys': { en: 'holds keys that are not the backup’s', zh: '中的密钥不属于该备份' },
  demonstration: { en: 'is of a demonstration', zh: '属于演示' },
  'other-content': { en: 'holds something else', zh: '中是其他内容' },
  'swapped-with-key': { en: 'holds a private key: the two files are swapped', zh: '中是私钥：两个文件放反了' },
  'passphrase-protected': { en: 'is protected by a passphrase: store it without', zh: '设有口令：请存为不带口令的' },
  'part-refused': { en: 'a statement refused it', zh: '结算单未列入' },
  refused: { en: 'refused', zh: '未批准' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
  failed: { en: 'the bank did not pay it', zh: '银行未付成' },
  unknownCommand: { en: 'there is no such command', zh: '没有这条命令' },
  unknownOption: { en: 'there is no such option', zh: '没有这个选项' },
  missingArgument: { en: 'it is not said of what', zh: '缺少参数' },
  optionMissingArgument: { en: 'an option has no value', zh: '选项缺少取值' },
  missingMandatoryOptionValue: { en: 'an option is missing', zh: '缺少选项' },
  excessArguments: { en: 'there are more words than it takes', zh: '参数过多' },
  invalidArgument: { en: 'an option has a value that it cannot have', zh: '选项的取值不对' },
}

/** What a file is to hold. */
const contents: Words = {
  'master-key': { en: 'a master key (32 bytes in base64)', zh: '主密钥（以base64写成的32字节）' },
  certificate: { en: 'a certificate in PEM (WELFARE_TLS_CERT_FILE)', zh: 'PEM格式的证书（WELFARE_TLS_CERT_FILE）' },
  'private-key': { en: 'its private key in PEM (WELFARE_TLS_KEY_FILE)', zh: 'PEM格式的私钥（WELFARE_TLS_KEY_FILE）' },
  secret: { en: 'one secret', zh: '一项机密' },
}

/** What a field of a request is to be. */
const kinds: Words = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: '是否值（true 或 false）' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
}

const accounts: Words = Object.fromEntries(
  Object.entries(accountWords).map(([name, { chinese }]) => [name, { en: name, zh: chinese }]),
)

const accountKinds: Words = { person: { en: 'person', zh: '个人' }, machine: { en: 'machine', zh: '机器' } }

/** What facts are called where one stands within another. */
export const namesOfFacts: Words = {
  account: { en: 'account', zh: '账户' },
  amountFen: { en: 'amount', zh: '金额' },
  batch: of(voucherWords.batch),
  consignment: of(goodsWords.consignment),
  day: { en: 'day', zh: '日期' },
  depot: of(goodsWords.depot),
  fund: of(moneyWords.fund),
  lot: of(goodsWords.lot),
  merchant: of(peopleWords.merchant),
  programme: of(peopleWords.programme),
  quantity: { en: 'quantity', zh: '数量' },
  site: of(peopleWords.site),
  window: of(peopleWords.window),
  worker: of(peopleWords.worker),
}

function of({ english, chinese }: Heading): Words[string] {
  return { en: english, zh: chinese }
}

const relations = wordsOf(relationWords)

const roles = wordsOf(roleWords)
const programmeKindWords = wordsOf(programmeKinds)

const plans: Words = {
  people: { en: 'a list of people', zh: '人员名单' },
  sites: { en: 'a list of sites', zh: '点位清单' },
}

/** What became of a proposal, or of a job. */
const outcomes: Words = {
  approved: { en: 'approved', zh: '已同意' },
  refused: { en: 'refused', zh: '未同意' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
  performed: { en: 'approved and done', zh: '已同意并办理' },
  failed: { en: 'failed', zh: '未办成' },
  completed: { en: 'completed', zh: '已完成' },
}

function wordsOf(table: Readonly<Record<string, { readonly english: string; readonly chinese: string }>>): Words {
  return Object.fromEntries(
    Object.entries(table).map(([key, { english, chinese }]) => [key, { en: english, zh: chinese }]),
  )
}

/** Who proposed something, as people know the account. */
export function wordOfActor(actor: string): Words[string] {
  return of(actorHeading(actor))
}

/** By the name of the fact: values that have a word in both languages. */
export const wordsOfFacts: Readonly<Record<string, Words>> = {
  account: accounts,
  kind: { ...accountKinds, ...programmeKindWords },
  kinds: programmeKindWords,
  sameAs: programmeKindWords,
  purposes: programmeKindWords,
  role: roles,
  roles,
  plan: plans,
  outcome: outcomes,
  status: outcomes,
  missing: columns,
  differs: columns,
  field: columns,
  why: reasons,
  wanted: contents,
  expected: kinds,
  relation: relations,
}
