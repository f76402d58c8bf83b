//! Pages to test, made by the program as a user would make them, from the samples in `seeds/` and from reports invented here.

use crate::target;
use duixian::lang::labels::labels_or_english;
use duixian::ledger::{Ledger, Target};
use duixian::pipeline::{self, Input, Options};
use duixian::render::{Setting, by_name};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The directory of the samples.
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds");

/// How a page is made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// `html` or `sheet`.
    pub format: &'static str,
    /// The language of the interface.
    pub ui: &'static str,
    /// Whether it is a draft.
    pub draft: bool,
}

impl Made {
    /// The page in Chinese, a draft.
    pub const ZH: Self = Self { format: "html", ui: "zh", draft: true };
    /// The page in English, a draft.
    pub const EN: Self = Self { ui: "en", ..Self::ZH };
    /// The sheet for the hall in Chinese, a draft.
    pub const SHEET: Self = Self { format: "sheet", ..Self::ZH };

    /// The same, final.
    pub const fn last(self) -> Self {
        Self { draft: false, ..self }
    }

    /// Writes the page of a ledger and gives its URL.
    ///
    /// # Panics
    /// When the program does not make it.
    pub fn of(self, ledger: &Ledger) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let html = self.html(ledger);
        let directory = target().join("browser/pages");
        std::fs::create_dir_all(&directory).expect("a directory below target/");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(format!("{number}-{}-{}.html", self.format, self.ui));
        std::fs::write(&path, html).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        format!("file://{}", path.canonicalize().expect("it was just written").display())
    }

    /// The page itself.
    ///
    /// # Panics
    /// When the program does not make it.
    pub fn html(self, ledger: &Ledger) -> String {
        let output = by_name(self.format).unwrap_or_else(|| panic!("there is no format {}", self.format));
        let setting = Setting { draft: self.draft, ..Setting::new(labels_or_english(self.ui)) };
        let bytes = (output.render)(ledger, &setting).unwrap_or_else(|error| panic!("{error}"));
        String::from_utf8(bytes).expect("a page is UTF-8")
    }
}

/// The two reports of the invented district in `seeds/reports`.
pub fn district() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| check(seed("reports/chenghu-2023.md"), seed("reports/chenghu-2024.md")))
}

/// The targets of the first of them.
pub fn list() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| {
        pipeline::targets(&seed("reports/chenghu-2023.md"), &options())
            .unwrap_or_else(|error| panic!("{error}"))
    })
}

/// Two short invented reports with a target of each mark.
pub fn small() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| {
        pair(
            &["新建小学5所。改造老旧小区12个。建成区文化馆。推动营商环境持续优化。"],
            &["全区新建小学3所，改造老旧小区15个。"],
        )
    })
}

/// Two invented reports that promise nothing.
pub fn empty() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| pair(&["新的一年已经开始。"], &["一年已经过去。"]))
}

/// Two invented reports like the national government's: about 60 KB each, 240 targets that can be checked, 400 efforts.
pub fn national() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| invented(12, 33, 31))
}

/// Two invented reports longer than any: about 100 KB each, with 400 targets that can be checked.
pub fn longest() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| invented(20, 33, 31))
}

/// Two invented reports of so many sections, each with 20 targets that can be checked, two thirds of them answered, so many efforts, and so many
/// sentences that promise nothing.
fn invented(sections: usize, efforts: usize, idle: usize) -> Ledger {
    const PLACES: &str =
        "青山 红岭 白沙 金湾 银滩 石桥 柳林 梅园 竹溪 松岗 荷塘 桂湖 枫桥 桃源 杏坛 兰亭 菊圃 莲城 榆关 槐荫";
    const THINGS: &str = "图书馆 博物馆 体育馆 文化馆 美术馆 科技馆 规划馆 档案馆 大剧院 养老院 福利院 妇幼保健院 中医医院 \
                          职业学校 客运站 污水处理厂 垃圾焚烧厂 物流园 水厂 变电站";
    const FIELDS: &str = "国企 财税 金融 教育 医药 农村 土地 户籍 科技 文化 体育 养老";
    const IDLE: &str = "当前世界经济复苏乏力，外部环境复杂多变，不稳定不确定的因素仍然较多。";
    let (mut promised, mut said) = (Vec::new(), Vec::new());
    for (row, place) in PLACES.split_whitespace().take(sections).enumerate() {
        let (mut promise, mut answer) = (String::new(), String::new());
        for (column, thing) in THINGS.split_whitespace().enumerate() {
            let number = 2 + (row * 7 + column * 3) % 40;
            let figure = column % 2 == 0;
            let _ = match figure {
                true => write!(promise, "{place}新建{thing}{number}座。"),
                false => write!(promise, "建成{place}{thing}。"),
            };
            let _ = match (figure, (row + column) % 3) {
                (_, 2) => Ok(()),
                (true, part) => write!(answer, "{place}新建{thing}{}座。", number + part * 2 - 1),
                (false, 0) => write!(answer, "{place}{thing}建成投用。"),
                (false, _) => write!(answer, "{place}{thing}加快建设。"),
            };
        }
        promise.extend(
            FIELDS.split_whitespace().cycle().take(efforts).map(|field| format!("深化{place}{field}改革。")),
        );
        promise.push_str(&IDLE.repeat(idle));
        answer.push_str(&IDLE.repeat(idle + 14));
        promised.push(promise);
        said.push(answer);
    }
    pair(
        &promised.iter().map(String::as_str).collect::<Vec<_>>(),
        &said.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// Two invented reports, the plan of the first and the review of the second in as many sections as are given.
///
/// # Panics
/// When the program does not read them.
pub fn pair(promised: &[&str], said: &[&str]) -> Ledger {
    check(report(2021, &["全区新建小学1所。"], promised), report(2022, said, &["再接再厉。"]))
}

/// The same ledger with every `from` in it made `to`, which must be as long: what no format of a report can hold.
///
/// # Panics
/// When they are not.
pub fn replaced(ledger: &Ledger, from: char, to: char) -> Ledger {
    assert_eq!(from.len_utf8(), to.len_utf8(), "the places would not hold");
    fn walk(value: &mut Value, from: char, to: char) {
        match value {
            Value::String(text) => *text = text.replace(from, &to.to_string()),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, from, to)),
            Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, from, to)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(ledger).expect("a ledger is JSON");
    walk(&mut value, from, to);
    serde_json::from_value(value).expect("still a ledger")
}

/// The targets that can be kept or not: all but efforts.
pub fn checkable(ledger: &Ledger) -> impl Iterator<Item = &Target> {
    ledger.targets.iter().filter(|target| code(&target.kind) != "effort")
}

/// The code of a mark, a reason, a kind or a confidence as the ledger writes it; empty for none.
///
/// # Panics
/// Never for those.
pub fn code<T: serde::Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).expect("a code is JSON");
    value.as_str().unwrap_or_default().to_owned()
}

fn report(reviews: u16, review: &[&str], plan: &[&str]) -> Input {
    const NUMBERS: [&str; 20] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
        "十六", "十七", "十八", "十九", "二十",
    ];
    let sections = |parts: &[&str]| {
        let section =
            |(number, part): (&&str, &&str)| format!("## （{number}）第{number}方面的工作\n\n{part}\n\n");
        NUMBERS.iter().zip(parts).map(section).collect::<String>()
    };
    let plans = reviews + 1;
    let text = format!(
        "示例区政府工作报告（虚构样本）\n\n{plans}年1月8日在示例区第一届人民代表大会第二次会议上\n\n示例区人民政府区长 某某\n\n各位代表：\n\n\
         现在，我代表示例区人民政府向大会报告工作，请予审议。\n\n# 一、{reviews}年工作回顾\n\n{}# 二、{plans}年主要任务\n\n{}",
        sections(review),
        sections(plan)
    );
    Input { name: format!("{reviews}.md"), bytes: text.into_bytes() }
}

fn seed(path: &str) -> Input {
    let path = Path::new(SEEDS).join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Input { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes }
}

fn options() -> Options {
    Options { with_text: true, ..Options::default() }
}

fn check(earlier: Input, later: Input) -> Ledger {
    pipeline::check(&[earlier, later], &options()).unwrap_or_else(|error| panic!("{error}"))
}
