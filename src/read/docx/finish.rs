//! Drafts to lines, once the whole document is known: which paragraphs are headings without a style that says so, which words are
//! bold where not all are.

use super::draft::{Draft, Seen};
use super::look::Face;
use super::styles::Role;
use crate::read::BlockKind;
use crate::read::join;
use crate::read::line::Line;
use std::collections::{BTreeMap, BTreeSet};

/// A heading has at most so many characters.
const LONGEST: usize = 60;
/// A heading that a style marks has at most so many: more is a paragraph in a wrong style.
const LONGEST_STYLED: usize = 120;
/// The words of a look are those of the body and no mark when they are more than one in so many.
const BODY_SHARE: usize = 3;

/// What the body of the document looks like.
struct Usual {
    /// The size of most words, in half points.
    size: u32,
    /// Whether so many words are bold that bold says nothing.
    bold: bool,
    /// Whether the same holds of strong fonts, and of written ones.
    strong: bool,
    written: bool,
}

impl Usual {
    fn of(drafts: &[Draft]) -> Self {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let (mut all, mut bold, mut strong, mut written) = (0, 0, 0, 0);
        for (range, seen) in drafts.iter().flat_map(|draft| &draft.looks) {
            let length = range.len();
            all += length;
            bold += if seen.bold { length } else { 0 };
            strong += if seen.face == Face::Strong { length } else { 0 };
            written += if seen.face == Face::Written { length } else { 0 };
            *sizes.entry(seen.size).or_default() += length;
        }
        let size = sizes.iter().max_by_key(|(_, length)| **length).map_or(0, |(size, _)| *size);
        let most = |length: usize| length * BODY_SHARE > all;
        Self { size, bold: most(bold), strong: most(strong), written: most(written) }
    }

    /// Whether words are set apart by strong strokes.
    fn is_bold(&self, seen: Seen) -> bool {
        (seen.bold && !self.bold) || (seen.face == Face::Strong && !self.strong)
    }

    /// Whether all words of a draft are set apart as those of a heading are, and how large the smallest is.
    fn heading(&self, draft: &Draft) -> Option<u32> {
        let text = draft.text.trim();
        let title = draft.centred || !draft.text.contains('\n');
        let words =
            text.chars().take(LONGEST + 1).count() <= LONGEST && text.chars().any(char::is_alphabetic);
        // What ends as a sentence or a lead-in does is none; a line of date or place, a speaker's name neither.
        let ends = text
            .ends_with(['。', '！', '？', '；', '：', '，', '、', '.', ':', '!', '?', ';', ',', '）', ')']);
        let dated =
            text.starts_with(['—', '–', '-', '（', '(']) && !text.starts_with("（一") && !numbered(text);
        if draft.kind != BlockKind::Paragraph
            || draft.beside
            || !title
            || !words
            || ends && !numbered(text)
            || dated
        {
            return None;
        }
        let stops = join::ended(text) || text.ends_with(['：', ':', '，', ',', '、']);
        let mut sizes = draft
            .looks
            .iter()
            .filter(|(range, _)| draft.text.get(range.clone()).is_some_and(|words| !words.trim().is_empty()));
        let apart = sizes.clone().all(|(_, seen)| {
            seen.size > self.size || self.is_bold(*seen) || (seen.face == Face::Written && !self.written)
        });
        let smallest =
            sizes.next().map(|(_, first)| sizes.map(|(_, seen)| seen.size).fold(first.size, u32::min));
        smallest.filter(|_| apart && !stops)
    }
}

/// Whether a text begins with a number in brackets: （一）, (1).
fn numbered(text: &str) -> bool {
    let inner =
        text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')'])).map(|(inner, _)| inner);
    inner.is_some_and(|inner| {
        !inner.is_empty()
            && inner.chars().count() <= 3
            && inner.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    })
}

/// The lines of a document: `drafts` in order, then the notes, which are no part of the report.
pub(super) fn lines(drafts: Vec<Draft>, notes: Vec<Draft>) -> Vec<Line> {
    let usual = Usual::of(&drafts);
    let headings: Vec<Option<u32>> =
        drafts.iter().map(|draft| draft.role.is_none().then(|| usual.heading(draft)).flatten()).collect();
    // The largest is the first level.
    let sizes: BTreeSet<u32> = headings.iter().flatten().copied().collect();
    let mut lines = Vec::with_capacity(drafts.len() + notes.len());
    for (draft, heading) in drafts.into_iter().zip(headings) {
        let level = heading.map(|size| sizes.iter().filter(|other| **other > size).count() + 1);
        lines.extend(of_draft(draft, level.and_then(|level| u8::try_from(level).ok()), &usual));
    }
    for note in notes {
        let mut line = Line::new(note.one_line(), BlockKind::Furniture);
        line.alone = true;
        if line.trim() {
            lines.push(line);
        }
    }
    lines
}

/// The lines of one draft; `level` where it looks like a heading.
fn of_draft(draft: Draft, level: Option<u8>, usual: &Usual) -> Vec<Line> {
    if draft.kind == BlockKind::Table {
        let mut line = Line::new(draft.text, BlockKind::Table);
        line.alone = true;
        return if line.trim() { vec![line] } else { Vec::new() };
    }
    let short = draft.text.chars().take(LONGEST_STYLED + 1).count() <= LONGEST_STYLED
        && !draft.text.trim_end_matches(['。', '！', '\n', ' ']).contains(['。', '！', '？', '；']);
    let styled = match draft.role {
        Some(Role::Title) => Some(1),
        Some(Role::Heading(level)) => Some(level),
        _ => None,
    };
    let marked = styled.filter(|_| short).or(level);
    let mut found = Vec::new();
    for mut line in split(&draft, usual) {
        if !line.trim() {
            continue;
        }
        line.indent = draft.indent && found.is_empty();
        line.alone = draft.beside || draft.role == Some(Role::Subtitle);
        if marked.is_some() {
            line.kind = BlockKind::Heading;
            line.marked = marked;
            line.alone = true;
        }
        found.push(line);
    }
    // A heading is broken to fit, not to say two things, unless the second says when and where.
    let mut merged: Vec<Line> = Vec::with_capacity(found.len());
    for line in found {
        let starts =
            line.text.starts_with(['—', '（', '(']) || line.text.starts_with(|c: char| c.is_ascii_digit());
        match merged.last_mut().filter(|_| marked.is_some() && !starts) {
            Some(last) => {
                let at = last.text.len();
                last.text.push_str(&line.text);
                last.bold.extend(line.bold.into_iter().map(|bold| bold.start + at..bold.end + at));
            }
            None => merged.push(line),
        }
    }
    merged
}

/// A draft at its line breaks, tabs made blanks, with what is bold.
fn split(draft: &Draft, usual: &Usual) -> Vec<Line> {
    let mut lines = vec![Line::new(String::new(), draft.kind)];
    for (range, seen) in &draft.looks {
        let words = draft.text.get(range.clone()).unwrap_or_default();
        for (index, part) in words.split('\n').enumerate() {
            if index > 0 {
                lines.push(Line::new(String::new(), draft.kind));
            }
            let Some(line) = lines.last_mut() else { continue };
            let start = line.text.len();
            line.text.extend(part.chars().map(|c| if c == '\t' { ' ' } else { c }));
            let end = line.text.len();
            if usual.is_bold(*seen) && end > start {
                match line.bold.last_mut() {
                    Some(last) if last.end == start => last.end = end,
                    _ => line.bold.push(start..end),
                }
            }
        }
    }
    lines
}
