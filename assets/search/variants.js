/* A word in, its other spellings out: how the same word may be written in another document. Words and spellings are texts
   as `normal` has them; widths need no spelling, as `normal` folds them. */

import { plain } from "./normal.js";

const MOST = 16; // spellings of one word; each costs a search

/** The spellings of `word`, itself first, then the nearer ones; `synonyms` are groups of words that mean the same. */
export function spellings(word, synonyms = []) {
  const rules = [longVowels, articles, numerals, months, okurigana, (text) => others(text, SAME), newer];
  const found = new Set([word]);
  const add = (texts) => {
    for (const text of texts) if (found.size < MOST && plain(text)) found.add(plain(text));
  };
  add(kana(word));
  // Rules apply to what rules made (さーばー, サーバー, サーバ): a Set is walked in the order in which it grows.
  for (const text of found) for (const rule of rules) add(rule(text));
  // But no synonym has synonyms: one that holds another (委託, 委託事項) would grow without end.
  const groups = synonyms.map((group) => group.map(plain));
  for (const text of [...found]) add(named(text, groups));
  add(older(word));
  return [...found];
}

/** Every name of the glossary that stands by itself in `text` replaced by the others of its group. */
function* named(text, groups) {
  for (const group of groups) {
    const here = group.filter((name) => at(text, name) >= 0).sort((one, other) => other.length - one.length)[0];
    if (!here) continue;
    const start = at(text, here);
    for (const name of group) if (name !== here) yield text.slice(0, start) + name + text.slice(start + here.length);
  }
}

/** Where `name` stands in `text`, not as the end of a longer word (再委託), and a short one not as its beginning; else -1. */
function at(text, name) {
  const start = text.indexOf(name);
  const [before, behind] = [text.slice(0, start), text.slice(start + name.length)];
  const inside = [[before.slice(-1), name[0]], ...(name.length < LONG_NAME || LATIN.test(name.at(-1)) ? [[behind[0] ?? "", name.at(-1)]] : [])]
    .some(([outer, inner]) => SCRIPTS.some((script) => script.test(outer) && script.test(inner)));
  return inside ? -1 : start;
}

const LONG_NAME = 3; // characters of a name that longer ones begin with (番号法施行令)
const LATIN = /[a-z0-9]/u;
const SCRIPTS = [/\p{Script=Han}/u, /[\p{Script=Katakana}ー]/u, LATIN];

/* -- rules: a text in, other spellings of it out (or the text itself) ----------------------------------------------- */

/** ひらがな and カタカナ: whole words, and in others runs long enough to be no ending. */
function* kana(text) {
  const shifted = (by) => (run) => run.replace(/[ぁ-ゖァ-ヶ]/gu, (char) => String.fromCodePoint(char.codePointAt(0) + by));
  const whole = /^[ぁ-ゖァ-ヶー]{2,}$/u.test(text);
  yield text.replace(whole ? /[ぁ-ゖ]+/gu : /[ぁ-ゖ][ぁ-ゖー]{3,}/gu, shifted(96));
  yield text.replace(whole ? /[ァ-ヶ]+/gu : /[ァ-ヶ][ァ-ヶー]{3,}/gu, shifted(-96));
}

/** サーバー, サーバ: at the end of a run of three or more, and inside one where the first of two words is a known one. */
function* longVowels(text) {
  yield text.replace(/([ァ-ヶ][ァ-ヶー]{2,})ー(?![ァ-ヶー])/gu, "$1");
  yield text.replace(/([ァ-ヶ][ァ-ヶー]+[アカガサザタダナハバパマヤャラワァリ])(?=[^ァ-ヶー])/gu, "$1ー");
  yield text.replace(LONG, "$1");
  yield text.replace(SHORT, "$1ー");
}

const ENDED = ("サーバ ユーザ コンピュータ プリンタ センタ メモリ フォルダ ルータ モニタ スキャナ ドライバ ブラウザ カウンタ オペレータ ベンダ " +
  "パラメータ マスタ ヘッダ フィルタ エディタ カテゴリ シュレッダ アダプタ プロバイダ").split(" ").join("|");
const LONG = new RegExp(`(${ENDED})ー(?=[ァ-ヶ])`, "gu");
const SHORT = new RegExp(`(${ENDED})(?=[ァ-ヶ])`, "gu");

/** 第19条, 第十九条: after 第, or before what is counted. */
function* numerals(text) {
  yield text.replace(ARABIC, (found, first, number) => first + inKanji(Number(number)));
  yield text.replace(KANJI, (found, first, number) => first + inArabic(number));
}

/** 19条8号: laws say 第19条第8号. */
function* articles(text) {
  yield text.replace(/(?<![第0-9〇一二三四五六七八九十百千])([0-9]{1,3}|[〇一二三四五六七八九十百千]{1,7})(条|項(?!目)|号)/gu, "第$1$2");
}

const COUNTED = "(?:条|項|号|章|節|款|表|年|月|日|人|件|回|歳|箇|か|カ|ヶ|ケ)";
const ARABIC = new RegExp(`(第|(?<![0-9.,])(?=[0-9]{1,3}${COUNTED}))([0-9]{1,3})(?![0-9.,])`, "gu");
const KANJI = new RegExp(`(第|(?<![〇一二三四五六七八九十百千])(?=[〇一二三四五六七八九十百千]{1,7}${COUNTED}))([〇一二三四五六七八九十百千]{1,7})`, "gu");
const DIGITS = "〇一二三四五六七八九";

function inKanji(number) {
  if (!number) return DIGITS[0];
  let written = "";
  for (const [unit, name] of [[100, "百"], [10, "十"], [1, ""]]) {
    const digit = Math.floor(number / unit) % 10;
    if (digit) written += (digit > 1 || unit === 1 ? DIGITS[digit] : "") + name;
  }
  return written;
}

function inArabic(written) {
  if (!/[十百千]/u.test(written)) return [...written].map((digit) => DIGITS.indexOf(digit)).join("");
  let sum = 0, digit = "";
  for (const char of written) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[char];
    if (unit) sum += Number(digit || 1) * unit;
    digit = unit ? "" : digit + DIGITS.indexOf(char);
  }
  return String(sum + Number(digit));
}

/** 3か月, 3ヶ月, 3箇月; 霞ヶ関, 霞ケ関. */
function* months(text) {
  const counts = /(?<=[0-9一二三四五六七八九十数各何])[ヶケヵカか箇](?=[月所国年条])/gu;
  const within = /(?<=\p{Script=Han})[ヶケが](?=\p{Script=Han})/gu;
  if (text.search(counts) >= 0) for (const way of "ヶケか箇カヵ") yield text.replace(counts, way);
  else for (const way of "ヶケが") yield text.replace(within, way);
}

/** 取扱, 取扱い, 取り扱い. */
function* okurigana(text) {
  for (const [long, short, tail] of STEMS) {
    if (!text.includes(long) && !text.includes(short)) continue;
    yield text.replaceAll(text.includes(long) ? long : short, text.includes(long) ? short : long);
    yield text.replaceAll(long + tail, short).replaceAll(short + tail, short);
    yield text.replace(new RegExp(`${short}(?!${tail}|$)`, "gu"), long + tail);
  }
}

const STEMS = [
  "取り扱 取扱 い", "申し込 申込 み", "引き継 引継 ぎ", "問い合わ 問合 せ", "届け出 届出 る", "受け付 受付 け", "振り込 振込 み", "引き渡 引渡 し",
  "組み合わ 組合 せ", "打ち合わ 打合 せ", "読み取 読取 り", "読み込 読込 み", "書き込 書込 み", "書き換 書換 え", "取り消 取消 し", "取り込 取込 み",
  "取り出 取出 し", "取り決 取決 め", "貸し付 貸付 け", "切り替 切替 え", "繰り上 繰上 げ", "繰り越 繰越 し", "繰り返 繰返 し", "申し立 申立 て",
  "申し出 申出 る", "立ち入 立入 り", "立ち会 立会 い", "持ち出 持出 し", "持ち込 持込 み", "割り当 割当 て", "割り振 割振 り", "入れ替 入替 え",
  "差し替 差替 え", "差し押さ 差押 え", "突き合わ 突合 せ", "引き落と 引落 し", "積み立 積立 て", "呼び出 呼出 し", "受け取 受取 り", "受け入 受入 れ",
  "受け渡 受渡 し", "受け持 受持 ち", "置き換 置換 え", "締め切 締切 り", "備え付 備付 け", "並べ替 並替 え", "貼り付 貼付 け", "盛り込 盛込 み",
  "組み込 組込 み", "絞り込 絞込 み", "払い戻 払戻 し", "払い込 払込 み", "借り入 借入 れ", "買い上 買上 げ", "売り渡 売渡 し", "見積も 見積 り",
  "食い違 食違 い", "抜き出 抜出 し", "書き出 書出 し", "洗い出 洗出 し", "支払 支払 い", "手続 手続 き", "見直 見直 し", "見込 見込 み", "仕分 仕分 け",
].map((line) => line.split(" "));

/** Words with several spellings that no rule makes of each other. */
const SAME = [
  ["インターフェース", "インタフェース", "インターフェイス", "インタフェイス"], ["ウイルス", "ウィルス"], ["ウェブ", "ウエブ", "web"],
  ["ソフトウェア", "ソフトウエア"], ["ハードウェア", "ハードウエア"], ["ファイアウォール", "ファイアーウォール", "ファイヤーウォール"],
  ["デジタル", "ディジタル"], ["及び", "および"], ["又は", "または"], ["若しくは", "もしくは"], ["並びに", "ならびに"], ["全て", "すべて"],
  ["子ども", "子供", "こども"], ["障害者", "障がい者", "障碍者"], ["障害", "障がい"], ["ひとり親", "一人親"], ["メール", "電子メール"],
  ["漏えい", "漏洩", "漏えん"], ["毀損", "き損", "棄損"], ["引っ越し", "引越し", "引越"], ["改ざん", "改竄"], ["ひも付け", "紐付け", "紐づけ", "ひもづけ"],
].map((group) => group.map(plain));

/** Every member of a group that stands in `text` replaced by every other one of it; of two that overlap the longer stands. */
function* others(text, groups) {
  for (const group of groups) {
    const here = group.filter((name) => text.includes(name)).sort((one, other) => other.length - one.length)[0];
    if (here) for (const name of group) if (name !== here) yield text.replaceAll(here, name);
  }
}

/** Old forms of characters by today's. */
function* newer(text) {
  yield [...text].map((char) => TODAY.get(char) ?? char).join("");
}

/** Today's forms by the old ones that names keep, one character at a time. */
function* older(text) {
  for (const char of new Set(text)) if (IN_NAMES.has(char)) for (const old of FORMS.get(char)) yield text.replaceAll(char, old);
}

const IN_NAMES = new Set("国学会広沢斎斉辺高崎真恵桜浜島竜栄寿徳実弥豊蔵関曽富吉館柳槙桑籠");

/** The first is today's. */
const FORMS = new Map(
  ("国國 学學 会會 医醫 広廣 沢澤 斎齋 斉齊 辺邊邉 高髙 崎﨑嵜 真眞 恵惠 桜櫻 浜濱 島嶋嶌 竜龍 与與 条條 体體 証證 号號 円圓 県縣 区區 参參 読讀 経經 関關 " +
    "団團 万萬 実實 戸戶 気氣 弁辨辯 旧舊 鉄鐵 来來 当當 対對 台臺 声聲 変變 断斷 検檢 権權 険險 験驗 歳歲 済濟 図圖 数數 労勞 栄榮 営營 厳嚴 単單 独獨 " +
    "発發 売賣 続續 総總 応應 帰歸 静靜 浄淨 争爭 寿壽 処處 拠據 点點 党黨 灯燈 届屆 拝拜 仏佛 払拂 並竝 辞辭 両兩 緑綠 録錄 礼禮 歴歷 暦曆 霊靈 楼樓 湾灣 " +
    "薬藥 訳譯 余餘 様樣 黒黑 黄黃 横橫 価價 画畫 絵繪 拡擴 覚覺 楽樂 勧勸 観觀 顔顏 亀龜 郷鄕 駆驅 勲勳 薫薰 径徑 渓溪 軽輕 継繼 芸藝 撃擊 献獻 顕顯 効效 " +
    "恒恆 砕碎 剤劑 雑雜 賛贊 残殘 糸絲 歯齒 児兒 写寫 釈釋 収收 従從 縦縱 将將 焼燒 称稱 乗乘 剰剩 壌壤 譲讓 触觸 尽盡 随隨 枢樞 摂攝 専專 浅淺 戦戰 " +
    "銭錢 双雙 壮壯 装裝 蔵藏 属屬 滞滯 択擇 担擔 弾彈 遅遲 昼晝 庁廳 聴聽 転轉 伝傳 徳德 弐貳 脳腦 廃廢 麦麥 抜拔 富冨 吉𠮷 豊豐 毎每 満滿 弥彌 遥遙 " +
    "頼賴 覧覽 猟獵 励勵 館舘 曽曾 柳栁 槙槇 桑桒 籠篭")
    .split(" ").map(([today, ...old]) => [today, old]),
);
const TODAY = new Map([...FORMS].flatMap(([today, old]) => old.map((char) => [char, today])));
