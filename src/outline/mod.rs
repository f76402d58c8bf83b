//! The section tree a person would draw. Comes in: a `Document`. Goes out: sections with levels and halves, the years
//! that the halves speak of, title, body and date of delivery.

mod facts;
mod half;
mod heading;
mod list;
#[cfg(test)]
mod tests;
mod tree;

use crate::lang;
use crate::lang::Pack;
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::policy::Policy;
use crate::read::Document;
use crate::span::Span;
use crate::text::fold::fold;
use half::Class;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(JsonSchema))]
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
    /// The index of the deepest section that holds the byte `at`.
    pub fn innermost(&self, at: usize) -> Option<usize> {
        let mut index = self.sections.partition_point(|section| section.span.start <= at).checked_sub(1)?;
        while self.sections[index].span.end <= at {
            index = self.sections[index].parent?;
        }
        Some(index)
    }

    /// The indexes of the sections that hold the byte `at`, outermost first.
    pub fn path(&self, at: usize) -> Vec<usize> {
        let parent = |index: &usize| self.sections[*index].parent;
        let mut path: Vec<usize> = std::iter::successors(self.innermost(at), parent).collect();
        path.reverse();
        path
    }
}

/// Whether two names, as written, may be of one body: one holds the other, ends left aside (国务院; 乙区人民政府 and 甲市乙区人民政府).
pub fn same_body(one: &str, other: &str, pack: &Pack) -> bool {
    let bare = |name: &str| {
        let name = fold(name);
        let ends = &pack.outline.body_ends;
        ends.iter().find_map(|end| name.strip_suffix(end.as_str()).map(str::to_owned)).unwrap_or(name)
    };
    let (one, other) = (bare(one), bare(other));
    one.contains(&other) || other.contains(&one)
}

/// The opening (title, date, speaker, address, first sentence) stands within so many blocks.
const OPENING_WITHIN: usize = 12;
/// The sentence that opens the speech is no longer than this in bytes; a longer block is already the report: 170 Han characters.
const LONGEST_OPENING: usize = 520;

/// The outline of a report. Nothing is taken from the file's name.
pub fn outline(document: &Document, _policy: &Policy, notices: &mut Notices) -> Outline {
    let pack = lang::detect(&document.text);
    let cues = &pack.outline;
    let leads = heading::leads(document);
    let short = |index: usize| document.blocks[index].span.len() <= LONGEST_OPENING;
    let opens = |i: usize| short(i) && pack.read.opening.any(&leads[i]);
    let begin =
        (0..leads.len().min(OPENING_WITHIN)).find(|&i| opens(i) || heading::numbered(&leads[i], cues));
    let begin = begin.filter(|&i| opens(i));
    let first = begin.map_or_else(
        || (0..leads.len()).find(|&i| !(short(i) && is_front(&leads[i], &pack.read))).unwrap_or(0),
        |begin| (begin..leads.len()).find(|&i| !opens(i)).unwrap_or(leads.len()),
    );
    let front = leads.get(..first).unwrap_or_default();
    let title = front.iter().position(|lead| pack.read.title.any(lead) && !pack.read.date.any(lead));
    let delivered = front.iter().find_map(|lead| facts::date(lead));
    let heads = heading::heads(document, &leads, first, cues);
    let heads = list::without_entries(document, heads, &leads, cues);
    let heads = heading::keep_parallel(heads, document.blocks.len(), |block| {
        block < first || cues.address.any(&leads[block])
    });

    let stated = delivered.as_ref().map(|delivered| delivered.plans);
    let by_title = || title.and_then(|title| facts::years(&leads[title]).first().map(|(_, _, year)| *year));
    let by_headings = half::year_by_headings(&heads, stated, cues);
    let told = by_headings.or(stated).or_else(by_title);
    let guessed = told.is_none();
    let plans = told.or_else(|| facts::year_by_text(document, &leads, first, cues));
    let relative: Vec<String> = leads.iter().map(|lead| facts::relative(lead, plans)).collect();
    let halves = half::halves(document, &heads, &relative, plans, first, cues, notices);

    let span_of = |half: Half| {
        let blocks = document.blocks.iter().zip(&halves.halves).filter(|(_, of)| **of == half);
        blocks.map(|(block, _)| block.span).reduce(Span::cover)
    };
    let (review_half, plan_half) = (span_of(Half::Review), span_of(Half::Plan));
    let spoken = leads.iter().take(first + 1).find(|lead| lead.contains("我代表"));
    let outline = Outline {
        title: title.map(|title| document.slice(document.blocks[title].span).to_owned()),
        body: facts::body(front, spoken.map_or("", String::as_str), cues),
        delivered: delivered.map(|delivered| delivered.iso),
        reviews: plans.filter(|_| review_half.is_some()).map(|plans| plans - 1),
        plans: plans.filter(|_| plan_half.is_some()),
        language: pack.language.clone(),
        sections: tree::sections(document, &heads, &relative, &halves, title, cues),
        halves: halves.halves,
        review_half,
        plan_half,
    };
    let tops = halves.tops.iter().map(|top| (top.class, top.term, heads[top.head].text.as_str()));
    notices.extend(missing(&outline, document));
    notices.extend(guessed_years(&outline, guessed));
    notices.extend(terms(tops));
    notices.extend(glued(&heads));
    outline
}

/// Whether the first words of a block are those of a title page.
fn is_front(lead: &str, cues: &crate::lang::pack::ReadCues) -> bool {
    cues.title.any(lead) || cues.date.any(lead) || cues.speaker.any(lead) || cues.opening.any(lead)
}

/// Says why a half is missing.
fn missing(outline: &Outline, document: &Document) -> Vec<Notice> {
    let mut notices = Vec::new();
    let why =
        if document.complete { "no heading and no paragraph says so" } else { "the text is incomplete" };
    if outline.review_half.is_none() {
        let message = format!("no part of the report looks back on a year: {why}");
        notices.push(Notice::new(NoticeKind::NoReviewHalf, Severity::Warning, message));
    }
    if outline.plan_half.is_none() {
        let message = format!("no part of the report looks ahead to a year: {why}");
        notices.push(Notice::new(NoticeKind::NoPlanHalf, Severity::Warning, message));
    }
    notices
}

/// Says which years were guessed.
fn guessed_years(outline: &Outline, guessed: bool) -> Vec<Notice> {
    let years =
        [("review", outline.reviews, outline.review_half), ("plan", outline.plans, outline.plan_half)];
    let unsure = years.into_iter().filter(|(_, year, half)| half.is_some() && (guessed || year.is_none()));
    unsure
        .map(|(half, year, _)| {
            let year = year.map_or_else(|| "unknown".to_owned(), |year| year.to_string());
            let message =
                format!("neither heading, title nor date says the year of the {half} half; taken as {year}");
            Notice::new(NoticeKind::GuessedYear, Severity::Warning, message)
                .with("half", half)
                .with("year", year)
        })
        .collect()
}

/// Says when the review closes a term of several years.
fn terms<'a>(tops: impl Iterator<Item = (Class, (bool, bool), &'a str)>) -> Vec<Notice> {
    tops.filter(|(class, (term, _), _)| matches!(class, Class::Review | Class::Mixed) && *term)
        .map(|(_, _, heading)| {
            let message = format!("the review looks back on several years: {heading}");
            Notice::new(NoticeKind::TermReview, Severity::Info, message).with("years", heading)
        })
        .take(1)
        .collect()
}

/// Says that headings run into their paragraphs without a sign.
fn glued(heads: &[heading::Head]) -> Option<Notice> {
    let first = heads.iter().find(|head| head.glued)?;
    let count = heads.iter().filter(|head| head.glued).count();
    let message =
        format!("{count} headings run into their paragraphs without a sign; where they end was guessed");
    Some(
        Notice::new(NoticeKind::GuessedLevel, Severity::Info, message)
            .with("heading", &first.text)
            .at(first.span),
    )
}
