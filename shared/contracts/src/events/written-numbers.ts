/** What an account may be called. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/
/** A bank account as it is written: digits, perhaps in groups. */
export const BANK_ACCOUNT = /^\d(?:[ -]?\d){7,31}$/
/** 发票号码 of an e-invoice, twenty digits; of an older one its code 发票代码 and its number. */
export const INVOICE_NUMBER = /^[0-9A-Z]{8,20}$/
