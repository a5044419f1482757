import bodyExamples from './body-examples.json' with { type: 'json' }

const examples: Readonly<Record<string, object>> = bodyExamples
const ofProposals: readonly (readonly [RegExp, object])[] = [
  [/^approve\w+Proposal$/, { note: '名单与预算已核对' }],
  [/^(refuse|withdraw)\w+Proposal$/, { reason: '金额有误' }],
]

/**
 * What the body of a request looks like, for the API's description; a test holds each against the route's own schema.
 * @returns undefined where the operation takes no JSON, or none that says anything
 */
export function bodyExampleOf(operationId: string): object | undefined {
  return examples[operationId] ?? ofProposals.find(([pattern]) => pattern.test(operationId))?.[1]
}
