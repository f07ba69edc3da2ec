"""What a channel says reaches people in Chinese, its code beside it for whoever has to name it there."""

import pytest

from backend.domain.wording import FAILURES, failure_words
from backend.gateways import alipay, wechat
from backend.service.payouts import CHARGED_BACK

KINDS = {"refused", "abnormal", "closed", "reversed", "not_found", CHARGED_BACK}


def test_every_refusal_and_every_kind_of_answer_has_its_words() -> None:
    assert set(FAILURES) == wechat.REFUSALS | alipay.REFUSALS | KINDS


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("bank: abnormal", "收款账户异常，退不回原来的账户"),
        ("reversed", "到账后又被银行退回"),
        ("403 NOT_ENOUGH 基本账户余额不足", "商户余额不足（NOT_ENOUGH）：基本账户余额不足"),
        ("ACQ.TRADE_NOT_EXIST ACQ.TRADE_NOT_EXIST", "渠道没有这笔交易（ACQ.TRADE_NOT_EXIST）"),
        ("409 SOMETHING_NEW 请稍后再试", "409 SOMETHING_NEW 请稍后再试"),
        ("SOMETHING_NEW", "渠道返回：SOMETHING_NEW"),
    ],
)
def test_what_finance_reads(said: str, shown: str) -> None:
    assert failure_words(said) == shown
