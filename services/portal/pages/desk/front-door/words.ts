import { createWords } from '../../common/words.ts'

export const say = createWords('front-door', {
  zh: {
    name: '职工服务物资台账',
    what: '工会帮扶资金与物资的发放台账：从捐赠到每一餐、每一件物资，笔笔可查，账账可验。',
    desk: '工会与审计',
    deskWhat: '发放餐补、登记配送、审批、查账。',
    enterDesk: '进入工作台',
    till: '商户收银',
    tillWhat: '在手机上核销餐补卡。',
    enterTill: '打开收银页',
  },
  en: {
    name: 'Welfare ledger',
    what: 'Where trade-union money and goods go: from the gift to every meal and every kit, each step recorded and provable.',
    desk: 'Union and audit',
    deskWhat: 'Issue credits, record deliveries, approve, query.',
    enterDesk: 'Open the desk',
    till: 'Merchant’s till',
    tillWhat: 'Redeem meal cards on a phone.',
    enterTill: 'Open the till',
  },
})
