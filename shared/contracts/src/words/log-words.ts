import { word } from './word.ts'

/** The transparency log. */
export const logWords = {
  leaf: word('leaf', '叶子', "the hash of one event's canonical bytes"),
  verifierKey: word('verifier key', '验证公钥', 'what a signature is checked by; public'),
  diverged: word('diverged', '不一致', 'what is stored is not what was signed'),
} as const
