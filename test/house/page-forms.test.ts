import { expect, test } from 'vitest'
import { sourceFiles } from './source-files.ts'

const PAGES = 'services/portal/pages/'
const pages = sourceFiles.filter(({ path }) => path.startsWith(PAGES) && path.endsWith('.tsx'))
const forms = pages
  .filter(({ text }) => /<Form[\s<>]|<form[\s>]/.test(text))
  .map(({ path }) => path.slice(PAGES.length))
const keeping = pages.filter(({ text }) => text.includes('useDraft')).map(({ path }) => path.slice(PAGES.length))

const SECRET = 'a password or a code, which stays in no browser'
const PERSONAL = 'identity or phone numbers, which stay in no browser'
const ADDRESS = 'filters, which stand in the address'
const CHOICES = 'chosen from what is shown; nothing is written'
const PURPOSE = 'what a recorded read is for, said anew each time'

/** Forms that keep no draft of what is typed, and why. */
const unkept: Readonly<Record<string, string>> = {
  'desk/audit/access-page.tsx': ADDRESS,
  'desk/audit/events-page.tsx': ADDRESS,
  'desk/audit/flow-page.tsx': ADDRESS,
  'desk/cards/choose-cards.tsx': PURPOSE,
  'desk/funds/statement-drawer.tsx': CHOICES,
  'desk/goods/consignments/read-dialog.tsx': PURPOSE,
  'desk/goods/parts/register-person.tsx': PERSONAL,
  'desk/merchants/payee-form.tsx': 'a bank account, which stays in no browser',
  'desk/person/find-person-page.tsx': PERSONAL,
  'desk/person/people-search.tsx': PERSONAL,
  'desk/person/person-header.tsx': PURPOSE,
  'desk/reports/report-page.tsx': ADDRESS,
  'desk/set-up/set-up-page.tsx': SECRET,
  'desk/settlement/payments/payments-page.tsx': ADDRESS,
  'desk/settlement/statements/disputes-page.tsx': ADDRESS,
  'desk/settlement/statements/propose-drawer.tsx': CHOICES,
  'desk/settlement/statements/statement-filters.tsx': ADDRESS,
  'desk/shell/sign-in-form.tsx': SECRET,
  'desk/verify/verify-page.tsx': 'the log’s key, which is kept with the checkpoint that it has verified',
  'public/gift-page.tsx': SECRET,
  'till/day/undo-form.tsx': CHOICES,
  'till/owner/owner-sign-in.tsx': SECRET,
  'till/pairing-page.tsx': SECRET,
  'till/redeem/code-entry.tsx': 'a card’s code, which stays in no browser',
  'till/redeem/meal-form.tsx': 'a guest’s meal, which begins with the card',
}

test('each form keeps what is typed until it was sent, or is named with the reason why not', () => {
  expect(forms.length).toBeGreaterThan(35)
  const silent = forms.filter((path) => !keeping.includes(path) && !(path in unkept))
  expect(silent).toEqual([])
  expect(Object.keys(unkept).filter((path) => !forms.includes(path) || keeping.includes(path))).toEqual([])
})

test('a form that begins with what was typed before says so', () => {
  const begun = pages.filter(({ text }) => /\buseDraft[<(]/.test(text) && !text.includes('function useDraft'))
  expect(begun.length).toBeGreaterThan(15)
  expect(begun.filter(({ text }) => !/<Restored|draft-restored/.test(text)).map(({ path }) => path)).toEqual([])
})

test('what was read stays on the page where it cannot be read again', () => {
  const dropping = pages.filter(({ text }) => /if \(\w*([eE]rror|failed|failure)(\.error)?\) return/.test(text))
  expect(dropping.map(({ path }) => path)).toEqual([])
})
