interface Gap {
  readonly site: string
  readonly late: boolean
  readonly dueOn: string
}

/** Sites with a gap on top: what is late first, then what is due first; the others as they were registered. */
export function gapsFirst<Site extends { readonly id: string }, SiteGap extends Gap>(
  sites: readonly Site[],
  gaps: readonly SiteGap[],
): (Site & { readonly gap: SiteGap | undefined })[] {
  const ordered = [...gaps].sort((a, b) => rankOf(a, b))
  const rows = sites.map((site) => ({ ...site, gap: ordered.find((gap) => gap.site === site.id) }))
  const withGap = rows.filter(({ gap }) => gap !== undefined)
  const placeOf = ({ gap }: { readonly gap: SiteGap | undefined }) => (gap ? ordered.indexOf(gap) : ordered.length)
  return [...withGap.sort((a, b) => placeOf(a) - placeOf(b)), ...rows.filter(({ gap }) => gap === undefined)]
}

function rankOf(a: Gap, b: Gap): number {
  if (a.late !== b.late) return a.late ? -1 : 1
  if (a.dueOn === b.dueOn) return 0
  return a.dueOn < b.dueOn ? -1 : 1
}
