//! Signs on pages to lines: what every format with a fixed layout (PDF, OFD) shares. Comes in: each page's signs with their places.
//! Goes out: paragraphs, headings and rows of tables in reading order, page furniture gone, made whole across lines, columns and pages.

use super::BlockKind;
use super::line::Line;

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

/// The lines of all pages.
pub(super) fn lines(sheets: &[Sheet]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let mut line = Line::new(String::new(), BlockKind::Paragraph);
        line.page = u32::try_from(index + 1).ok();
        sheet.signs.iter().filter(|sign| !sign.furniture).for_each(|sign| line.text.push_str(&sign.text));
        lines.push(line);
    }
    lines
}
