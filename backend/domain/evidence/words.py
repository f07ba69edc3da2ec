"""The words of pages: what they call their values, and what gives a page's kind away, whoever drew it.

A `_` stands for a blank inside a label. New words go here; nothing else has to change.
"""

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


# By what the value beside the label means here. `paid` is what was really paid, `total` what may be it, `sum` an amount
# that is something else; `when` the moment of payment, `ordered` that of the order, `finished` that of whatever the
# page is about, `other_time` any other.
LABELS: Mapping[str, tuple[str, ...]] = {
    "order": _words(
        "订单编号 订单号码 订单号 订单ID 订单编码 商户单号 商家订单号 商户订单号 商户订单编号 商家单号 "
        "平台订单号 店铺订单号 交易订单号 单号 "
        "Order_No Order_number Order_ID Merchant_order"
    ),
    "transaction": _words(
        "交易单号 交易号 支付宝交易号 微信支付单号 支付单号 支付订单号 支付交易号 支付流水号 交易流水号 "
        "交易流水 流水号 流水编号 银行流水号 电子流水号 凭证号 转账单号 付款单号 业务单号 交易参考号 交易编号 "
        "Transaction_ID Transaction_No Reference_No"
    ),
    "paid": _words(
        "实付款 实付金额 实付总额 实付 实际付款 实际支付金额 实际支付 "
        "实付合计 支付金额 付款金额 支出金额 交易金额 扣款金额 "
        "消费金额 付款总额 已付金额 已付款 支付总额 转账金额 实际金额 Amount_paid Total_paid"
    ),
    "total": _words(
        "订单金额 应付金额 应付总额 应付款 订单总额 订单总价 合计 总计 总额 总金额 需付款 金额 Total Amount"
    ),
    "sum": _words(
        "商品总价 商品金额 商品总额 商品价格 商品单价 原价 单价 价格 售价 标价 面值 面额 优惠金额 优惠券 优惠 "
        "立减 红包 折扣 抵扣 运费 手续费 服务费 账户余额 可用余额 记账余额 活期余额 卡内余额 本次余额 "
        "交易后余额 余额 退款金额 积分 已优惠 共优惠 充值金额 充值面额 到账金额 收入金额 限额 额度 本月账单"
    ),
    "when": _words(
        "支付时间 付款时间 交易时间 消费时间 扣款时间 交易日期 支付日期 付款日期 支付完成时间 付款成功时间 "
        "转账时间 成交时间 时间 日期 Payment_time Paid_at"
    ),
    "ordered": _words(
        "下单时间 创建时间 订单时间 下单日期 订单创建时间 购买时间 订购时间 提交时间 "
        "订单提交时间 交易创建时间 充值时间 订单日期 购买日期 Order_time Created_at"
    ),
    "finished": _words(
        "完成时间 交易完成时间 订单完成时间 支付成功时间 交易成功时间 Completed_at"
    ),
    "other_time": _words(
        "发货时间 到账时间 收货时间 确认时间 取消时间 退款时间 有效期至 有效期 到期时间 到期日 "
        "失效时间 过期时间 激活时间 打印时间 查询时间 入账时间 记账日期 出具日期 报告日期 检测日期 更新时间 "
        "反馈时间 申请时间 生效时间 截止时间 查询区间 起止日期 关闭时间 发生时间 检测时间 送检日期 "
        "开具日期 打印日期"
    ),
    "account": _words(
        "充值账号 充值帐号 充值账户 充值号码 充值手机号 充值手机 充值对象 游戏账号 游戏帐号 手机号码 手机号 "
        "QQ号码 QQ号 到账账号 绑定账号 角色ID 游戏ID 玩家ID 会员账号 开通账号"
    ),
    "secret": _words(
        "卡密 密码 兑换码 激活码 充值密码 卡券密码 CDKEY CDK 礼包码 验证码"
    ),
    "card": _words(
        "卡号 充值卡号 卡券号 卡券编号 序列号 点卡卡号 礼品卡号"
    ),
    "other": _words(
        "商品名称 商品说明 商品信息 商品 商户全称 商户名称 收单机构 支付方式 付款方式 支付渠道 发货方式 "
        "配送方式 订单状态 当前状态 交易状态 交易类型 交易渠道 交易账户 交易卡号 对方户名 对方账户 对方账号 "
        "对方 收款方 收款人 付款方 付款人 付款账户 付款账号 收款账户 收款账号 付款卡号 银行卡号 摘要 备注 附言 "
        "数量 购买数量 账单分类 标签和备注 计入收支 账单服务 店铺 商家 卖家 买家 类型 状态 用途 客户名称 户名 "
        "币种 开户行 错误码 错误代码 报告编号 样品名称 委托单位 区服 所在区服 充值区服 订单类型 退款单号 "
        "错误信息 商品数量 订单来源 清算日期"
    ),
}


def _weights(**words: str) -> dict[str, int]:
    """`_3="账单详情"`: the word weighs three."""
    return {word: int(weight[1:]) for weight, text in words.items() for word in _words(text)}


# How much a word speaks for a shop's order page, wherever it stands. What several kinds say (支付方式, 客服) weighs
# nothing.
SHOP = _weights(
    _3="订单详情 我的订单 Order_details",
    _2=(
        "订单编号 订单信息 订单状态 下单时间 订单时间 实付款 实付金额 商品总价 商品总额 发货方式 充值账号 "
        "充值号码 充值手机 再次购买 再来一单 申请售后 确认收货 待发货 待收货 查看物流 交易快照 待充值 删除订单 "
        "催发货 联系卖家 查看卡密 Order_number Order_No"
    ),
    _1=(
        "创建时间 实付 商品金额 发货时间 购买数量 申请退款 已发货 订单号 充值中 付款时间 自动发货 购买时间 "
        "订单金额"
    ),
)

# The same for what a wallet or a bank shows of a payment.
BANK = _weights(
    _3=(
        "账单详情 收单机构 商户全称 对方户名 记账余额 计入收支 交易明细 交易详情 交易流水 收支明细 活期余额 "
        "电子回单 账单分类 消费人民币 支付凭证 付款凭证 动账 交易后余额"
    ),
    _2=(
        "账单 交易单号 商户单号 对方账户 流水号 可用余额 交易类型 交易渠道 支出 储蓄卡 信用卡 尾号 回单 银行 "
        "借方 贷方 摘要 交易地点 借记卡 交易账户 交易卡号 本次余额 Transaction_ID Reference_No"
    ),
    _1=(
        "商家订单号 当前状态 支付成功 交易成功 交易时间 扣款 收款方 付款方式 转账 零钱 付款人 收款人 余额宝 "
        "交易金额 快捷支付 入账 账户余额 Payment_method Merchant_order"
    ),
)
