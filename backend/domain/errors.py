"""Every refusal the product can give, as one exception tree.

Refusal
├── Invalid          422 invalid          the body has the wrong shape
├── Unauthenticated  401 unauthenticated  no token, a wrong one, or another door's
├── Forbidden        403 forbidden        this role may not do it
├── NotFound         404 not_found        missing, or somebody else's
├── NotAllowed       409 not_allowed      state or guard says no; names the rule ids
├── Ineligible       409 ineligible       the order or claim cannot be refunded (kept as a refund)
├── Conflict         409 conflict         the same command id with another body
├── TooLarge         413, Unsupported 415 files
└── TooMany          429 too_many         with the seconds to wait

A refusal writes nothing, except the audit row of the attempt. `detail` is Chinese and fit for showing.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):
    status = 409
    code = "not_allowed"
    detail = "这一步现在办不了。"

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        **extra: Any,
    ) -> None:
        self.detail = detail or type(self).detail
        self.code = code or type(self).code
        self.errors = [dict(error) for error in errors]
        self.extra = extra
        super().__init__(f"{self.code}: {self.detail}")


class Invalid(Refusal):
    status = 422
    code = "invalid"
    detail = "提交的内容格式不对，请检查后再试。"


class Unauthenticated(Refusal):
    status = 401
    code = "unauthenticated"
    detail = "登录已过期，请重新登录。"


class Forbidden(Refusal):
    status = 403
    code = "forbidden"
    detail = "您的岗位没有这项权限。"


class NotFound(Refusal):
    status = 404
    code = "not_found"
    detail = "没有找到。"


class NotAllowed(Refusal):
    """`rule_ids` in `extra` names the rules behind the refusal."""


class Ineligible(Refusal):
    code = "ineligible"
    detail = "这笔订单暂时不能自助申请退款。"


class Conflict(Refusal):
    code = "conflict"
    detail = "同一个请求编号用在了不同的内容上。"


class TooLarge(Refusal):
    status = 413
    code = "too_large"
    detail = "文件太大了，请换一张 10 MB 以内的图片。"


class Unsupported(Refusal):
    status = 415
    code = "unsupported"
    detail = "这种文件用不了，请上传 JPG、PNG 或 WebP 图片。"


class TooMany(Refusal):
    status = 429
    code = "too_many"
    detail = "操作太快了，请稍等一下再试。"

    def __init__(self, retry_after: int, detail: str | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
