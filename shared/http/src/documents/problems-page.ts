import { sentencesByArea } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { wordsOfFacts } from '@welfare/contracts/problem-sentences/fact-words.ts'
import { issueWords } from '@welfare/contracts/problem-sentences/issues.ts'
import type { ProblemSentence } from '@welfare/contracts/problem-sentences/sentence.ts'

/** No script; the one style stands in the page. */
export const problemsPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const style =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem;text-align:left;vertical-align:top}'

/** Every problem of the API: its code, what it says, and the way out, in both languages; each row can be linked to by its code. */
export function problemsPage(): string {
  const tables = Object.entries(sentencesByArea).map(
    ([area, sentences]) =>
      `<h2>${area}</h2>\n<table><tr><th>code</th><th>English</th><th>中文</th></tr>\n${Object.entries(sentences).map(toRow).join('\n')}\n</table>`,
  )
  return (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n' +
    `<title>Welfare ledger: problems</title>\n<style>${style}</style>\n<h1>Problems and their ways out</h1>\n` +
    '<p>The same as data: <a href="/docs/problems.json">/docs/problems.json</a>. Words: <a href="/docs/words.json">/docs/words.json</a>. The API: <a href="/docs">/docs</a>.</p>\n' +
    `${tables.join('\n')}\n${wordsTable('What may be wrong with a field of a request', issueWords)}\n` +
    `${Object.entries(wordsOfFacts)
      .map(([fact, words]) => wordsTable(`{${fact}}`, words))
      .join('\n')}\n</html>\n`
  )
}

/** Parts of sentences: what stands for a field, a column or a kind in both languages. */
function wordsTable(
  title: string,
  words: Readonly<Record<string, { readonly en: string; readonly zh: string }>>,
): string {
  const rows = Object.entries(words).map(
    ([code, { en, zh }]) =>
      `<tr><td><code>${code}</code></td><td>${escapeHtml(en)}</td><td lang="zh">${escapeHtml(zh)}</td></tr>`,
  )
  return `<h2>${title}</h2>\n<table><tr><th>code</th><th>English</th><th>中文</th></tr>\n${rows.join('\n')}\n</table>`
}

function toRow([code, { en, zh, wayOut }]: [string, ProblemSentence]): string {
  return (
    `<tr id="${code}"><td><code>${code}</code></td><td>${escapeHtml(en)}<br>${escapeHtml(wayOut.en)}</td>` +
    `<td lang="zh">${escapeHtml(zh)}<br>${escapeHtml(wayOut.zh)}</td></tr>`
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
