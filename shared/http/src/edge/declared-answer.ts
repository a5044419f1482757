import { statusOf, UndeclaredRefusalError } from '../answer-command.ts'
import { isProblem, type Problem, reservedMembers } from '../problem.ts'
import type { Route, RouteAnswer } from '../route.ts'

/** @throws Error when the answer is not one that the route declares: the OpenAPI document would be wrong about it */
export function assertDeclared(route: Route, answer: RouteAnswer | Problem): void {
  if (isProblem(answer)) {
    if (statusOf(answer.code, route.refusals) !== answer.status) throw new UndeclaredRefusalError(answer.code)
    const hidden = reservedMembers.filter((name) => Object.hasOwn(answer.facts, name))
    if (hidden.length > 0) throw new Error(`Facts of ${answer.code} may not be named ${hidden.join(', ')}`)
    return
  }
  const shape = route.answers[answer.status]
  if (!shape) throw new Error(`The route does not declare the status ${answer.status}`)
  if (shape.contentType !== answer.contentType)
    throw new Error(`The route declares another type than ${answer.contentType}`)
  if (!shape.schema || answer.contentType !== undefined) return
  const sent: unknown = answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body))
  const checked = shape.schema.safeParse(sent)
  if (!checked.success) throw new Error(`The answer is not what the route declares: ${checked.error.message}`)
}
