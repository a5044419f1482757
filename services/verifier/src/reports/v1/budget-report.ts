import type { Json, JsonObject } from '../../json.ts'
import { isList, isObject } from '../../json.ts'
import {
  bankEntryCorrectionNames,
  bankEntryNames,
  correctionNames,
  priorYearNames,
  purchaseNames,
  settlementNames,
  transferNames,
} from '../budget-figures.ts'
import { recomputeBudget } from '../budget-report.ts'
import type { Directory } from '../directory.ts'
import type { Asked } from '../moments.ts'
import type { Recomputation } from '../recomputation.ts'

/** `GET /v1/budget` as version 1 told it: without corrections and settlements, of which there were none. */
export function recomputeFirstBudget(asked: Asked, directory: Directory): Recomputation {
  const recomputation = recomputeBudget(asked, directory)
  return {
    take: recomputation.take,
    answer: (found) => withoutCorrections(recomputation.answer(found)) as JsonObject,
  }
}

const later: readonly string[] = [
  ...correctionNames,
  ...settlementNames,
  ...transferNames,
  ...bankEntryNames,
  ...bankEntryCorrectionNames,
  ...priorYearNames,
  ...purchaseNames,
  'suspenseFen',
  'correctedLater',
]

function withoutCorrections(value: Json): Json {
  if (isList(value)) return value.map(withoutCorrections)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => !later.includes(name))
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutCorrections(member)]))
}
