/**
 * The demonstration's scenario: three welfare programmes of the summer of 2025 as one page of a workers' newspaper tells them.
 * What the source says is marked `source`; everything else is made up so that the programme can run: names of people, shops and
 * enterprises, head-counts, prices, the split between festivals and funders. Identity numbers use the division prefix 990001,
 * which does not exist.
 */

export const scenarioName = 'summer-2025'
/** Asia/Shanghai. */
export const scenarioStart = '2025-06-03T09:00:00+08:00'
export const scenarioEnd = '2025-10-15T18:00:00+08:00'

/** source: who runs the programmes. */
export const unions = [
  { division: '632700', name: '玉树州总工会' },
  { division: '632701', name: '玉树市总工会' },
  { division: '632722', name: '杂多县总工会' },
  { division: '632723', name: '称多县总工会' },
  { division: '632724', name: '治多县总工会' },
  { division: '632725', name: '囊谦县总工会' },
  { division: '632726', name: '曲麻莱县总工会' },
  { division: '130300', name: '秦皇岛市总工会' },
  { division: '130302', name: '海港区总工会' },
  { division: '130303', name: '山海关区总工会' },
  { division: '130306', name: '抚宁区总工会' },
] as const

/** Made up: above this, allocations and issuances in Yushu wait for a second person. */
export const approvalLimit = {
  division: '632701',
  limits: { allocation: { perAct: 10_000_000 }, issuance: { perAct: 10_000_000 } },
} as const

export const festivalMeals = {
  /** source: 200,000 yuan from Beijing's assistance funds, for Yushu's sanitation workers. */
  fund: {
    name: '北京市总工会帮扶资金',
    division: '632701',
    funder: { name: '北京市总工会', kind: 'union' },
    restriction: { purposes: ['festival-meal'], divisions: ['632701'], from: '2025-06-01', until: '2025-12-31' },
    relation: 'peer',
  },
  donation: {
    amountFen: 20_000_000,
    receiptNumber: 'BJ-2025-0001',
    donor: { kind: 'organisation', name: '北京市总工会' },
  },
  programme: {
    name: '2025年玉树市环卫工人节日餐补',
    kind: 'festival-meal',
    division: '632701',
    plan: 'people',
    year: 2025,
    rules: {
      // source: three festivals, 400 yuan each worker; the split and the days are made up.
      windows: [
        { window: 'horse-racing', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 },
        { window: 'national-day', name: '国庆节', from: '2025-10-01', until: '2025-10-03', creditFen: 12_000 },
        { window: 'mid-autumn', name: '中秋节', from: '2025-10-04', until: '2025-10-08', creditFen: 12_000 },
      ],
      quota: { redemptionsPerDay: 3 },
      lateEntryDays: 3,
      sharing: 'in-proportion',
    },
  },
  /** source: 500 sanitation workers in street sweeping and refuse transport. Made up: how they divide. */
  employers: [
    { name: '玉树市虚构环卫清扫公司', trade: '街道清扫', workers: 380 },
    { name: '玉树市虚构垃圾清运队', trade: '垃圾清运', workers: 120 },
  ],
  /** Made up: how soon one guest follows another over all shops, and the evening on which a crowd came at once: the findings show it. */
  guestEveryS: 12,
  rush: { day: '2025-10-01', hour: 18 },
  /** source: restaurants give a discount on these four dishes. Shops and prices are made up. */
  merchants: [
    '高原饺子馆(虚构)',
    '三江馄饨店(虚构)',
    '格桑面片馆(虚构)',
    '雪域肉汤店(虚构)',
    '结古小吃(虚构)',
    '巴塘饭庄(虚构)',
  ],
  dishes: [
    { code: 'dumplings', name: '饺子', listPriceFen: 2_800, agreedPriceFen: 2_400 },
    { code: 'wonton', name: '馄饨', listPriceFen: 2_000, agreedPriceFen: 1_700 },
    { code: 'noodle-pieces', name: '面片', listPriceFen: 2_200, agreedPriceFen: 1_900 },
    { code: 'meat-soup', name: '肉汤', listPriceFen: 3_600, agreedPriceFen: 3_000 },
  ],
  /** Made up: how many of the 500 go out to eat, by festival. */
  turnout: { 'horse-racing': 0.92, 'national-day': 0.74, 'mid-autumn': 0.81 },
} as const

/** Government, union and enterprise give 60, 30 and 10 of 100. 26 mornings at 10.00 a month: the worker adds 1.00 to each, the merchant gives 2.00 off. */
const inProportion = {
  tenths: [6, 3, 1],
  eachDayFen: 1_000,
  monthlyCreditFen: 26_000,
  ownShareFen: 100,
  breakfast: { code: 'breakfast', name: '爱心早餐', listPriceFen: 1_300, agreedPriceFen: 1_100 },
} as const

/** 6.00 a day, valid on that day: of each meal the county and the union pay half, up to 3.00 each, and the worker what is above. */
const byHalves = {
  tenths: [5, 5, 0],
  eachDayFen: 600,
  halvesUpToFen: 300,
  breakfast: { code: 'breakfast', name: '爱心早餐', listPriceFen: 800, agreedPriceFen: 700 },
} as const

/** source: 1,432,600 yuan over the year, government backstop and market co-operation; five counties. Made up: split, heads, prices. */
export const breakfasts = {
  /** Made up. */
  guestEveryS: 20,
  funds: [
    {
      name: '玉树州政府兜底资金',
      division: '632700',
      funder: { name: '玉树州人民政府', kind: 'government' },
      relation: 'government',
      donations: [
        {
          // Its share of 曲麻莱县 that county's treasury pays itself.
          amountFen: 74_616_000,
          receiptNumber: 'ZF-2025-017',
          donor: { kind: 'organisation', name: '玉树州财政局' },
        },
      ],
    },
    {
      name: '玉树州总工会爱心早餐专项',
      division: '632700',
      funder: { name: '玉树州总工会', kind: 'union' },
      relation: 'own',
      donations: [
        {
          amountFen: 46_758_000,
          receiptNumber: 'GH-2025-032',
          donor: { kind: 'organisation', name: '玉树州总工会' },
        },
      ],
    },
    {
      name: '三江源企业爱心基金(虚构)',
      division: '632700',
      funder: { name: '三江源企业爱心基金(虚构)', kind: 'enterprise' },
      relation: 'enterprise',
      donations: [
        // A small one first: its money is used up within the summer, and meals go on from the second.
        {
          amountFen: 200_000,
          receiptNumber: 'QY-2025-007',
          donor: { kind: 'organisation', name: '结古商户联谊会(虚构)' },
        },
        {
          amountFen: 12_236_000,
          receiptNumber: 'QY-2025-008',
          donor: { kind: 'organisation', name: '三江源企业联合会(虚构)' },
        },
      ],
    },
  ],
  counties: [
    { ...inProportion, division: '632722', name: '杂多县', workers: 64, allocatedFen: 30_620_000, isPaidByHand: false },
    { ...inProportion, division: '632723', name: '称多县', workers: 66, allocatedFen: 31_580_000, isPaidByHand: false },
    { ...inProportion, division: '632724', name: '治多县', workers: 48, allocatedFen: 22_960_000, isPaidByHand: false },
    { ...inProportion, division: '632725', name: '囊谦县', workers: 82, allocatedFen: 39_200_000, isPaidByHand: true },
    {
      ...byHalves,
      ...{ division: '632726', name: '曲麻莱县', workers: 40, allocatedFen: 18_900_000, isPaidByHand: true },
      treasury: { name: '曲麻莱县国库支付中心', noticeNumber: '曲财额〔2025〕6号' },
    },
  ],
  months: ['2025-06', '2025-07', '2025-08', '2025-09', '2025-10'],
  /** Mornings of each month that the demonstration plays: enough to see, few enough to wait for. */
  mornings: ['05', '12', '19', '26'],
  turnout: 0.7,
  /** Made up: one worker in so many never comes for breakfast. */
  oneInStaysAway: 16,
} as const

/** Made up, like everything about settlement: what is eaten until a day is proposed, approved and sent, and paid. */
export const settlementRuns = {
  breakfasts: [
    { until: '2025-06-30', days: ['2025-07-04', '2025-07-07', '2025-07-08'] },
    { until: '2025-07-31', days: ['2025-08-04', '2025-08-05', '2025-08-06'] },
    { until: '2025-08-31', days: ['2025-09-04', '2025-09-05', '2025-09-08'] },
    { until: '2025-09-30', days: ['2025-10-09', '2025-10-10', '2025-10-11'] },
  ],
  festivalMeals: [
    { until: '2025-07-31', days: ['2025-08-04', '2025-08-05', '2025-08-06'] },
    { until: '2025-10-08', days: ['2025-10-13', '2025-10-14', '2025-10-15'] },
  ],
} as const

/** Made up: what the bank of the first county says of June and July, and the interest on it that nobody has entered yet. */
export const bankStatement = {
  at: '2025-08-01T11:00:00+08:00',
  from: '2025-06-01',
  until: '2025-07-31',
  interest: { day: '2025-06-21', amountFen: 1_234 },
} as const

export const dispute = {
  at: '2025-08-04T15:00:00+08:00',
  mealOn: '2025-07-26',
  reason: '用餐记录与小票对不上,先不付,待核对',
  endedAt: '2025-08-20T15:00:00+08:00',
  finding: '小票已找到,金额无误',
} as const

export const takenBack = {
  at: '2025-07-15T15:00:00+08:00',
  mealOn: '2025-06-26',
  reason: '与签到单核对,此人当日未用餐,红字冲回',
  document: { kind: 'list', number: 'QD-20250626' },
} as const

export const failedPayment = {
  reference: 'ZF-20250630-632723-2',
  reason: '账号与户名不符',
  rightAccount: '0000990001632723012',
} as const

/** source: 38 work units in Haigang, 8 enterprises in Shanhaiguan, Funing's paper mills; over 10,000 kits, which differ by trade. */
export const cooling = {
  programme: {
    name: '2025年秦皇岛夏送清凉',
    kind: 'cooling',
    division: '130300',
    plan: 'sites',
    year: 2025,
    rules: { windows: [], quota: {}, lateEntryDays: 7, sharing: 'in-proportion' },
  },
  items: [
    { key: 'water', name: '矿泉水', unit: '瓶' },
    { key: 'towel', name: '毛巾', unit: '条' },
    { key: 'medicine', name: '防暑药箱', unit: '个' },
    { key: 'fan', name: '挂脖风扇', unit: '台' },
    { key: 'tea', name: '绿豆汤料', unit: '包' },
  ],
  kits: [
    { key: 'outdoor', name: '户外劳动者清凉礼包', trade: '快递环卫', components: { water: 4, towel: 1, tea: 2 } },
    { key: 'fan', name: '挂脖风扇礼包', trade: '旅游风电', components: { fan: 1, towel: 1, water: 2 } },
    { key: 'mill', name: '造纸车间防暑礼包', trade: '造纸', components: { water: 6, medicine: 1 } },
  ],
  districts: [
    {
      division: '130302',
      name: '海港区',
      sites: 38,
      kit: 'outdoor',
      heads: 214,
      trades: ['快递', '环卫', '外卖', '建筑'],
    },
    { division: '130303', name: '山海关区', sites: 8, kit: 'fan', heads: 161, trades: ['旅游', '风电'] },
    { division: '130306', name: '抚宁区', sites: 6, kit: 'mill', heads: 192, trades: ['造纸'] },
  ],
  /** source: the two enterprises that the page names. */
  namedSites: { '130303': ['乐岛海洋公园', '海上风电项目部'] },
  plannedOn: '2025-07-07',
  dueOn: '2025-07-18',
} as const

export const familyNames = [
  '才',
  '扎',
  '尕',
  '李',
  '王',
  '张',
  '马',
  '仁',
  '桑',
  '白',
  '索',
  '久',
  '拉',
  '俄',
  '曾',
  '欧阳',
] as const
export const givenNames = [
  '虚一',
  '虚二',
  '虚三',
  '虚四',
  '拟甲',
  '拟乙',
  '拟丙',
  '拟丁',
  '示春',
  '示夏',
  '示秋',
  '示冬',
  '例东',
  '例南',
  '例西',
  '例北',
] as const
