import { sumFen } from '@welfare/contracts/money.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { maskIdentityNumber, maskName } from '@welfare/printouts/masks.ts'
import type { MoneyUnit, Printout, PrintoutStamp } from '@welfare/printouts/printout.ts'
import type { IssuedSelection } from '../personal-data/issued.queries.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import type { PersonalFields, ProgrammeFacts, WorkerFacts } from '../roster/roster.queries.ts'

/** Somebody who was issued credits, as a paper names them. */
export interface Recipient {
  readonly id: string
  readonly employer: string
  readonly trade: string
  readonly amountFen: number
  readonly processing: WorkerFacts['processing']
  readonly fields: PersonalFields | undefined
}

export interface PrintoutFrame {
  readonly programme: ProgrammeFacts
  /** What was asked for, as people call it: a window, a round. */
  readonly of: readonly string[]
  readonly unit: MoneyUnit
  readonly stamp: PrintoutStamp
  /** What was issued through this sequence is listed. */
  readonly through: number
}

/** Employer by employer, in the order in which workers were registered; the employer and trade are those of the programme's roster. */
export function listRecipients(facts: RegistryFacts, selection: IssuedSelection): readonly Recipient[] {
  const employers = new Map<string, string>()
  const nameOf = (id: string): string => {
    const name = employers.get(id) ?? facts.findEntry('employer', id)?.data.name ?? id
    employers.set(id, name)
    return name
  }
  const recipients = facts.listIssued(selection).flatMap(({ worker, amountFen }): Recipient[] => {
    const found = facts.findWorker(worker)
    if (found === undefined) return []
    const { employer, trade } = facts.findOnRoster(selection.programme, worker) ?? found
    const { id, processing, fields } = found
    return [{ id, employer: nameOf(employer), trade, amountFen, processing, fields }]
  })
  return [...Map.groupBy(recipients, ({ employer }) => employer).values()].flat()
}

/** 签收表: who gets what, with room to sign; real names. */
export function signOffSheet(frame: PrintoutFrame, recipients: readonly Recipient[]): Printout {
  const rows = recipients.map(({ fields, processing, employer, trade, amountFen }, index) => [
    index + 1,
    fields?.name ?? NAMELESS[processing],
    fields === undefined ? null : maskIdentityNumber(fields.identityNumber),
    employer,
    trade,
    amountFen,
  ])
  return {
    title: `${frame.programme.name}签收表`,
    subtitles: subtitlesOf(frame),
    unit: frame.unit,
    orientation: 'landscape',
    stamp: frame.stamp,
    signatures: ['经办人', '证明人', '主席(负责人)'],
    tables: [
      {
        columns: [
          { heading: '序号', kind: 'count', width: 6 },
          { heading: '姓名', kind: 'text', width: 14 },
          { heading: '身份证号', kind: 'text', width: 22 },
          { heading: '用人单位', kind: 'text', width: 28 },
          { heading: '工种', kind: 'text', width: 12 },
          { heading: '金额', kind: 'money', width: 14 },
          { heading: '签名', kind: 'signature' },
          { heading: '代领人', kind: 'signature' },
        ],
        rows: [...rows, { emphasis: 'total', cells: [null, '合计', null, null, null, totalOf(recipients)] }],
        remarks: [
          totalInWords(recipients),
          `本表按记账序号列示；下一份签收表自序号${frame.through}之后起，每笔发放只列一次。`,
        ],
      },
    ],
  }
}

export interface Posting {
  /** The first day on the wall. */
  readonly from: string
  /** Working days. */
  readonly days: number
}

/** 公示名单: for the wall; masked names and no numbers. */
export function publicList(frame: PrintoutFrame, recipients: readonly Recipient[], posting: Posting): Printout {
  const rows = recipients.map(({ fields, employer, amountFen }, index) => [
    index + 1,
    fields === undefined ? '(不公示)' : maskName(fields.name),
    employer,
    amountFen,
  ])
  return {
    title: `${frame.programme.name}发放公示`,
    subtitles: subtitlesOf(frame),
    unit: frame.unit,
    stamp: frame.stamp,
    tables: [
      {
        columns: [
          { heading: '序号', kind: 'count', width: 6 },
          { heading: '姓名', kind: 'text', width: 14 },
          { heading: '用人单位', kind: 'text', width: 36 },
          { heading: '金额', kind: 'money', width: 14 },
        ],
        rows: [...rows, { emphasis: 'total', cells: [null, '合计', null, totalOf(recipients)] }],
        remarks: [
          totalInWords(recipients),
          `公示期:自 ${posting.from} 起 ${posting.days} 个工作日。如有异议,请在公示期内向工会提出。`,
        ],
      },
    ],
  }
}

/** The row stays, so that the paper's total is the ledger's. */
const NAMELESS = { open: '(姓名缺失)', restricted: '(个人信息限制处理)', erased: '(个人信息已删除)' } as const

function subtitlesOf({ programme, of }: PrintoutFrame): string[] {
  return [`行政区划：${printedDivision(programme.division)}`, ...of]
}

function totalOf(recipients: readonly Recipient[]): number {
  return sumFen(recipients.map(({ amountFen }) => amountFen))
}

function totalInWords(recipients: readonly Recipient[]): string {
  return `共 ${recipients.length} 人,合计(大写):${amountInWords(totalOf(recipients))}`
}
