import { createWords } from '../common/words.ts'

export const say = createWords('public', {
  zh: {
    reading: '正在读取…',
    nothingHere: '这里没有公开页，请核对网址。',
    checkpoint: '最新的签名检查点含 {{size}} 条记录，最后一条记于{{through}}，任何人都可以核对：',
    note: '检查点原文',
    and: '、',
    keys: '验证公钥',
  },
  en: {
    reading: 'Reading…',
    nothingHere: 'There is no public page here: check the address.',
    checkpoint: 'The newest signed checkpoint holds {{size}} records, the last of {{through}}; anybody can check it:',
    note: 'checkpoint',
    and: ', ',
    keys: 'public keys',
  },
})
