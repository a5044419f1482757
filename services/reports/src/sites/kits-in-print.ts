import type { CoverageCounts } from '../people/coverage.contract.ts'

type Kit = CoverageCounts['kits'][number]

/** Goods as they are printed: a kit once, whatever versions of it meet the plan, these beside its name. */
export function kitsInPrint(
  kits: readonly Kit[],
): readonly (Omit<Kit, 'commodity' | 'name'> & { readonly label: string })[] {
  const byKit = Map.groupBy(kits, ({ commodity }) => commodity.split('@')[0] ?? commodity)
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
  const last = all.at(-1)
  const versions = all.map(({ commodity }) => commodity.split('@')[1])
  const label = last?.name ?? last?.commodity ?? ''
  return versions.length > 1 ? `${label}（第${versions.join('、')}版）` : label
}
