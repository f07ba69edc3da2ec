"""What went wrong: messages of redeem pages and apps, talks with merchants, papers; and pictures that prove nothing."""

from .scene import Scene, Screen


def toast(s: Scene) -> str:
    """A dark game page with a message that fades over it."""
    return f"""<div style="background:#101826;color:#cfe;height:640px;padding:30px"><h2>礼包兑换</h2><p>服务器　蔚蓝 3 区</p><p>角色　晚风不归</p>
    <div style="border:1px solid #456;padding:14px;margin:18px 0">{s.card[:4]}-{s.card[4:8]}-{s.card[8:12]}-{s.card[12:]}</div>
    <div style="background:#2a66d9;padding:12px;text-align:center">立即兑换</div><div style="position:absolute;top:330px;left:60px;right:60px;
    background:#000c;color:#fff;padding:16px;border-radius:10px;text-align:center">兑换失败：该兑换码已被使用</div></div>"""


def full(s: Scene) -> str:
    """A whole page for one error and its code."""
    return f"""<div style="padding:120px 30px;text-align:center"><p style="font-size:60px;color:#e05a4e">✕</p><h2>激活未成功</h2>
    <p>您输入的激活码无效或已过期，请核对后重试。</p><p class=f>卡号 {s.card}</p><p class=f>错误码：ACT-4031</p>
    <p style="margin-top:40px;border:1px solid #888;padding:10px">返回</p></div>"""


def inline(s: Scene) -> str:
    """A form with the trouble in red beneath the field."""
    return f"""<div style="padding:24px"><h3>充值卡充值</h3><p>卡号</p><p class=c style="padding:10px">{s.card}</p><p>卡密</p><p class=c style="padding:10px">••••••••••••</p>
    <p style="color:#e23;font-size:13px">卡号或密码错误，该卡不存在，请重新输入</p><p style="background:#3a7;color:#fff;padding:12px;text-align:center;margin-top:20px">确认充值</p></div>"""


def steamy(s: Scene) -> str:
    """A desktop client that speaks English."""
    return f"""<div style="background:#1b2838;color:#d6e2ec;padding:40px;height:420px"><p style="font-size:22px">Product Activation</p>
    <p style="margin:20px 0">Activation failed</p><p>The product code {s.card} has already been activated by a different account.</p>
    <p style="margin-top:12px">激活失败：此激活码已被其他账户使用。</p><p style="margin-top:60px;text-align:right">&lt; 返回　　取消</p></div>"""


def talk(s: Scene) -> str:
    """A dark phone talk with faces, the order named by the buyer."""
    def say(mine: bool, text: str) -> str:
        side, tint = ("row-reverse", "#2f6b3f") if mine else ("row", "#333842")
        return f"""<div style="display:flex;flex-direction:{side};gap:10px;margin:12px"><i style="width:38px;height:38px;border-radius:6px;
        background:#{'8b6' if mine else '68b'}"></i><p style="max-width:230px;background:{tint};color:#eee;padding:9px 12px;border-radius:8px">{text}</p></div>"""
    return f"""<div style="background:#15171b;min-height:700px;color:#aaa"><p style="text-align:center;padding:14px;color:#fff">{s.shop}</p>
    {say(True, f"老板在吗，订单 {s.order_no} 一直没到账")}<p style="text-align:center;font-size:12px">下午 3:20</p>{say(False, "在的亲，我看一下")}
    {say(False, "这个系统显示处理中，再等等哈")}{say(True, "已经两天了，能不能退款？")}{say(False, "退不了的亲，虚拟商品售出不退")}</div>"""


def desktop(s: Scene) -> str:
    """A talk on the desktop: names and times above the words, no bubbles."""
    def say(who: str, when: int, text: str) -> str:
        tint = "#2a7ae2" if who == "买家晚风" else "#2c9a4b"
        return f'<p style="color:{tint};font-size:13px;margin-top:12px">{who}　{s.at("%Y-%m-%d %H:%M:%S", when)}</p><p style="padding-left:8px">{text}</p>'
    return f"""<div class=c style="padding:20px"><p><b>与 {s.shop} 的聊天记录</b></p>{say("买家晚风", 7200, f"你好，单号{s.order_no}，客服一直没人理我")}
    {say("客服小柚", 7260, "您好，请问有什么可以帮您")}{say("买家晚风", 7300, "会员开了但是用不了，打开就提示服务异常")}
    {say("客服小柚", 7420, "这边核实一下，技术正在处理，麻烦您耐心等待")}{say("买家晚风", 7480, "等了三天了，不处理我就申请退款了")}</div>"""


def fault(s: Scene) -> str:
    """An app that fails to serve."""
    return """<div style="padding:20px;text-align:center"><p class=r><span>‹</span><span>鲸鱼影音</span><span>⋯</span></p><p style="margin-top:160px;font-size:44px">⚠</p>
    <h3>播放失败</h3><p class=f>服务异常，请稍后再试（错误代码 5003）</p><p class=f>您的会员权益未生效</p><p style="margin:30px 100px;border:1px solid #888;padding:8px">刷新重试</p></div>"""


def letter(s: Scene) -> str:
    """A merchant's written statement."""
    return f"""<div style="background:#fff;color:#222;padding:50px 60px;font-size:17px;line-height:2.1"><h2 style="text-align:center">商品异常情况说明</h2>
    <p style="text-indent:2em">兹证明，我店（{s.shop}）售出的商品“{s.product}”，订单号：{s.order_no}，因上游供货批次问题，所发卡密存在异常，无法正常激活使用。经我店核实，情况属实，同意为该买家办理退款。</p>
    <p style="text-indent:2em">特此说明。</p><p style="text-align:right">{s.shop}（盖章）</p><p style="text-align:right">{s.at("%Y年%-m月%-d日", 86400)}</p></div>"""


def report(s: Scene) -> str:
    """A laboratory's report."""
    style = "<style>td{border:1px solid #777;padding:9px}table{border-collapse:collapse;width:100%}</style>"
    return f"""{style}<div style="background:#fff;color:#222;padding:40px"><h2 style="text-align:center">检 测 报 告</h2><p>报告编号：JC-2026-00817</p><table>
    <tr><td>样品名称<td>{s.product}<tr><td>委托单位<td>林晚<tr><td>检测项目<td>功能完整性<tr><td>检测依据<td>Q/JC 012-2025<tr><td>检测结果<td>无法启动，功能与描述不符
    <tr><td>检测结论<td>不合格</table><p style="text-align:right;margin-top:30px">江海质量检测中心　{s.at("%Y-%m-%d", 86400)}</p></div>"""


def news(s: Scene) -> str:
    return """<div style="padding:20px"><h2>今年秋天的银杏比往年早黄了一周</h2><p class=f>城市晚报　2026-10-21 08:30</p><p style="margin-top:14px">市园林部门介绍，受九月连续低温影响，
    城区主要道路两侧的银杏提前进入观赏期，预计将持续到十一月中旬。市民可以乘坐 3 号线到植物园站下车，步行约 500 米即可到达。</p></div>"""


def weather(s: Scene) -> str:
    return """<div style="background:#3b78c4;color:#fff;height:640px;padding:40px;text-align:center"><h2>江海市</h2><p style="font-size:80px">18°</p><p>多云　最高 22° 最低 13°</p>
    <p style="margin-top:30px">09时 17°　　10时 18°　　11时 20°</p><p style="margin-top:30px">空气质量 良 52</p></div>"""


def friend(s: Scene) -> str:
    def say(mine: bool, text: str) -> str:
        return f'<p style="text-align:{"right" if mine else "left"};margin:14px"><span class=c style="padding:9px 12px;border-radius:8px">{text}</span></p>'
    return f"""<p style="text-align:center;padding:12px">阿远</p>{say(False, "周末去爬山吗")}{say(True, "去啊，几点")}{say(False, "八点地铁口见")}{say(True, "好嘞")}"""


FAILURE = "activation_failure"
SCREENS = (
    Screen("fail_toast", FAILURE, ("failure",), toast),
    Screen("fail_full", FAILURE, ("failure",), full),
    Screen("fail_inline", FAILURE, ("failure",), inline),
    Screen("fail_english", FAILURE, ("failure",), steamy, width=760),
    Screen("chat_dark", "merchant_chat", ("order_no", "merchant_words"), talk),
    Screen("chat_desktop", "merchant_chat", ("order_no", "merchant_words"), desktop, width=700),
    Screen("fault_app", "fault_screenshot", ("failure",), fault),
    Screen("letter", "merchant_statement", ("order_no", "failure"), letter, width=800),
    Screen("report", "test_report", ("failure",), report, width=760),
    Screen("news", "nothing", (), news),
    Screen("weather", "nothing", (), weather),
    Screen("friend", "nothing", (), friend),
)
