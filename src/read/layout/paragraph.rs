//! Lines of text to paragraphs. A line goes on with the one before where that is full and nothing sets it apart: no indent, no space,
//! no other size; also across columns and pages. Larger, bold and centred lines are headings.

use super::row::Bit;
use super::{Piece, SMALL_PRINT, Text, square};
use crate::read::BlockKind;
use crate::read::line::Line;
use std::collections::HashMap;

/// A first line is indented by at least this share of the size.
const INDENT: f64 = 0.8;
/// Lines whose sizes differ by more than this share are of different paragraphs.
const OTHER_SIZE: f64 = 0.08;
/// Text larger than the body by this factor is a heading.
const LARGER: f64 = 1.12;
/// A line further down than this factor of the usual step begins a paragraph.
const SPACE: f64 = 1.3;
/// A line within a paragraph leaves at most this share of its column free.
const RAGGED: f64 = 0.3;
/// So many lines of small print stand at the foot of a page at most.
const MOST_SMALL_PRINT: usize = 20;
/// A heading has at most so many characters.
const LONGEST_HEADING: usize = 80;
/// A bold line that is a heading has at most so many.
const LONGEST_BOLD: usize = 60;
/// Signs before the items of a list.
const BULLETS: &[char] = &['•', '●', '■', '◆', '○', '▪', '◦', '➢', '✓', '□', '▶', '·'];

/// What is usual in the file.
struct Usual {
    /// The size of most characters, in points.
    size: f64,
    /// How far down the next line of a paragraph is, in sizes.
    step: f64,
    /// Whether paragraphs begin with an indent.
    indents: bool,
    /// Whether most of the text is bold, so that bold says nothing.
    bold: bool,
    /// The pages between which and the one before text is missing.
    apart: Vec<u32>,
}

/// A paragraph in the making.
struct Paragraph {
    line: Line,
    first: Edge,
    last: Edge,
    lines: usize,
    bold: bool,
    /// What stood between its lines at the foot or at the head of a page and is read after it.
    notes: Vec<Text>,
}

/// Where a line stands.
#[derive(Clone)]
struct Edge {
    x0: f64,
    x1: f64,
    y: f64,
    size: f64,
    left: f64,
    right: f64,
    column: usize,
    page: u32,
    bold: bool,
}

impl Edge {
    fn of(text: &Text) -> Self {
        let Bit { x0, x1, y, size, .. } = text.bit;
        Self {
            x0,
            x1,
            y,
            size,
            left: text.left,
            right: text.right,
            column: text.column,
            page: text.page,
            bold: text.bit.is_bold(),
        }
    }

    fn indent(&self) -> f64 {
        (self.x0 - self.left) / self.size
    }

    fn room(&self) -> f64 {
        (self.right - self.x1) / self.size
    }

    /// Whether it stands in the middle of its column.
    fn centred(&self) -> bool {
        let (before, after) = (self.indent(), self.room());
        let narrow = self.x1 - self.x0 <= (self.right - self.left) * 0.8;
        before > 1.2
            && after > 0.8
            && (before - after).abs() <= 1.2_f64.max(before * 0.1)
            && (narrow || before > 4.0)
    }
}

/// The lines of a file from its pieces in reading order; text is missing before the pages `apart`.
pub(super) fn paragraphs(pieces: Vec<Piece>, apart: Vec<u32>) -> Vec<Line> {
    let usual = Usual::of(&pieces, apart);
    let mut done: Vec<(Line, Option<f64>)> = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut pieces = pieces.into_iter();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Cells(cells, page) => {
                done.extend(open.take().into_iter().flat_map(|paragraph| paragraph.end(&usual)));
                let mut line = Line::new(cells.join("\t"), BlockKind::Table);
                (line.page, line.alone) = (Some(page), true);
                if line.trim() {
                    done.push((line, None));
                }
            }
            Piece::Text(text) => match &mut open {
                Some(paragraph) if !paragraph.ends_before(&text, &usual) => paragraph.add(&text),
                Some(paragraph) if paragraph.goes_on_behind(&text, pieces.as_slice(), &usual) => {
                    paragraph.notes.push(text);
                }
                _ => {
                    done.extend(open.take().into_iter().flat_map(|paragraph| paragraph.end(&usual)));
                    open = Some(Paragraph::begin(text));
                }
            },
        }
    }
    done.extend(open.take().into_iter().flat_map(|paragraph| paragraph.end(&usual)));
    levels(done)
}

/// Gives headings their levels in the order of their sizes.
fn levels(done: Vec<(Line, Option<f64>)>) -> Vec<Line> {
    let step = |size: f64| (size * 2.0).round() as i64;
    let mut sizes: Vec<i64> = done.iter().filter_map(|(_, size)| size.map(step)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    let level =
        |size: f64| sizes.iter().position(|other| *other == step(size)).map(|at| (at + 1).min(6) as u8);
    done.into_iter()
        .map(|(mut line, size)| {
            line.marked = size.and_then(level);
            line
        })
        .collect()
}

impl Usual {
    fn of(pieces: &[Piece], apart: Vec<u32>) -> Self {
        let texts: Vec<&Text> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(text),
                Piece::Cells(..) => None,
            })
            .collect();
        let mut sizes: HashMap<i64, usize> = HashMap::new();
        let (mut bold, mut all) = (0, 0);
        for text in &texts {
            let length = text.bit.text.len();
            *sizes.entry((text.bit.size * 4.0).round() as i64).or_default() += length;
            bold += text.bit.bold.iter().map(|bold| bold.len()).sum::<usize>();
            all += length;
        }
        let size = sizes
            .iter()
            .max_by_key(|(size, count)| (**count, **size))
            .map_or(10.0, |(size, _)| *size as f64 / 4.0);
        let body = |text: &Text| (text.bit.size - size).abs() <= size * OTHER_SIZE;
        let mut steps: Vec<f64> = texts
            .windows(2)
            .filter(|pair| body(pair[0]) && body(pair[1]) && pair[0].column == pair[1].column)
            .map(|pair| (pair[1].bit.y - pair[0].bit.y) / size)
            .filter(|step| (0.8..4.0).contains(step))
            .collect();
        steps.sort_by(f64::total_cmp);
        // Lines of one paragraph are the closest; a quarter of all are surely such.
        let step = steps.get(steps.len() / 4).copied().unwrap_or(1.5);
        let lines = texts.iter().filter(|text| body(text)).count();
        let indented = texts
            .iter()
            .filter(|text| body(text))
            .map(|text| Edge::of(text))
            .filter(|edge| (1.2..=3.2).contains(&edge.indent()) && !edge.centred())
            .count();
        Self { size, step, indents: indented >= 2 && indented * 25 >= lines, bold: bold * 2 > all, apart }
    }
}

impl Paragraph {
    fn begin(text: Text) -> Self {
        let edge = Edge::of(&text);
        let mut line = Line::new(text.bit.text, BlockKind::Paragraph);
        line.bold = text.bit.bold;
        line.page = Some(text.page);
        line.indent = edge.indent() >= INDENT;
        line.alone = true;
        Self { line, bold: edge.bold, first: edge.clone(), last: edge, lines: 1, notes: Vec::new() }
    }

    /// Whether a line does not go on with the paragraph.
    fn ends_before(&self, text: &Text, usual: &Usual) -> bool {
        let (last, next) = (&self.last, Edge::of(text));
        if (last.size - next.size).abs() > last.size.max(next.size) * OTHER_SIZE {
            return true;
        }
        if usual.apart.iter().any(|page| last.page < *page && *page <= next.page) {
            return true;
        }
        let here = last.column == next.column;
        let gap = (next.y - last.y) / next.size;
        if here && (gap > usual.step.max(1.0) * SPACE && gap > usual.step + 0.25) {
            return true;
        }
        if starts(&text.bit.text) && !self.open() && (ended(&self.line.text) || !self.full(text)) {
            return true;
        }
        if starts(text.bit.text.as_str()) && starts(&self.line.text) && !self.open() {
            return true;
        }
        if last.centred() || next.centred() {
            // A title may go on in the next line.
            let title = last.centred()
                && next.centred()
                && last.size > usual.size * LARGER
                && last.bold == next.bold
                && here;
            if title
                || last.centred() != next.centred()
                    && self.full(text)
                    && !next.centred()
                    && last.indent() < 3.5
            {
                return !title && next.indent() >= INDENT;
            }
            if !(self.full(text) && self.lines > 1) {
                return true;
            }
        }
        let flush = usual.indents && next.indent() < INDENT && last.left == next.left;
        if !(self.full(text) || flush && self.may_be_ragged(text, &next)) {
            return true;
        }
        if self.lines == 1
            && self.bold
            && !next.bold
            && !usual.bold
            && last.bold
            && text.bit.bold.first().is_none_or(|bold| bold.start != 0)
            && last.room() > 1.0
        {
            return true;
        }
        if next.indent() >= INDENT {
            let hangs =
                self.lines == 1 && next.x0 > self.first.x0 + next.size * 0.3 && itemized(&self.line.text);
            let goes_on = self.lines > 1 && (next.x0 - last.x0).abs() <= next.size * 0.3;
            let block = !usual.indents && (next.x0 - last.x0).abs() <= next.size * 0.3;
            return !(hangs || goes_on || block);
        }
        !here && !usual.indents && ended(&self.line.text)
    }

    /// Whether `text` and what follows it in small print stand at the foot of this column or at the head of the next, and the
    /// paragraph goes on behind it.
    fn goes_on_behind(&self, text: &Text, rest: &[Piece], usual: &Usual) -> bool {
        let small = |text: &Text| text.bit.size < self.last.size * SMALL_PRINT;
        let printed = |piece: &&Piece| matches!(piece, Piece::Text(text) if small(text));
        let run = rest.iter().take(MOST_SMALL_PRINT).take_while(printed).count();
        let foot = |text: &Text| text.column == self.last.column;
        let at_foot =
            foot(text) && rest[..run].iter().all(|piece| matches!(piece, Piece::Text(text) if foot(text)));
        let Some(Piece::Text(next)) = rest.get(run) else { return false };
        let body = (self.last.size - usual.size).abs() <= usual.size * OTHER_SIZE;
        body && small(text)
            && !foot(next)
            && (at_foot || !ended(&self.line.text))
            && !self.ends_before(next, usual)
    }

    /// Whether a sentence, a bracket or a quotation is still open.
    fn open(&self) -> bool {
        self.line.text.ends_with(['，', '、', ',', '“', '（', '《', '('])
    }

    /// Whether the last line, short as it is, can be one that is not the last of its paragraph, where first lines are indented and the
    /// next is not: some programs break lines by the count of characters.
    fn may_be_ragged(&self, text: &Text, next: &Edge) -> bool {
        let width = self.last.right - self.last.left;
        let much = self.last.right - self.last.x1 < width * RAGGED;
        let bare = text.bit.text.chars().count() < 25 && !ended(&text.bit.text) && next.room() > 2.0;
        much && (!ended(&self.line.text) || !bare) && self.last.bold == next.bold
    }

    /// Whether the last line has no room for what the next begins with.
    fn full(&self, next: &Text) -> bool {
        self.last.room() * self.last.size <= next.bit.head + self.last.size * 0.55
    }

    fn add(&mut self, text: &Text) {
        let line = &mut self.line;
        let hyphen = line.text.ends_with(['\u{2010}', '-', '\u{ad}']);
        let word = |c: char| c.is_alphabetic() && !square(c);
        let inside = line.text.chars().rev().nth(1).is_some_and(word)
            && text.bit.text.starts_with(|c: char| word(c) && c.is_lowercase());
        if line.text.ends_with('\u{ad}') || (hyphen && inside) {
            line.text.pop();
            let length = line.text.len();
            for bold in &mut line.bold {
                bold.end = bold.end.min(length);
            }
        } else if needs_blank(&line.text, &text.bit.text) {
            line.text.push(' ');
        }
        let at = line.text.len();
        if text.page != self.last.page {
            line.turns.push((at, text.page));
        }
        line.text.push_str(&text.bit.text);
        for bold in &text.bit.bold {
            let bold = bold.start + at..bold.end + at;
            match line.bold.last_mut() {
                Some(last) if last.end + 1 >= bold.start => last.end = bold.end,
                _ => line.bold.push(bold),
            }
        }
        self.last = Edge::of(text);
        self.bold &= self.last.bold;
        self.lines += 1;
    }

    /// Its line and those of its notes, each with the size of a heading.
    fn end(mut self, usual: &Usual) -> Vec<(Line, Option<f64>)> {
        let mut notes: Vec<Self> = Vec::new();
        for note in std::mem::take(&mut self.notes) {
            match notes.last_mut() {
                Some(last) if last.last.column == note.column && !last.ends_before(&note, usual) => {
                    last.add(&note)
                }
                _ => notes.push(Self::begin(note)),
            }
        }
        [self].into_iter().chain(notes).map(|paragraph| paragraph.line(usual)).collect()
    }

    /// The line, and the size of a heading.
    fn line(self, usual: &Usual) -> (Line, Option<f64>) {
        let Self { mut line, first, lines, bold, .. } = self;
        let length = line.text.chars().count();
        let closed = line.text.ends_with(['。', '；', '，', '：', ';', ',', ':'])
            || (length > 30 && ended(&line.text));
        let large = first.size > usual.size * LARGER && length <= LONGEST_HEADING;
        let strong = bold && !usual.bold && length <= LONGEST_BOLD && lines <= 2;
        if (large || strong) && !closed {
            line.kind = BlockKind::Heading;
            return (line, Some(first.size));
        }
        if let Some(rest) = line.text.strip_prefix(BULLETS).filter(|rest| !rest.trim().is_empty()) {
            let rest = rest.to_owned();
            let cut = line.text.len() - rest.len();
            line.text = rest;
            let back = |at: usize| at.saturating_sub(cut);
            line.bold.iter_mut().for_each(|bold| *bold = back(bold.start)..back(bold.end));
            line.turns.iter_mut().for_each(|(at, _)| *at = back(*at));
            line.trim();
            line.kind = BlockKind::Item;
        }
        (line, None)
    }
}

/// Whether a line begins as only a heading or an item does: 一、 （一） 第一章 一是 1. and the like, or a bullet.
fn starts(text: &str) -> bool {
    let number = |c: char| "一二三四五六七八九十百".contains(c);
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let after = inner.trim_start_matches(number);
    let numbered = after.len() < inner.len() && inner.len() - after.len() <= 12;
    let bracket = inner.len() < text.len() && numbered && after.starts_with(['）', ')']);
    let comma = inner.len() == text.len()
        && numbered
        && after.starts_with('、')
        && !after.chars().nth(1).is_some_and(number);
    let chapter = text.strip_prefix('第').is_some_and(|rest| {
        let after = rest.trim_start_matches(number);
        after.len() < rest.len() && after.starts_with(['章', '节', '篇'])
    });
    bracket
        || comma
        || chapter
        || text.starts_with("——")
        || text.starts_with(|c: char| BULLETS.contains(&c) && c != '·')
}

/// Whether a paragraph is an item whose further lines may hang.
fn itemized(text: &str) -> bool {
    text.starts_with(BULLETS)
        || text.starts_with(|c: char| c.is_ascii_digit() || "（(①②③④⑤⑥⑦⑧⑨⑩—".contains(c))
}

fn ended(text: &str) -> bool {
    crate::read::join::ended(text)
}

/// Whether two lines of a paragraph need a blank between: words of Latin letters do, figures in a Chinese text do not.
fn needs_blank(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    if square(last) || square(first) {
        return false;
    }
    let chinese = before.chars().rev().take(40).filter(|c| square(*c)).count() >= 4;
    if chinese { last.is_ascii_alphabetic() && first.is_ascii_alphabetic() } else { true }
}
