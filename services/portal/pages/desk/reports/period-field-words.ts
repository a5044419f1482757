/** Of months that are closed. */
export const periodFieldWords = {
  firstOpenDay: '第一个未结账日',
  root: '校验根',
  writers: '记账服务',
  parts: '共几部分',
} as const
