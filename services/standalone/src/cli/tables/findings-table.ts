import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import { countCell, instantCell, momentLine, yuanCell } from './cells.ts'
import { joinParts, number, renderTable, words } from './table.ts'

type Finding = FindingsAnswer['findings'][number]

/** What somebody should look at: how many by kind, then as many as the answer holds. */
export function renderFindings(answer: FindingsAnswer): string {
  const { total, findings, counts } = answer
  if (total === 0) return joinParts(['There are no findings.', momentLine(answer)])
  const shown = findings.length < total ? `${countCell(findings.length)} of ${countCell(total)} are shown.\n` : ''
  const byKind = renderTable({
    title: 'Findings by kind 疑点',
    columns: [words('kind', '种类'), number('count', '数量'), number('open', '待核查')],
    rows: [
      ...counts.map(({ kind, count, open }) => [saidKinds[kind], countCell(count), countCell(open)]),
      ['Total 合计', countCell(total), countCell(counts.reduce((sum, { open }) => sum + open, 0))],
    ],
  })
  const list = renderTable({
    title: 'Findings',
    columns: [
      words('kind', '种类'),
      words('review', '核查'),
      words('programme', '项目'),
      words('merchant', '商户'),
      words('facts', '事实'),
      number('events', '事件'),
      words('first at', '首次'),
      number('sequence', '序号'),
    ],
    rows: findings.map(toCells),
  })
  return joinParts([byKind, list, `${shown}${momentLine(answer)}`])
}

function toCells(finding: Finding): string[] {
  const { kind, programmeName, merchantName, worker, facts, eventCount, takenBackCount, events, found } = finding
  const said = Object.entries({ ...facts, ...(worker !== null && { worker }) }).map(([name, value]) =>
    name.endsWith('Fen') ? `${name.slice(0, -3)} ${yuanCell(Number(value))}` : `${name} ${value}`,
  )
  return [
    saidKinds[kind],
    toReviewCell(finding),
    programmeName ?? '–',
    merchantName ?? '–',
    said.join(', '),
    takenBackCount === 0 ? countCell(eventCount) : `${countCell(eventCount)}, ${countCell(takenBackCount)} taken back`,
    instantCell(events[0]?.occurredAt ?? null),
    countCell(found.sequence),
  ]
}

/** What was said last, and that more came since. */
function toReviewCell({ status, review, eventsSinceReview }: Finding): string {
  if (review === null) return 'open 待核查'
  const said = `${review.outcome} ${findingOutcomes[review.outcome].chinese}`
  return status === 'reviewed' ? said : `open 待核查, ${eventsSinceReview} more since ${said}`
}

const saidKinds: Readonly<Record<Finding['kind'], string>> = {
  'till-burst': 'till-burst 短时密集核销',
  'account-burst': 'account-burst 账户短时密集核销',
  'merchant-burst': 'merchant-burst 商户短时密集核销',
  'odd-hours': 'odd-hours 异常时段',
  'two-places': 'two-places 一人两处',
  'merchant-share': 'merchant-share 占比异常',
  'same-paper': 'same-paper 凭证重复',
  'same-slip': 'same-slip 小票重号',
  'late-by-account': 'late-by-account 账户补录偏多',
  'late-by-merchant': 'late-by-merchant 商户补录偏多',
  'two-hand-outs': 'two-hand-outs 一日重复领取',
  'one-collector': 'one-collector 一人代领多份',
  'just-below-limit': 'just-below-limit 多次贴近限额',
  'together-above-limit': 'together-above-limit 拆分后合计超限',
  'full-balances': 'full-balances 连续整额核销',
  'soon-after-issue': 'soon-after-issue 发放后即核销',
  'held-in-both': 'held-in-both 互斥项目重复享受',
}
