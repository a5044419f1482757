import type { CommandProblem } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'

/** What a person at the machine is told in the catalogue's words; `message` is that sentence in English, for logs. */
export class ProblemError extends Error {
  readonly code: CommandProblem
  readonly facts: JsonObject

  constructor(code: CommandProblem, facts: JsonObject = {}, options?: ErrorOptions) {
    super(sayProblem(code, facts, 'en'), options)
    this.code = code
    this.facts = facts
  }
}
