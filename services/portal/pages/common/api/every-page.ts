interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string | null | undefined
}

/** A list to its end, for what an office has some hundreds of. */
export async function everyPage<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}
