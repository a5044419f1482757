/** What happened, and why; and the way out. `{fact}` stands for a fact of the refusal; what stands in `[…]` is left out where a fact in it is missing. */
export interface ProblemSentence {
  readonly en: string
  readonly zh: string
  readonly wayOut: { readonly en: string; readonly zh: string }
}

export type SentenceTable = Readonly<Record<string, ProblemSentence>>

export function sentence(en: string, wayOutEn: string, zh: string, wayOutZh: string): ProblemSentence {
  return { en, zh, wayOut: { en: wayOutEn, zh: wayOutZh } }
}
