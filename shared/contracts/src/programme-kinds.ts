/** What a programme may be for. Data: a kind is added here, none is ever renamed. */
export const programmeKinds = {
  'festival-meal': { chinese: '节日餐补', english: 'meals around festivals', also: ['holiday-meal', 'meal-subsidy'] },
  breakfast: { chinese: '爱心早餐', english: 'breakfasts', also: ['love-breakfast'] },
  'daily-meal': { chinese: '工作餐补', english: 'meals on working days', also: ['lunch', 'work-meal', 'canteen'] },
  cooling: {
    chinese: '送清凉',
    english: 'cooling kits in summer',
    also: ['cool-summer', 'summer-cooling', 'heat-relief'],
  },
  warmth: { chinese: '送温暖', english: 'help in winter', also: ['winter-warmth', 'warm-winter'] },
  'festival-goods': {
    chinese: '节日慰问品',
    english: 'gifts for festivals',
    also: ['holiday-goods', 'condolence-goods'],
  },
  'hardship-grant': { chinese: '困难帮扶', english: 'grants in hardship', also: ['hardship', 'hardship-relief'] },
  'medical-aid': { chinese: '医疗救助', english: 'help with medical costs', also: ['medical', 'medical-help'] },
  schooling: { chinese: '金秋助学', english: 'help with school fees', also: ['study-aid', 'school-fees'] },
  'health-check': { chinese: '健康体检', english: 'health checks', also: ['checkup', 'health-checkup'] },
  recuperation: { chinese: '疗休养', english: 'recuperation', also: ['sanatorium'] },
  award: { chinese: '创新奖励', english: 'awards', also: ['innovation-award'] },
  training: { chinese: '技能培训', english: 'training', also: ['skills-training'] },
  'labour-protection': { chinese: '劳动保护', english: 'protection at work', also: ['labor-protection', 'safety'] },
  'rest-station': { chinese: '驿站服务', english: 'stations for outdoor workers', also: ['union-station', 'station'] },
} as const satisfies Record<
  string,
  { readonly chinese: string; readonly english: string; readonly also: readonly string[] }
>
export type ProgrammeKind = keyof typeof programmeKinds

const known = new Map<string, ProgrammeKind>(
  (Object.keys(programmeKinds) as ProgrammeKind[]).flatMap((kind) =>
    [kind, ...programmeKinds[kind].also].map((spelling) => [spelling, kind] as const),
  ),
)

export function isListedKind(kind: string): kind is ProgrammeKind {
  return kind in programmeKinds
}

/** The kind of the list that another spelling means: books of before the list keep theirs. Undefined where nothing is known of it. */
export function listedKindOf(kind: string): ProgrammeKind | undefined {
  return known.get(kind) ?? known.get(kind.replace(/s$/, ''))
}

/** Two spellings of one kind are one kind. */
export function isSameKind(one: string, other: string): boolean {
  return one === other || (listedKindOf(one) !== undefined && listedKindOf(one) === listedKindOf(other))
}

/** What is told to somebody who named a kind that the list does not have. */
export function unknownKind(kind: string): {
  readonly kind: string
  readonly sameAs?: string
  readonly kinds: string[]
} {
  const sameAs = listedKindOf(kind)
  return { kind, ...(sameAs !== undefined && { sameAs }), kinds: Object.keys(programmeKinds) }
}

const goodsKinds: readonly ProgrammeKind[] = [
  ...(['cooling', 'warmth', 'festival-goods', 'schooling', 'award', 'labour-protection', 'rest-station'] as const),
  ...(['hardship-grant', 'medical-aid'] as const),
]

/** Whether programmes of the kind hand out goods; of a kind that the list does not know nobody can say that they do not. */
export function isGoodsKind(kind: string): boolean {
  const listed = listedKindOf(kind)
  return listed === undefined || goodsKinds.includes(listed)
}
