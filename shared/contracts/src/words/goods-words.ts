import { word } from './word.ts'

/** Goods. */
export const goodsWords = {
  item: word('item', '物品', 'one kind of goods, counted in its unit'),
  kitKitVersion: word(
    'kit, kit version',
    '清凉包等套装、版本',
    'a composition of items; a packed kit keeps the version it was packed in',
  ),
  lot: word('lot', '批号', 'what one receipt or one packing brought in: source, expiry date'),
  depot: word('depot', '仓库', 'where stock lies'),
  consignment: word('consignment', '配送单', 'goods sent as one unit to a site'),
  proofOfDelivery: word('proof of delivery', '签收', 'who received what, and what was short'),
  shortfall: word('shortfall', '短少', 'sent and not received, with its reason'),
  handOut: word('hand-out', '发放到人', 'goods leave the site with a worker'),
  attachment: word(
    'attachment',
    '附件',
    'a photo or scan of the signed sheet; its hash stands in the events, its content under a key of its own',
  ),
  conversion: word('conversion', '组装', 'components become kits'),
} as const
