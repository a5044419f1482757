interface Kit {
  readonly commodity: string
  readonly name: string | null
  readonly planned: number
  readonly delivered: number
  readonly short: number
  readonly handedOut: number
}

/** Goods as they are shown and printed: a kit once, whatever versions of it meet the plan, these beside its name. */
export function kitsInPrint(
  kits: readonly Kit[],
): readonly (Omit<Kit, 'commodity' | 'name'> & { readonly label: string })[] {
  const byKit = new Map<string, Kit[]>()
  for (const kit of kits) {
    const id = kit.commodity.split('@')[0] ?? kit.commodity
    byKit.set(id, [...(byKit.get(id) ?? []), kit])
  }
  return [...byKit.values()].map((all) => {
    const total = (of: 'planned' | 'delivered' | 'short' | 'handedOut') => all.reduce((sum, kit) => sum + kit[of], 0)
    return {
      label: labelOf(all),
      ...{ planned: total('planned'), delivered: total('delivered') },
      ...{ short: total('short'), handedOut: total('handedOut') },
    }
  })
}

function labelOf(all: readonly Kit[]): string {
  const last = all[all.length - 1]
  const versions = all.map(({ commodity }) => commodity.split('@')[1])
  const label = last?.name ?? last?.commodity ?? ''
  return versions.length > 1 ? `${label}（第${versions.join('、')}版）` : label
}
