import { createWords } from '../../../common/words.ts'

export const say = createWords('bank-closing', {
  zh: {
    close: '登记销户',
    closeWhat:
      '账户在银行销户后登记，由另一人审批。销户后不能再收款、付款或转入，原有记录、对账单和调节表照常查看和打印。',
    closed: '银行账户已销户。',
    closedOn: '已于 {{day}} 销户',
    showClosed: '显示已销户的账户（{{count}}）',
    inTheWay: '还不能销户，请先办完：',
    balance: '账上还有 {{amount}}，请先转到其他账户。',
    payments: '有 {{count}} 笔从这个账户付款的付款单没有办完。',
    transfers: '有 {{count}} 笔转入或转出的转账还在途。',
    openLines: '银行对账单有 {{count}} 行没有对上。',
    month: '{{month}} 及以后还没有余额为零并经复核的银行存款余额调节表。',
    last: '这是本工会最后一个账户，还有 {{count}} 张已审批的结算单没有付款。销户后须先登记新账户才能付款。',
  },
  en: {
    close: 'Close the account',
    closeWhat:
      'Once the bank has closed it; another person approves. Nothing comes to it, leaves it or is sent to it any more; what was recorded stays to be read and printed.',
    closed: 'The account is closed.',
    closedOn: 'closed on {{day}}',
    showClosed: 'Show closed accounts ({{count}})',
    inTheWay: 'It cannot be closed before this is at its end:',
    balance: '{{amount}} lie there; transfer them to another account.',
    payments: '{{count}} payments from it are under way.',
    transfers: '{{count}} transfers to it or from it are in transit.',
    openLines: '{{count}} lines of the bank’s statements are in no match.',
    month: 'Neither {{month}} nor a later month is reconciled to zero by two persons.',
    last: 'It is the last account of this union, and {{count}} approved statements are not paid. Another account has to be registered before they can be.',
  },
})
