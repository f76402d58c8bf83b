//! Typesetting: parts to lines on pages, by the rules for official documents (GB/T 9704): A4, 28 characters of 16 points a line,
//! 22 lines a page, the first line of a paragraph in by two characters, or two columns of small print as in a gazette. No line
//! begins with a closing sign, figures and words stay whole, and full lines are spread to the margin.

use super::report::{Kind, Part, Run};

/// Width and height of A4 in points.
pub(crate) const SHEET: (f64, f64) = (595.3, 841.9);
/// What stands above every page.
pub(crate) const HEADER: &str = "云浦市澄湖区人民政府公报（虚构）";
/// How large header and footer are set, in points.
pub(crate) const SMALL: f64 = 10.5;

/// How pages are set; lengths in points.
pub(crate) struct Setting {
    /// The size of the letters of the text.
    size: f64,
    /// Characters a line.
    across: u32,
    /// Lines a column.
    down: usize,
    /// From base line to base line.
    pitch: f64,
    /// The left edge of each column.
    columns: &'static [f64],
}

/// A document: 28 characters a line, 22 lines a page.
pub(crate) const DOCUMENT: Setting =
    Setting { size: 16.0, across: 28, down: 22, pitch: 28.95, columns: &[73.6] };
/// A gazette: two columns of 21 characters, 44 lines each.
pub(crate) const GAZETTE: Setting =
    Setting { size: 10.5, across: 21, down: 44, pitch: 14.5, columns: &[70.0, 304.8] };

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where it begins, from the left edge.
    pub(crate) x: f64,
    /// Its base line, from the upper edge.
    pub(crate) y: f64,
    /// The size of its letters.
    pub(crate) size: f64,
    /// What is added behind each sign so that the line is full.
    pub(crate) spread: f64,
    /// Its words.
    pub(crate) runs: Vec<Run>,
}

/// One page: its lines in reading order, without header and footer.
pub(crate) type Page = Vec<Line>;

/// The width of a sign in its own size.
pub(crate) fn width(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// What stands below the page with this number, from 1.
pub(crate) fn footer(number: usize) -> String {
    format!("— {number} —")
}

/// A line in the middle of the sheet.
pub(crate) fn centred(text: &str, size: f64, y: f64) -> Line {
    let long: f64 = text.chars().map(width).sum::<f64>() * size;
    Line { x: (SHEET.0 - long) / 2.0, y, size, spread: 0.0, runs: vec![(text.to_owned(), false)] }
}

/// Header and footer of the page with this number.
pub(crate) fn furniture(number: usize) -> [Line; 2] {
    [centred(HEADER, SMALL, 60.0), centred(&footer(number), SMALL, 790.0)]
}

/// Sets parts on pages.
pub(crate) fn pages(parts: &[Part], setting: &Setting) -> Vec<Page> {
    let mut pages: Vec<Page> = vec![Vec::new()];
    let (mut column, mut row) = (0, 0);
    for part in parts {
        for mut line in set(part, setting) {
            if row == setting.down {
                (column, row) = (column + 1, 0);
            }
            if column == setting.columns.len() {
                column = 0;
                pages.push(Vec::new());
            }
            line.x += setting.columns[column];
            line.y = 104.0 + setting.pitch * row as f64;
            row += 1;
            pages.last_mut().expect("there is one").push(line);
        }
    }
    pages
}

/// The lines of one part, their x within the column.
fn set(part: &Part, setting: &Setting) -> Vec<Line> {
    let heading = matches!(part.kind, Kind::Title | Kind::Chapter | Kind::Section);
    let middle = matches!(part.kind, Kind::Title | Kind::Front | Kind::Chapter);
    let size = if part.kind == Kind::Title { setting.size * 1.375 } else { setting.size };
    let full = setting.size * f64::from(setting.across);
    let signs: Vec<(char, bool)> =
        part.runs.iter().flat_map(|(text, bold)| text.chars().map(move |c| (c, *bold || heading))).collect();
    let mut lines = Vec::new();
    let mut rest = signs.as_slice();
    while !rest.is_empty() {
        let indent = if lines.is_empty() && !middle { 2.0 * size } else { 0.0 };
        let (line, after) = rest.split_at(fitting(rest, (full - indent) / size));
        let line = trimmed(line);
        rest = trimmed(after);
        let slack = full - indent - line.iter().map(|(c, _)| width(*c)).sum::<f64>() * size;
        let spread =
            if rest.is_empty() || middle { 0.0 } else { slack / line.len().saturating_sub(1).max(1) as f64 };
        let x = if middle { slack / 2.0 } else { indent };
        lines.push(Line { x, y: 0.0, size, spread, runs: runs(line) });
    }
    lines
}

/// How many signs a line of `room` characters takes.
fn fitting(signs: &[(char, bool)], room: f64) -> usize {
    let mut long = 0.0;
    let over = signs.iter().position(|(c, _)| {
        long += width(*c);
        long > room + 0.01
    });
    let Some(over) = over else { return signs.len() };
    let whole = |at: usize| {
        let (before, after) = (signs[at - 1].0, signs[at].0);
        let word = |c: char| c.is_ascii() && c != ' ';
        !("，。、；：！？”’）》%".contains(after)
            || "“‘（《".contains(before)
            || word(before) && word(after)
            || before == '—' && after == '—')
    };
    (over.saturating_sub(8).max(1)..=over).rev().find(|&at| whole(at)).unwrap_or(over)
}

fn trimmed(mut signs: &[(char, bool)]) -> &[(char, bool)] {
    while let [(' ', _), rest @ ..] | [rest @ .., (' ', _)] = signs {
        signs = rest;
    }
    signs
}

fn runs(signs: &[(char, bool)]) -> Vec<Run> {
    signs
        .chunk_by(|one, next| one.1 == next.1)
        .map(|run| (run.iter().map(|(c, _)| c).collect(), run[0].1))
        .collect()
}
