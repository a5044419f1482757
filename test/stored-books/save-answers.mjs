import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How a division, a programme, a fund … were asked for: every list that has something to say about money, goods or people. */
const LISTS = ['fund', 'programme', 'funder', 'division']
const GROUPS = ['programme', 'employer', 'division', 'trade']
const DAYS = ['2025-06-12', '2025-07-10', '2025-07-29', '2025-08-20', '2025-10-01']

/**
 * Asks the old code everything that must stay, and keeps what it said: `reports/` in the form that `welfare verify --report` reads,
 * `answers/` for the rest. One file a question: `{request: {path, query}, answer}`.
 */
export async function saveAnswers(url, tokens, target) {
  const ask = async (path, query = {}) => {
    const authorization = `Bearer ${path.endsWith('/vouchers') ? tokens.officer : tokens.auditor}`
    const response = await fetch(`${url}${path}?${new URLSearchParams(query)}`, { headers: { authorization } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} ${JSON.stringify(query)}: ${response.status} ${text}`)
    return response.headers.get('content-type').includes('json') ? JSON.parse(text) : text
  }
  let answers = 0
  const keep = async (kind, path, query = {}) => {
    const answer = await ask(path, query)
    answers += 1
    mkdirSync(join(target, kind), { recursive: true })
    const file = join(target, kind, `${String(answers).padStart(3, '0')}.json`)
    writeFileSync(file, `${JSON.stringify({ request: { path, query }, answer })}\n`)
    return answer
  }
  const all = async (path, name, query = {}) => {
    const entries = []
    for (let cursor; cursor !== null; ) {
      const page = await keep('answers', path, { ...query, limit: '500', ...(cursor && { cursor }) })
      entries.push(...page[name])
      cursor = page.nextCursor ?? null
    }
    return entries
  }

  const { sequence } = await ask('/v1/budget')
  const at = String(sequence)
  const moments = [{ at }, { at: String(Math.floor(sequence / 2)) }, ...DAYS.map((effective) => ({ effective, at }))]
  for (const moment of moments) {
    for (const by of LISTS) await keep('reports', '/v1/budget', { by, ...moment })
    for (const by of GROUPS) await keep('reports', '/v1/coverage', { by, ...moment })
  }
  const programmes = await all('/v1/programmes', 'items')
  for (const { id, plan } of programmes) {
    const kind = plan === 'sites' ? 'sites' : 'people'
    await keep('reports', '/v1/gaps', { programme: id, kind, at, limit: '1000' })
    await keep('reports', '/v1/coverage', { programme: id, by: 'window', at })
    await keep('answers', `/v1/programmes/${id}`)
    await keep('answers', `/v1/programmes/${id}/budget`)
    await all(`/v1/programmes/${id}/vouchers`, 'items')
  }
  for (const { id } of await all('/v1/funds', 'items')) {
    await keep('answers', `/v1/funds/${id}`)
    await all(`/v1/funds/${id}/donations`, 'items')
    await all(`/v1/funds/${id}/allocations`, 'items')
  }
  for (const { id } of await all('/v1/depots', 'items')) await keep('answers', `/v1/depots/${id}`)
  await all('/v1/consignments', 'items')
  await all('/v1/allocation-proposals', 'items')
  await all('/v1/issuance-proposals', 'items')
  await all('/v1/journal', 'legs', { at })
  await all('/v1/entries', 'entries', { at })
  writeFileSync(join(target, 'journal.csv'), await ask('/v1/journal.csv', { at }))
  const [key] = (await ask('/log/keys')).split('\n')
  return { key, answers }
}
