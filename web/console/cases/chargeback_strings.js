// Sentences of a chargeback.

export const CHARGEBACK = {
  title: "银行拒付",
  transaction: "交易单号",
  reported: "接到通知",
  ended: "结束",
  note: "说明",
  refunds: "这笔订单的退款申请",
  noRefunds: "没有退款申请",
  frozen: { open: "订单已冻结，暂不退款", lifted: "订单已解冻", lost: "订单不再退款" },
};
