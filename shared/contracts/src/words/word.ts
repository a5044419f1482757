/** A word of the field in both tongues: one word, one meaning, in code, API, command line, pages and printouts alike. */
export interface Word {
  readonly english: string
  readonly chinese: string
  /** In English. */
  readonly meaning: string
}

export function word(english: string, chinese: string, meaning: string): Word {
  return { english, chinese, meaning }
}

/** What stands over a column: a figure as it is called in both tongues. */
export type Heading = Pick<Word, 'english' | 'chinese'>

export function heading(english: string, chinese: string): Heading {
  return { english, chinese }
}
