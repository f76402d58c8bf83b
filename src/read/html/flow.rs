//! The elements of a page to its lines, as a browser would set them. Comes in: the page. Goes out: every line that is shown, with
//! the place in the page where it begins. Which of them are the report, `article` decides.

use super::super::line::{Line, blank};
use super::super::{BlockKind, MOST_LINES, text};
use super::names::Tag;
use super::tree::{Node, Page};
use crate::text::fold::fold;
use std::ops::Range;

/// A heading of the page has at most so many characters; what is longer is a paragraph that was made large.
const LONGEST_HEADING: usize = 80;
/// A wholly bold line of at most so many characters that ends no sentence stands alone.
const LONGEST_BOLD: usize = 60;
/// A cell of a table has at most so many characters; a longer one holds a part of the page.
const LONGEST_CELL: usize = 400;
/// A cell with so many paragraphs and so many ends of sentences holds a part of the page.
const FEWEST_PARAGRAPHS: usize = 3;
/// Signs that stand in sentences and in no menu.
const MARKS: [char; 6] = ['，', '。', '；', '、', '！', '？'];
/// So many of them make a line prose, if it has at least so many characters.
const FEWEST_MARKS: usize = 3;
/// See [`FEWEST_MARKS`].
const SHORTEST_PROSE: usize = 30;

/// One line of the page.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The line.
    pub(super) line: Line,
    /// The node that it begins in.
    pub(super) node: usize,
    /// It is prose, of so many signs.
    pub(super) prose: usize,
    /// Most of it is links.
    pub(super) linked: bool,
    /// It stands behind a `<br>`.
    pub(super) broken: bool,
}

/// The lines of a page; only the first `MOST_LINES` and a few, which is more than are read.
pub(super) fn lines(page: &Page) -> Vec<Shown> {
    let mut flow = Flow { page, marks: marks(page), ..Flow::new(page) };
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < page.nodes.len() && flow.lines.len() <= MOST_LINES {
        while let Some(&inner) = open.last().filter(|&&inner| page.nodes[inner].end <= at) {
            flow.leave(inner);
            open.pop();
        }
        let node = &page.nodes[at];
        if node.tag == Tag::Text {
            flow.text(at, node);
        } else if node.out && !flow.holds_most(at) {
            if !super::names::within_line(node.tag) {
                flow.end_line();
            }
            at = node.end;
            continue;
        } else {
            flow.enter(at);
            open.push(at);
        }
        at += 1;
    }
    while let Some(inner) = open.pop() {
        flow.leave(inner);
    }
    flow.end_line();
    flow.lines
}

/// How many signs of sentences stand before each node, and in all.
fn marks(page: &Page) -> Vec<usize> {
    let mut sum = 0;
    let mut marks: Vec<usize> = Vec::with_capacity(page.nodes.len() + 1);
    for node in &page.nodes {
        marks.push(sum);
        if node.tag == Tag::Text {
            sum += page.text.get(node.text.clone()).unwrap_or_default().matches(MARKS).count();
        }
    }
    marks.push(sum);
    marks
}

/// The walk over the nodes.
struct Flow<'a> {
    page: &'a Page,
    marks: Vec<usize>,
    lines: Vec<Shown>,
    /// The line so far.
    words: String,
    bold: Vec<Range<usize>>,
    /// The node it begins in.
    begins: Option<usize>,
    /// So many bytes of it are links.
    linked: usize,
    /// White space stands behind it; true when a line break of the source is among it.
    space: Option<bool>,
    gap: usize,
    broken: bool,
    indent: bool,
    heading: Option<u8>,
    links: usize,
    pre: usize,
    /// Where in the line the raised characters begin.
    raised: Option<usize>,
    /// The next number of every list around; `None` for one without numbers.
    lists: Vec<Option<i64>>,
    /// The entry that begins: its number.
    entry: Option<Option<i64>>,
    /// Of every table around, whether its rows are lines.
    tables: Vec<bool>,
    /// The cells so far of the row that is a line.
    row: Option<usize>,
}

impl<'a> Flow<'a> {
    fn new(page: &'a Page) -> Self {
        Self {
            page,
            marks: Vec::new(),
            lines: Vec::new(),
            words: String::new(),
            bold: Vec::new(),
            begins: None,
            linked: 0,
            space: None,
            gap: 0,
            broken: false,
            indent: false,
            heading: None,
            links: 0,
            pre: 0,
            raised: None,
            lists: Vec::new(),
            entry: None,
            tables: Vec::new(),
            row: None,
        }
    }

    /// Whether most of the page's sentences stand in an element: then it is read whatever it is.
    fn holds_most(&self, at: usize) -> bool {
        let inside = self.marks[self.page.nodes[at].end] - self.marks[at];
        inside > 0 && inside * 2 > self.marks[self.page.nodes.len()]
    }

    fn enter(&mut self, at: usize) {
        let node = &self.page.nodes[at];
        match node.tag {
            Tag::Text | Tag::Inline => {}
            Tag::Link => self.links += 1,
            Tag::Raised => self.raised = Some(self.words.len()),
            Tag::Block => self.end_line(),
            Tag::Paragraph | Tag::Rule => self.end_paragraph(),
            Tag::Heading(level) => {
                self.end_paragraph();
                self.heading = Some(level);
            }
            Tag::List(numbered) => {
                self.end_line();
                let first = self.page.numbers.get(&at).copied().unwrap_or(Some(1));
                self.lists.push(first.filter(|_| numbered));
            }
            Tag::Item => {
                self.end_line();
                let own = self.page.numbers.get(&at).copied().flatten();
                let next = self.lists.last_mut().and_then(Option::as_mut);
                self.entry = Some(next.map(|next| {
                    let number = own.unwrap_or(*next);
                    *next = number.saturating_add(1);
                    number
                }));
            }
            Tag::Pre => {
                self.end_paragraph();
                self.pre += 1;
            }
            Tag::Table => {
                self.end_paragraph();
                self.tables.push(self.row.is_none() && is_data(self.page, at));
            }
            Tag::Row => {
                self.end_line();
                if self.tables.last() == Some(&true) {
                    self.row = Some(0);
                }
            }
            Tag::Cell => match &mut self.row {
                Some(cells) => {
                    *cells += 1;
                    if *cells > 1 {
                        self.space = None;
                        self.words.push('\t');
                    }
                }
                None => self.end_line(),
            },
            Tag::Break => self.line_break(),
        }
        if node.indent && self.words.is_empty() {
            self.indent = true;
        }
    }

    fn leave(&mut self, at: usize) {
        match self.page.nodes[at].tag {
            Tag::Text | Tag::Inline | Tag::Break | Tag::Rule | Tag::Cell if self.row.is_some() => {}
            Tag::Text | Tag::Inline | Tag::Break | Tag::Rule => {}
            Tag::Link => self.links -= 1,
            Tag::Raised => self.lower(),
            Tag::Block | Tag::Cell => self.end_line(),
            Tag::Paragraph => self.end_paragraph(),
            Tag::Heading(_) => {
                self.end_paragraph();
                self.heading = None;
            }
            Tag::List(_) => {
                self.end_line();
                self.lists.pop();
            }
            Tag::Item => {
                self.end_line();
                self.entry = None;
            }
            Tag::Pre => {
                self.end_paragraph();
                self.pre -= 1;
            }
            Tag::Table => {
                self.end_paragraph();
                self.tables.pop();
            }
            Tag::Row => {
                if self.row.take().is_some() {
                    self.push_line(BlockKind::Table);
                } else {
                    self.end_line();
                }
            }
        }
    }

    /// Adds characters.
    fn text(&mut self, at: usize, node: &Node) {
        let source = self.page.text.get(node.text.clone()).unwrap_or_default();
        // Entities that were written twice (`&amp;nbsp;`), literal `\r\n`.
        let twice = source.contains(['&', '\\']).then(|| text::unescape(source.to_owned()));
        let before = self.words.len();
        for c in twice.as_deref().unwrap_or(source).chars() {
            match c {
                '\n' if self.pre > 0 => self.line_break(),
                ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
                    if self.pre == 0 =>
                {
                    self.space = Some(self.space.unwrap_or(false) || !matches!(c, ' ' | '\t'));
                }
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
                '\t' => self.put(at, ' '),
                _ if c.is_control() => {}
                '\u{a0}' => self.put(at, ' '),
                _ => self.put(at, c),
            }
        }
        let from = before.min(self.words.len());
        let to = self.words.len();
        if to > from {
            if self.links > 0 {
                self.linked += to - from;
            }
            if node.bold {
                match self.bold.last_mut() {
                    Some(last) if last.end == from => last.end = to,
                    _ => self.bold.push(from..to),
                }
            }
        }
    }

    fn put(&mut self, at: usize, c: char) {
        if let Some(broken) = self.space.take() {
            // A line break of the source between Chinese signs is none; after a cell begins there is nothing to part.
            let last = self.words.chars().next_back();
            let parted = last.is_some_and(|last| last != '\t' && !(broken && (wide(last) || wide(c))));
            if parted {
                self.words.push(' ');
            }
        }
        if self.begins.is_none() && !blank(c) {
            self.begins = Some(at);
        }
        self.words.push(c);
    }

    /// Sets raised characters: note marks in brackets, a power behind `^`, square and cubic metres with their sign.
    fn lower(&mut self) {
        let Some(from) = self.raised.take().filter(|&from| from < self.words.len()) else { return };
        let mark = self.words.split_off(from);
        let digits = mark.trim_matches(blank);
        let set = if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            mark
        } else if self.words.ends_with(['m', 'M']) && matches!(digits, "2" | "3") {
            if digits == "2" { "²".to_owned() } else { "³".to_owned() }
        } else if ["×10", "x10", "*10", "X10"].iter().any(|power| self.words.ends_with(power)) {
            format!("^{digits}")
        } else {
            format!("[{digits}]")
        };
        self.words.push_str(&set);
        let end = self.words.len();
        if let Some(last) = self.bold.last_mut().filter(|last| last.end > from) {
            last.end = end;
        }
        self.bold.retain(|bold| bold.start < bold.end);
    }

    fn line_break(&mut self) {
        if self.row.is_some() {
            self.space = self.space.or(Some(false));
        } else if self.words.chars().all(blank) {
            self.words.clear();
            self.bold.clear();
            self.gap += 1;
        } else {
            self.end_line();
            self.broken = true;
        }
        self.space = self.space.filter(|_| self.row.is_some());
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        if self.row.is_none() {
            self.gap = self.gap.max(1);
        }
    }

    fn end_line(&mut self) {
        if self.row.is_some() {
            // Lines of one cell are parted by a blank.
            self.space = Some(false);
            return;
        }
        self.push_line(BlockKind::Paragraph);
    }

    fn push_line(&mut self, kind: BlockKind) {
        let words = std::mem::take(&mut self.words);
        let bold = std::mem::take(&mut self.bold);
        let (linked, begins) = (std::mem::take(&mut self.linked), self.begins.take());
        let indented = std::mem::take(&mut self.indent);
        let broken = std::mem::take(&mut self.broken);
        (self.space, self.raised) = (None, None);
        let indent = words.starts_with(['\u{3000}', '\u{2003}']) || words.starts_with("  ");
        let mut line = Line::new(words, kind);
        line.bold = bold;
        let Some(node) = begins.filter(|_| line.trim()) else { return };
        line.indent = indent || indented;
        line.gap = std::mem::take(&mut self.gap);
        let characters = line.text.chars().count();
        if kind == BlockKind::Paragraph {
            let sentence = line.text.ends_with(['。', '；', '，', '、']);
            if let Some(level) = self.heading.filter(|_| characters <= LONGEST_HEADING && !sentence) {
                (line.kind, line.marked) = (BlockKind::Heading, Some(level));
            } else if let Some(number) = self.entry.take() {
                line.kind = BlockKind::Item;
                number_entry(&mut line, number);
            }
            let whole = matches!(line.bold.as_slice(), [bold] if *bold == (0..line.text.len()));
            line.alone = whole && characters <= LONGEST_BOLD && !sentence;
        }
        let linked = linked * 2 > line.text.len();
        let marks = line.text.matches(MARKS).count();
        let prose = if linked || marks < FEWEST_MARKS || characters < SHORTEST_PROSE { 0 } else { marks };
        self.lines.push(Shown { line, node, prose, linked, broken });
    }
}

/// Whether a sign is as wide as a Chinese one, so that no blank stands beside it.
fn wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '—' | '“' | '”' | '‘' | '’' | '…' | '·')
}

/// Puts the number before an entry that has none of its own.
fn number_entry(line: &mut Line, number: Option<i64>) {
    let Some(number) = number else { return };
    let lead = fold(&line.text.chars().take(8).collect::<String>());
    let inner = lead.trim_start_matches(['(', '（', '第']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let own = rest.len() < inner.len() && rest.starts_with(['、', '.', ')', '）', '是', '章']);
    if own {
        return;
    }
    // 1. 5G基站 would read as a figure.
    let mark = if lead.starts_with(|c: char| c.is_ascii_digit()) {
        format!("（{number}）")
    } else {
        format!("{number}. ")
    };
    for bold in &mut line.bold {
        *bold = bold.start + mark.len()..bold.end + mark.len();
    }
    line.text.insert_str(0, &mark);
}

/// Whether a table holds data, so that a row is a line; else it only sets parts of the page side by side.
fn is_data(page: &Page, table: usize) -> bool {
    let node = &page.nodes[table];
    if node.nests {
        return false;
    }
    let (mut rows, mut wide_rows) = (0_usize, 0_usize);
    let (mut cells, mut characters, mut paragraphs, mut sentences) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut filled = false;
    let mut at = table + 1;
    while at < node.end {
        let inner = &page.nodes[at];
        match inner.tag {
            Tag::Row => {
                rows += usize::from(cells > 0);
                wide_rows += usize::from(cells > 1);
                cells = 0;
            }
            Tag::Cell => (characters, paragraphs, sentences, filled) = (0, 0, 0, false),
            Tag::Paragraph | Tag::Break => paragraphs += 1,
            Tag::Text => {
                let text = page.text.get(inner.text.clone()).unwrap_or_default();
                let words = text.chars().filter(|&c| !blank(c)).count();
                if words > 0 && !filled {
                    filled = true;
                    cells += 1;
                }
                characters += words;
                sentences += text.matches('。').count();
                if characters > LONGEST_CELL || paragraphs.min(sentences) >= FEWEST_PARAGRAPHS {
                    return false;
                }
            }
            _ => {}
        }
        at = if inner.out { inner.end } else { at + 1 };
    }
    rows += usize::from(cells > 0);
    wide_rows += usize::from(cells > 1);
    rows > 1 && wide_rows * 2 >= rows
}
