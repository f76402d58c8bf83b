//! The section tree a person would draw. Comes in: a `Document`. Goes out: sections with levels and halves, the years
//! that the halves speak of, title, body and date of delivery.

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way a stretch of text looks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Looks back on the year.
    Review,
    /// Looks ahead.
    Plan,
    /// Neither: opening, closing, glossary, furniture.
    #[default]
    None,
}

/// One section: a heading and everything up to the next heading of its level or above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 title, 2 half, 3 numbered section, 4 run-in head or （一）, 5 run-in inside a paragraph.
    pub level: u8,
    /// The heading's words in the canonical text, without numbering marks of the format, with 一、 as written.
    pub head: Span,
    /// Whether the heading runs into its paragraph (`**现代服务业蓬勃发展。**引入…`).
    pub run_in: bool,
    /// From the heading's first byte to the end of the section.
    pub span: Span,
    /// The index of the section around it.
    pub parent: Option<usize>,
    /// Which way it looks.
    pub half: Half,
    /// Whether it speaks of a term of several years (五年规划) and not of the one year.
    pub term: bool,
    /// Why it has this level and half, in a few English words.
    pub why: String,
}

/// The tree, and what the report says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The title as written.
    pub title: Option<String>,
    /// The public body whose report it is, as written: 新市区人民政府.
    pub body: Option<String>,
    /// The date of delivery, ISO 8601: 2021-12-29.
    pub delivered: Option<String>,
    /// The year that the review half looks back on.
    pub reviews: Option<u16>,
    /// The year that the plan half looks ahead to.
    pub plans: Option<u16>,
    /// The language's short name: zh.
    pub language: String,
    /// All sections in order of their headings.
    pub sections: Vec<Section>,
    /// For each block of the document, its half.
    pub halves: Vec<Half>,
    /// From the first to the last block that looks back.
    pub review_half: Option<Span>,
    /// From the first to the last block that looks ahead.
    pub plan_half: Option<Span>,
}

impl Outline {
    /// The indexes of the sections that hold the byte `at`, outermost first.
    pub fn path(&self, at: usize) -> Vec<usize> {
        self.sections
            .iter()
            .enumerate()
            .filter(|(_, section)| section.span.start <= at && at < section.span.end)
            .map(|(index, _)| index)
            .collect()
    }
}

// STUB
#[allow(missing_docs, reason = "stub")]
pub fn same_body(_a: &str, _b: &str) -> bool {
    true
}
#[allow(missing_docs, reason = "stub")]
pub fn outline(
    document: &crate::read::Document,
    _p: &crate::policy::Policy,
    _n: &mut crate::notice::Notices,
) -> Outline {
    let re = regex::Regex::new("^(二|三|四)、.*(20[0-9]{2}年.*(任务|安排|工作|部署|要求|取向|建议)|对今年政府工作的建议|接续奋斗2021年)|^今年政府工作重点|^今年工作任务|今后五年工作任务").unwrap();
    let plan = document
        .blocks
        .iter()
        .position(|b| re.is_match(&crate::text::fold::fold(document.slice(b.span))) && b.span.len() < 160);
    let n = document.blocks.len();
    let p = plan.unwrap_or(n);
    Outline {
        language: "zh".into(),
        halves: (0..n).map(|i| if i < p { Half::Review } else { Half::Plan }).collect(),
        review_half: Some(Span::new(0, document.blocks.get(p).map_or(document.text.len(), |b| b.span.start))),
        plan_half: Some(Span::new(
            document.blocks.get(p).map_or(document.text.len(), |b| b.span.start),
            document.text.len(),
        )),
        ..Default::default()
    }
}
