//! Signs on pages to lines: what every format with a fixed layout (PDF, OFD) shares. Comes in: each page's signs with their places.
//! Goes out: paragraphs, headings and rows of tables in reading order, page furniture gone, made whole across lines, columns and pages.
//!
//! The way: `underlay` drops what lies under the text; `grid` takes tables out of rules; `row` makes rows of signs; `furniture` drops what runs along; `column` puts the rest in
//! reading order; `table` takes tables without rules; `paragraph` joins.

mod column;
mod furniture;
mod grid;
mod paragraph;
mod row;
mod table;
#[cfg(test)]
mod tests;
mod underlay;

use super::line::Line;
use row::{Bit, Row};

/// Small print is smaller than the text by this factor.
const SMALL_PRINT: f64 = 0.92;

/// One page.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Its width in points.
    pub(super) width: f64,
    /// Its height in points.
    pub(super) height: f64,
    /// Its signs in the order in which the file draws them.
    pub(super) signs: Vec<Sign>,
    /// Its rules: thin lines, level or upright.
    pub(super) rules: Vec<Rule>,
    /// Whether text is missing between it and the page before it, so that nothing goes on from there.
    pub(super) apart: bool,
}

/// A thin line, level or upright, by its box in points from the upper left corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Its left end.
    pub(super) x0: f64,
    /// Its upper end.
    pub(super) y0: f64,
    /// Its right end.
    pub(super) x1: f64,
    /// Its lower end.
    pub(super) y1: f64,
}

/// What one glyph says and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    /// Its characters: mostly one, several for a ligature.
    pub(super) text: String,
    /// The left end of its base line, in points from the left edge.
    pub(super) x: f64,
    /// Its base line, in points from the upper edge.
    pub(super) y: f64,
    /// How far the pen moves on, in points.
    pub(super) advance: f64,
    /// The font's size, in points.
    pub(super) size: f64,
    /// Whether the font is bold.
    pub(super) bold: bool,
    /// Whether the file itself says that it is furniture: the template of a page, an artifact.
    pub(super) furniture: bool,
}

/// One page on the way.
#[derive(Debug)]
struct Page {
    /// Its number, from 1.
    number: u32,
    /// Its size in points.
    width: f64,
    height: f64,
    /// Its rows of text, from the top.
    rows: Vec<Row>,
    /// Its tables with rules: the rows of each, and where it stands.
    tables: Vec<Table>,
}

/// A table: where it stands, and its rows with their cells.
#[derive(Debug)]
struct Table {
    x0: f64,
    x1: f64,
    y0: f64,
    rows: Vec<Vec<String>>,
}

/// What follows what in reading order.
#[derive(Debug)]
enum Piece {
    /// A line of text.
    Text(Text),
    /// A row of a table, on a page.
    Cells(Vec<String>, u32),
}

/// A line of text in its column.
#[derive(Debug)]
struct Text {
    bit: Bit,
    page: u32,
    /// Which column of which page, counted through the file.
    column: usize,
    /// The edges of that column.
    left: f64,
    right: f64,
}

/// The lines of all pages.
pub(super) fn lines(sheets: &[Sheet]) -> Vec<Line> {
    let marks = underlay::marks(sheets);
    let mut pages: Vec<Page> = (1..).zip(sheets).map(|(number, sheet)| page(sheet, number, &marks)).collect();
    furniture::drop(&mut pages);
    let apart = (1..).zip(sheets).filter(|(_, sheet)| sheet.apart).map(|(number, _)| number).collect();
    paragraph::paragraphs(column::order(pages), apart)
}

fn page(sheet: &Sheet, number: u32, marks: &underlay::Marks) -> Page {
    let read = |sign: &&Sign| !sign.furniture && sign.size > 0.0 && !marks.holds(sign);
    let signs: Vec<&Sign> = sheet.signs.iter().filter(read).collect();
    let (tables, signs) = grid::take(signs, &sheet.rules);
    Page { number, width: sheet.width, height: sheet.height, rows: row::rows(&signs), tables }
}

/// Whether a character is set in the square of Chinese type: it stands beside others without a blank.
fn square(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}')
        || "“”‘’—…·℃‰①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".contains(c)
}
