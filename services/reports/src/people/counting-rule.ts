/** Said under coverage tables. */
export const countingRule = {
  people:
    '每人在一个项目中只计一次；变动单位的职工在其享受时所在的各单位分别计入，合计只计一次。用餐按人次计。核定为冻结名单时的人数，变动后为加入、离开以后的人数；覆盖率只计各自名单内已享受的人员。',
  sites:
    '同一点位在多份核定名单中只计一个点位，人数取其中最大者；各次人数相加为人次。计划点位=已送达+在途逾期+未到期+未送达。',
  peopleEnglish:
    'Everybody counts once in a programme; who moved counts where they were in each window, and once in the total. Each meal is a visit. Eligible is the plan as frozen, amended the same with who joined and left since; coverage is who of each was reached.',
  sitesEnglish:
    'A site on several lists is one site with its largest head-count; visits are the heads of all lists. Planned = delivered + late in transit + not yet due + never visited.',
} as const
