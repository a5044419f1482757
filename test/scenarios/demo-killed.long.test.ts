import { beforeAll, expect, test } from 'vitest'
import { type Demo, describeDemonstration, PLAY_LIMIT_MS, playCutOff, playWhole } from './played-demo.fixture.ts'

let whole: Demo
/** Meets kill -9 in the middle and is started again. */
let cutOff: Demo

beforeAll(async () => {
  ;[whole, cutOff] = await Promise.all([playWhole(), playCutOff()])
}, 2 * PLAY_LIMIT_MS)

describeDemonstration('killed in the middle and played to its end by the next start', () => cutOff)

test('a demonstration that was cut off tells the same story as one that was not', async () => {
  const answers = ['/v1/budget?by=programme', '/v1/budget?by=division'].map(async (path) => {
    const [expected, actual] = await Promise.all([whole.api.get(path), cutOff.api.get(path)])
    const story = ({ rows, total }: { rows: { name: string; division: string }[]; total: object }) => ({
      rows: rows.map(({ name, division, ...row }) => ({ name, division, balances: Reflect.get(row, 'balances') })),
      total,
    })
    expect(story(actual)).toEqual(story(expected))
  })
  await Promise.all(answers)
})
