//! Bytes to a `Document` (waist 1). Comes in: the bytes of one file. Goes out: one canonical text with blocks over it.
//! Nothing after this stage knows a file format.
//!
//! The way: a format of `format::FORMATS`, known by the content and not by the name, takes lines out of a file; `tidy` drops what
//! is no part of the report, `join` makes paragraphs of lines.

mod archive;
mod decode;
mod docx;
mod format;
mod html;
mod join;
mod layout;
mod line;
mod markdown;
mod ofd;
#[cfg(feature = "pdf")]
mod pdf;
mod site;
mod text;
mod tidy;
mod xml;

pub use format::{File, Reader, Taken, apart, take};

use crate::error::{Error, ErrorKind, Result};
use crate::lang;
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::policy::Policy;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What a block of the canonical text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BlockKind {
    /// Marked as a heading by the format itself (`#`, a style). What is a heading by its words, the outline decides.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A row of a table, or a whole one.
    Table,
    /// Kept in the text but no part of the report: a source line, a speaker line of the site.
    Furniture,
}

/// A stretch of the canonical text. Blocks are in order, do not overlap, and leave only line breaks between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where, without the line break after it.
    pub span: Span,
    /// What.
    pub kind: BlockKind,
    /// The level that the format marks (`##` = 2); not to be trusted.
    pub marked: Option<u8>,
    /// Bold stretches inside the block, in order.
    pub bold: Vec<Span>,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageStart {
    /// Its first byte in the canonical text.
    pub at: usize,
    /// Its number in the file, from 1.
    pub page: u32,
}

/// One report as text. Every quote of every later stage is a slice of `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file's name without its directory, as the reader of the report will see it.
    pub name: String,
    /// SHA-256 of the input bytes, lower-case hex.
    pub sha256: String,
    /// The canonical text: LF line breaks, page furniture and site chrome removed, sentences cut by page breaks rejoined.
    pub text: String,
    /// The blocks over it.
    pub blocks: Vec<Block>,
    /// Where each page with text begins, in the order of the text; one that is left for a note and come back to begins again. Empty
    /// where the format has no pages.
    pub pages: Vec<PageStart>,
    /// Whether the text seems to hold the whole report.
    pub complete: bool,
}

impl Document {
    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The index of the block that holds the byte `at`.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let next = self.blocks.partition_point(|block| block.span.start <= at);
        let index = next.checked_sub(1)?;
        (at < self.blocks[index].span.end).then_some(index)
    }

    /// The page that holds the byte `at`, from 1; `None` where the format has no pages.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let next = self.pages.partition_point(|page| page.at <= at);
        Some(self.pages.get(next.checked_sub(1)?)?.page)
    }
}

/// More lines with words than this are no report: the longest have some thousands, broken at every twentieth character.
/// The limit bounds memory and time whatever the size of the file.
const MOST_LINES: usize = 50_000;
/// So many lines are looked at to tell the language.
const SAMPLE: usize = 400;

/// Whether the last words of a report stand in the second half of the text and are whole: what follows is an annex.
fn closes(text: &str, blocks: &[Block], cues: &lang::pack::ReadCues) -> bool {
    let second_half = blocks.iter().rev().take_while(|block| block.span.start * 2 > text.len());
    second_half.map(|block| block.span.slice(text)).any(|block| join::ended(block) && cues.closing.any(block))
}

/// Reads one report in this process. `name` is the file's name as the reader of the result will see it; directories are cut off.
///
/// # Errors
/// An input that is empty, of a format that is not read, damaged, locked, without text, or larger than the policy allows.
pub fn read(name: &str, bytes: &[u8], policy: &Policy, notices: &mut Notices) -> Result<Document> {
    read_by(take, &File { name, bytes, policy }, notices)
}

/// Reads one report, its lines taken by `reader`: [`take`] or what guards it.
///
/// # Errors
/// Those of [`read`].
pub fn read_by(reader: Reader, file: &File<'_>, notices: &mut Notices) -> Result<Document> {
    let File { name, bytes, .. } = *file;
    let taken = reader(file)?;
    notices.extend(taken.notices);
    if taken.lines.len() > MOST_LINES {
        let message = format!(
            "the text has more than {MOST_LINES} lines with words, which no report has; split it or take out what is no report"
        );
        return Err(Error::new(ErrorKind::Input, name, message));
    }
    let pack =
        lang::detect(&taken.lines.iter().take(SAMPLE).map(|line| line.text.as_str()).collect::<String>());
    let tidied = tidy::tidy(taken.lines, &pack.read);
    let join::Joined { text, blocks, pages } = join::join(tidied.lines, pack);
    if text.is_empty() {
        return Err(Error::new(
            ErrorKind::Input,
            name,
            "the file holds no text besides page furniture; give a report",
        ));
    }
    if tidied.repeated > 0 {
        let message =
            format!("the body stands twice; the second copy ({} characters) was left out", tidied.repeated);
        notices.push(
            Notice::new(NoticeKind::RepeatedBody, Severity::Info, message)
                .with("characters", tidied.repeated),
        );
    }
    let ends = join::ended(&text) || closes(&text, &blocks, &pack.read);
    if !ends {
        let end = Span::new(blocks.last().map_or(0, |block| block.span.start), text.len());
        let message = "the text stops inside a sentence; the end of the report seems to be missing";
        notices.push(Notice::new(NoticeKind::CutOff, Severity::Warning, message).at(end));
    }
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    Ok(Document { name, sha256, text, blocks, pages, complete: ends && taken.whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(source: &str) -> (Result<Document>, Notices) {
        let mut notices = Notices::new();
        (read("dir/甲.txt", source.as_bytes(), &Policy::default(), &mut notices), notices)
    }

    #[test]
    fn blocks_are_in_order_and_leave_only_line_breaks_between() {
        let (document, notices) = read_text(
            "各位代表：\n\n一、2022年工作回顾\n\n建成 2 所[1]，县长??张三。\n\n二、2023年工作安排\n\n新建3所。",
        );
        let document = document.unwrap();
        assert_eq!(document.name, "甲.txt");
        assert!(notices.is_empty() && document.complete);
        assert!(document.text.contains("建成 2 所[1]，县长??张三。"));
        let mut end = 0;
        for block in &document.blocks {
            assert!(block.span.fits(&document.text) && block.span.trim_space(&document.text) == block.span);
            assert!(document.slice(Span::new(end, block.span.start)).chars().all(|c| c == '\n'));
            end = block.span.end;
        }
        assert_eq!(end, document.text.len());
        assert_eq!(document.sha256.len(), 64);
    }

    #[test]
    fn a_text_that_stops_inside_a_sentence_says_so() {
        let (document, notices) = read_text("一、2022年工作回顾\n建成学校2所，新增就业岗位");
        assert!(!document.unwrap().complete);
        assert_eq!(notices[0].kind, NoticeKind::CutOff);
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        let policy = Policy { most_bytes: 10, ..Policy::default() };
        let error = read("a.txt", "一二三四五".as_bytes(), &policy, &mut Notices::new()).unwrap_err();
        assert!(error.to_string().contains("15 bytes"));
    }

    #[test]
    fn more_lines_than_any_report_has_are_refused() {
        for source in ["建设\n", "建设\u{c}", "# 建\n\n", "**建**设\n\n", "（一）建。"] {
            let error = read_text(&source.repeat(MOST_LINES + 1)).0.unwrap_err();
            assert!(error.to_string().contains("50000 lines"), "{source:?}: {error}");
        }
        assert!(read_text(&"建设\n".repeat(MOST_LINES)).0.is_ok());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let mut notices = Notices::new();
            if let Ok(document) = read("x", &bytes, &Policy::default(), &mut notices) {
                crate::outline::outline(&document, &Policy::default(), &mut notices);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[一二、（）()各位代表：。，“”今年2023工作回顾任务*#\n\u{3000}? -]{0,200}") {
            let mut notices = Notices::new();
            if let Ok(document) = read("x", text.as_bytes(), &Policy::default(), &mut notices) {
                let outline = crate::outline::outline(&document, &Policy::default(), &mut notices);
                assert_eq!(outline.halves.len(), document.blocks.len());
                assert!(outline.sections.iter().all(|section| section.span.fits(&document.text) && section.head.fits(&document.text)));
            }
        }
    }
}
