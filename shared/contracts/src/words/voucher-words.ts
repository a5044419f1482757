import { word } from './word.ts'

/** Vouchers. */
export const voucherWords = {
  batch: word('batch', '发放批次', 'one issuance order'),
  job: word('job', '任务', 'one long task: an import, an issuance'),
  wallet: word('wallet', '个人额度账户', 'one worker in one programme'),
  credit: word('credit', '额度', 'an amount with a window in a wallet'),
  voucher: word('voucher', '餐补卡', 'the card with the code that opens a wallet'),
  serial: word('serial', '卡片序号', "the card's number; its code (卡号) is made of it"),
  redemption: word('redemption', '核销', 'a meal paid by credit'),
  draw: word('draw', '扣减', 'what one redemption takes from one credit'),
  ownShare: word('own share', '自付', 'what the worker pays beside the credit'),
  discount: word('discount', '优惠', 'list price less agreed price'),
  reversal: word(
    'reversal',
    '撤销',
    'a redemption taken back: by the till within hours, by the union on any later day',
  ),
  expiry: word('expiry', '过期', "a credit's end after its window and the days for late entry"),
  withdrawal: word('withdrawal', '收回', "a credit's end because its voucher was voided or its programme closed"),
  voidReplacement: word('void, replacement', '作废、补卡', "a voucher's end; a new card for a lost one"),
  lateEntry: word('late entry', '补录', 'entered later than it happened: a role, a reason, a limit'),
} as const
