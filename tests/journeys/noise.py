"""How people really type: homophones, dropped and doubled characters, traditional script, pinyin, fillers, no stops.

What must stay readable stays: digits, letters and the names of goods are left alone.
"""

import random
from collections.abc import Callable

# What comes out of a phonetic keyboard when the first candidate is taken.
_SOUNDS = (
    "退腿推 款宽 账帐 订定 单但 货获 发法 充冲 值直 到道 没每 审申 核和 客克 服复 进近 度渡 诉速 "
    "材才 料聊 急集 商伤 家加 加家 平凭 台太 介界 入如 撤彻 销消 电店 话画 回会 激机 活和 效笑 "
    "异意 常长 错措 号好 在再 的得 了啦 收首 查茶 钱前 人仁 工公 多朵 久九 时是 间见 需须 要药 "
    "支只 持迟 极级 速诉 "
)
SOUNDS = {group[0]: group[1:] for group in _SOUNDS.split()}
TRADITIONAL = str.maketrans(
    "退款订单没发货账户钱这个来时间几么样吗进审问转电话给换错号码价图证据处理结认为应买卖产权单让过还边现见说请谢办经对开关长点击种类东车"
    "记录纠纷诉诺约预调补资传话务员断实际业余额动区别头脑网络极秒标准条规则达",
    "退款訂單沒發貨賬戶錢這個來時間幾麼樣嗎進審問轉電話給換錯號碼價圖證據處理結認為應買賣產權單讓過還邊現見說請謝辦經對開關長點擊種類東車"
    "記錄糾紛訴諾約預調補資傳話務員斷實際業餘額動區別頭腦網絡極秒標準條規則達",
)
PINYIN = {"退款": "tuikuan", "订单": "dingdan", "客服": "kefu", "人工": "rengong", "审核": "shenhe", "发货": "fahuo",
          "到账": "daozhang", "进度": "jindu"}  # fmt: skip
BEFORE = ("亲，", "那个", "你好，", "呃", "喂 ", "老板 ", "麻烦问下，", "哎 ")
AFTER = ("啊", "呢", "谢谢", "！", "。。。", "～", "哈", "😂", "🙏", "...")
AFTER_SHORT = ("！", "。", "～", "哈", "...", "👌", " ")
# Left out, these turn a wish into its opposite: nobody could tell.
MEANT = "不没别未"
SHORT = 4


def roughen(text: str, rng: random.Random, keep: tuple[str, ...] = ()) -> str:
    """One slip of the hand or habit of writing; short answers are only decorated. `keep` are words left whole."""
    if len(text) <= SHORT:
        return text + rng.choice(AFTER_SHORT)
    words = [word for word in keep if word and word in text]
    marked = text
    for place, word in enumerate(words):
        marked = marked.replace(word, chr(0xE000 + place))
    made = rng.choices(_WAYS, weights=(4, 2, 1, 2, 1, 3, 2))[0](marked, rng)
    for place, word in enumerate(words):
        made = made.replace(chr(0xE000 + place), word)
    return made


def _homophone(text: str, rng: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if letter in SOUNDS]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + rng.choice(SOUNDS[text[place]]) + text[place + 1 :]


def _dropped(text: str, rng: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if "一" <= letter <= "鿿" and letter not in MEANT]
    place = rng.choice(places) if len(places) > SHORT else len(text)
    return text[:place] + text[place + 1 :]


def _doubled(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    return text if text[place].isdigit() else text[: place + 1] + text[place:]


def _traditional(text: str, rng: random.Random) -> str:
    return text.translate(TRADITIONAL)


def _pinyin(text: str, rng: random.Random) -> str:
    found = [word for word in PINYIN if word in text]
    if not found:
        return text
    word = rng.choice(found)
    return text.replace(word, PINYIN[word], 1)


def _decorated(text: str, rng: random.Random) -> str:
    return rng.choice(BEFORE) + text if rng.random() < 0.5 else text + rng.choice(AFTER)


def _unstopped(text: str, rng: random.Random) -> str:
    return "".join(" " if letter in "，。！？、" else letter for letter in text)


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _homophone, _dropped, _doubled, _traditional, _pinyin, _decorated, _unstopped,
)  # fmt: skip
