/** Fields of orders of goods, as the event's drawer says them. */
export const purchaseFieldWords = {
  purchase: '采购订单',
  deliverBy: '要求到货日期',
  orderedOn: '下单日期',
  orderedBy: '下单人',
  unitPriceFen: '单价',
  order: '对应订单',
  extendedOn: '追加日期',
  extendedBy: '追加人',
  invoice: '第几张发票',
}
