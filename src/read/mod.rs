//! Bytes to a `Document` (waist 1). Comes in: the bytes of one file. Goes out: one canonical text with blocks over it.
//! Nothing after this stage knows a file format.
//!
//! The way: `decode` gives characters, a format of `FORMATS` gives lines, `tidy` drops what is no part of the report,
//! `join` makes paragraphs of lines.

mod decode;
mod join;
mod markdown;
mod site;
mod text;
mod tidy;

use crate::error::{Error, ErrorKind, Result};
use crate::lang;
use crate::notice::{Notice, NoticeKind, Notices, Severity};
use crate::policy::Policy;
use crate::span::Span;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// What a block of the canonical text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// The page it begins on, from 1; `None` where the format has none.
    pub page: Option<u32>,
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
}

/// One line of a format, before it is known what belongs together.
#[derive(Debug, Clone)]
struct Line<'a> {
    /// The words, trimmed.
    text: Cow<'a, str>,
    /// What the format says it is.
    kind: BlockKind,
    /// The level that the format marks.
    marked: Option<u8>,
    /// Bold stretches, in bytes of `text`.
    bold: Vec<Range<usize>>,
    /// How many empty lines stand before it.
    gap: usize,
    /// Whether it was indented as the first line of a paragraph.
    indent: bool,
    /// The page it stands on.
    page: Option<u32>,
    /// Whether it is a paragraph of its own whatever its neighbours are.
    alone: bool,
}

impl<'a> Line<'a> {
    fn new(text: impl Into<Cow<'a, str>>, kind: BlockKind) -> Self {
        Self {
            text: text.into(),
            kind,
            marked: None,
            bold: Vec::new(),
            gap: 0,
            indent: false,
            page: None,
            alone: false,
        }
    }
}

/// More lines with words than this are no report: the longest have some thousands, broken at every twentieth character.
/// The limit bounds memory and time whatever the size of the file.
const MOST_LINES: usize = 50_000;

/// One input format.
struct Format {
    /// Whether the text is of this format, by its content.
    sniff: fn(&str) -> bool,
    /// The lines of such a text, or what is wrong with it.
    lines: for<'a> fn(&'a str, &lang::pack::ReadCues) -> Result<Vec<Line<'a>>, String>,
}

/// Every format, the first that fits is taken; the last takes everything.
const FORMATS: &[Format] = &[
    Format {
        sniff: is_html,
        lines: |_, _| {
            Err("this is an HTML page, which is not read yet; save the report as text or Markdown".to_owned())
        },
    },
    Format { sniff: markdown::sniff, lines: markdown::checked_lines },
    Format { sniff: |_| true, lines: |text, cues| Ok(text::lines(text, cues)) },
];

fn is_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// Whether the last words of a report stand in the second half of the text and are whole: what follows is an annex.
fn closes(text: &str, blocks: &[Block], cues: &lang::pack::ReadCues) -> bool {
    let second_half = blocks.iter().rev().take_while(|block| block.span.start * 2 > text.len());
    second_half.map(|block| block.span.slice(text)).any(|block| join::ended(block) && cues.closing.any(block))
}

/// Reads one report. `name` is the file's name as the reader of the result will see it; directories are cut off.
///
/// # Errors
/// An input that is empty, binary, larger than the policy allows, of more than `MOST_LINES` lines, of a format that is not read, or in no known encoding.
pub fn read(name: &str, bytes: &[u8], policy: &Policy, notices: &mut Notices) -> Result<Document> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > policy.most_bytes {
        let message = format!(
            "the file has {} bytes, more than the {} that are read; split it",
            bytes.len(),
            policy.most_bytes
        );
        return Err(Error::new(ErrorKind::Input, name, message));
    }
    let decoded = decode::decode(name, bytes)?;
    let (encoding, guessed, lost) = (decoded.encoding, decoded.guessed, decoded.lost);
    let source = text::unescape(decoded.text);
    let pack = lang::detect(&source);
    let lines = FORMATS
        .iter()
        .find(|format| (format.sniff)(&source))
        .map_or_else(|| Ok(Vec::new()), |format| (format.lines)(&source, &pack.read))
        .map_err(|message| Error::new(ErrorKind::Input, name, message))?;
    if lines.len() > MOST_LINES {
        let message = format!(
            "the text has more than {MOST_LINES} lines with words, which no report has; split it or take out what is no report"
        );
        return Err(Error::new(ErrorKind::Input, name, message));
    }
    let tidied = tidy::tidy(lines, &pack.read);
    let (text, blocks) = join::join(tidied.lines, pack);
    if text.is_empty() {
        return Err(Error::new(
            ErrorKind::Input,
            name,
            "the file holds no text besides page furniture; give a report",
        ));
    }
    if guessed {
        let message = format!("the encoding is not declared; read as {encoding}");
        notices.push(
            Notice::new(NoticeKind::GuessedEncoding, Severity::Info, message).with("encoding", encoding),
        );
    }
    if lost > 0 {
        let message = format!("{lost} characters could not be decoded as {encoding} and stand as U+FFFD");
        notices.push(
            Notice::new(NoticeKind::UndecodedBytes, Severity::Warning, message)
                .with("count", lost)
                .with("encoding", encoding),
        );
    }
    if tidied.repeated > 0 {
        let message =
            format!("the body stands twice; the second copy ({} characters) was left out", tidied.repeated);
        notices.push(
            Notice::new(NoticeKind::RepeatedBody, Severity::Info, message)
                .with("characters", tidied.repeated),
        );
    }
    let complete = join::ended(&text) || closes(&text, &blocks, &pack.read);
    if !complete {
        let end = Span::new(blocks.last().map_or(0, |block| block.span.start), text.len());
        let message = "the text stops inside a sentence; the end of the report seems to be missing";
        notices.push(Notice::new(NoticeKind::CutOff, Severity::Warning, message).at(end));
    }
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    Ok(Document { name, sha256, text, blocks, complete })
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
    fn too_large_and_html_are_refused() {
        let policy = Policy { most_bytes: 10, ..Policy::default() };
        let error = read("a.txt", "一二三四五".as_bytes(), &policy, &mut Notices::new()).unwrap_err();
        assert!(error.to_string().contains("15 bytes"));
        assert!(read_text("<!DOCTYPE html><p>报告</p>").0.unwrap_err().to_string().contains("HTML"));
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
