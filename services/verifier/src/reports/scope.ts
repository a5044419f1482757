import { isObject, type JsonObject, MisshapenError, objectIn, textsIn } from '../json.ts'
import { type Directory, holdsDivision } from './directory.ts'

/** What the asker may see; a report shows nothing else. */
export interface Reach {
  readonly divisions: readonly string[]
  /** Narrows it to these; absent: all within the divisions. */
  readonly programmes: readonly string[] | undefined
}

const WHOLE_LEDGER = '000000'

/** `request.reach` of a saved report; undefined: the whole ledger. @throws MisshapenError */
export function readScope(request: JsonObject): Reach | undefined {
  if (!isObject(request.reach)) return undefined
  const reach = objectIn(request, 'reach')
  if (reach.merchants !== undefined) throw new MisshapenError('what one merchant may see is not recomputed')
  const programmes = reach.programmes === undefined ? undefined : textsIn(reach, 'programmes')
  const divisions = textsIn(reach, 'divisions')
  return programmes === undefined && divisions.includes(WHOLE_LEDGER) ? undefined : { divisions, programmes }
}

/** Does what stands in the division, and belongs to the programme ('' for none), lie within? */
export function holdsPlace(reach: Reach | undefined, division: string, programme: string): boolean {
  if (reach === undefined) return true
  if (programme !== '' && reach.programmes !== undefined && !reach.programmes.includes(programme)) return false
  return reach.divisions.some((outer) => outer === WHOLE_LEDGER || holdsDivision(outer, division))
}

/** The same for money: placed by its programme, else by its fund. */
export function holdsMoney(
  reach: Reach | undefined,
  { fund, programme }: { readonly fund: string; readonly programme: string },
  { funds, programmes }: Directory,
): boolean {
  const division = programmes.get(programme)?.division ?? funds.get(fund)?.division ?? WHOLE_LEDGER
  return holdsPlace(reach, division, programme)
}
