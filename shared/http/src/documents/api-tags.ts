/** What the API is divided into, in the order in which a union comes to need it. */
export const apiTags: readonly { readonly name: string; readonly description: string }[] = [
  {
    name: 'accounts',
    description: 'Who may sign in, what each may do and where: accounts, sessions, tokens, phones, limits.',
  },
  { name: 'unions', description: 'Unions, each with its division.' },
  { name: 'employers', description: 'Employers of the people on a roster.' },
  {
    name: 'workers',
    description:
      'People: found, corrected, merged, restricted, erased. Names are masked unless revealed, and reads by name are recorded.',
  },
  { name: 'sites', description: 'Places that goods are brought to.' },
  { name: 'merchants', description: 'Merchants that take meal credits, and their price lists.' },
  { name: 'programmes', description: 'What money and goods are for: rules, windows, merchants, rounds, the end.' },
  { name: 'rosters', description: 'Who takes part: a spreadsheet, previewed and imported.' },
  {
    name: 'funds',
    description: 'Money in: funds, donations, refunds, allocations to programmes, and their corrections.',
  },
  { name: 'vouchers', description: 'Credits issued to a round, cards, and meals at the till.' },
  {
    name: 'settlement',
    description: 'What merchants are owed and paid: statements, payees, payments, what comes back.',
  },
  { name: 'periods', description: 'Months and years of the books: what is closed, and by whom.' },
  { name: 'deliveries', description: 'Goods: kinds and kits, depots and lots, consignments to sites, hand-outs.' },
  { name: 'proposals', description: 'Acts above a limit, which wait for a second person.' },
  { name: 'reports', description: 'Budget, coverage, gaps, journal, findings, as of any moment.' },
  { name: 'printouts', description: 'Reports and lists as A4 pages and spreadsheets.' },
  { name: 'transparency-log', description: 'The signed Merkle tree over every event, and its proofs.' },
  { name: 'jobs', description: 'Long tasks, and how far they are.' },
  { name: 'operation', description: 'How the ledger is, and backups.' },
]

/** Where a tag stands in that order; those that are not listed come last, by name. */
export function compareTags(a: string, b: string): number {
  const place = (name: string) => {
    const index = apiTags.findIndex((tag) => tag.name === name)
    return index < 0 ? apiTags.length : index
  }
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0)
}

export function toTag(name: string): { readonly name: string; readonly description?: string } {
  return apiTags.find((tag) => tag.name === name) ?? { name }
}

export const apiDescription = `Money is in integer fen (1/100 yuan), days are calendar days in Asia/Shanghai, times RFC 3339.

**Writing.** Every write takes an \`Idempotency-Key\`: the same request sent again under its key is answered as the first time. A change of one thing takes \`If-Match\` with the version that it is meant for, from \`ETag\`. What exceeds a limit answers 202 and waits for a second person under \`/v1/proposals\`.

**Reading.** Lists are paged by \`cursor\`. Reports answer as of any moment: \`at\` is what was known then, \`effective\` how it happened, and every answer names the sequence that it reflects. A write's \`Welfare-Position\` given as \`after\` makes an answer wait until it reflects that write.

**Refusals** are RFC 9457 problems. Programs go by \`code\`; \`detail\` says the way out, in English or Chinese by \`Accept-Language\`. All of them: /docs/problems. All words: /docs/words.json.`
