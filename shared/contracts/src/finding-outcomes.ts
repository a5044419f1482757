/** What may become of a finding once somebody has looked at it, in an auditor's words. Data: an outcome is added here, none is ever renamed. */
export const findingOutcomes = {
  explained: { chinese: '有合理解释', english: 'there is a good reason for it' },
  unfounded: { chinese: '查无问题', english: 'nothing is wrong' },
  'duplicate-record': { chinese: '重复登记', english: 'one thing was recorded twice' },
  corrected: { chinese: '已更正', english: 'a wrong entry was taken back in red' },
  misuse: { chinese: '违规使用', english: 'money or goods were misused' },
  referred: { chinese: '已移送处理', english: 'handed over to whoever pursues it' },
} as const satisfies Record<string, { readonly chinese: string; readonly english: string }>
export type FindingOutcome = keyof typeof findingOutcomes

export const outcomesOfFindings = Object.keys(findingOutcomes) as [FindingOutcome, ...FindingOutcome[]]
