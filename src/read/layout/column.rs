//! Rows to reading order: columns are read one after the other, and what spans them ends them. Tables stand where they stand.

use super::row::{Bit, Row};
use super::{Page, Piece, Table, Text, table};

/// A side of a gutter has at least so many lines; on other pages of a file that is set in columns fewer do.
const FEWEST_LINES: usize = 5;
/// A line that has at least this share of the length of the longest is full.
const FULL: f64 = 0.85;
/// Of the lines beside a gutter at least one in so many is full, as in text: cells of a table are seldom.
const ONE_FULL_IN: usize = 3;
/// Columns are at least so wide, in sizes of the text.
const LEAST_WIDTH: f64 = 9.0;
/// So many lines of those beside a gutter may cross it, as titles do.
const CROSSING: f64 = 0.35;
/// A gutter is at least so wide, in sizes of the text.
const GUTTER: f64 = 0.8;
/// A gutter that a sign reaches into is still at least so wide, in sizes of the text.
const LEAST_SEAM: f64 = 0.4;
/// Gutters of several pages that differ by less, in points, are one.
const SAME_GUTTER: f64 = 6.0;
/// Columns are looked for inside columns so often: three columns are two beside one.
const DEEPEST: usize = 2;
/// Most bits of a page that are looked at for columns and tables: a page has some hundred.
const MOST_BITS: usize = 5000;

/// The lines and rows of tables of all pages in reading order.
pub(super) fn order(pages: Vec<Page>) -> Vec<Piece> {
    let usual = usual_gutters(&pages);
    let mut order = Order { pieces: Vec::new(), column: 0, usual };
    for page in pages {
        order.page(page);
    }
    let mut pieces = order.pieces;
    set_edges(&mut pieces);
    pieces
}

struct Order {
    pieces: Vec<Piece>,
    column: usize,
    /// The gutters of most pages: their middles in points.
    usual: Vec<f64>,
}

/// What stands on a page, from the top: rows, or a table with rules.
enum Part {
    Row(Row),
    Table(Table),
}

impl Part {
    fn y(&self) -> f64 {
        match self {
            Self::Row(row) => row.y,
            Self::Table(table) => table.y0,
        }
    }
}

/// The gutters of most pages: their middles in points.
fn usual_gutters(pages: &[Page]) -> Vec<f64> {
    let filled = pages.iter().filter(|page| page.rows.len() >= 2 * FEWEST_LINES).count();
    let mut found: Vec<f64> = pages.iter().flat_map(|page| gutters(&page.rows, page.width, 0)).collect();
    found.sort_by(f64::total_cmp);
    let groups = found.chunk_by(|a, b| b - a < SAME_GUTTER);
    groups.filter(|group| group.len() * 2 > filled).map(|group| group[group.len() / 2]).collect()
}

/// The gutters of a page, also those inside of columns.
fn gutters(rows: &[Row], width: f64, depth: usize) -> Vec<f64> {
    let Some(gutter) = gutter(rows, None, width).filter(|_| depth <= DEEPEST) else { return Vec::new() };
    let side = |left: bool| {
        let part = |row: &Row| Row {
            bits: row
                .bits
                .iter()
                .filter(|bit| if left { bit.x1 <= gutter } else { bit.x0 >= gutter })
                .cloned()
                .collect(),
            y: row.y,
            size: row.size,
        };
        rows.iter().map(part).filter(|row| !row.bits.is_empty()).collect::<Vec<_>>()
    };
    let mut found = vec![gutter];
    found.extend(gutters(&side(true), width, depth + 1));
    found.extend(gutters(&side(false), width, depth + 1));
    found
}

/// The middle of the gutter between two columns of text.
fn gutter(rows: &[Row], usual: Option<f64>, width: f64) -> Option<f64> {
    let bits: Vec<&Bit> = rows.iter().flat_map(|row| &row.bits).collect();
    if bits.len() < 2 || bits.len() > MOST_BITS {
        return None;
    }
    let left = bits.iter().map(|bit| bit.x0).fold(f64::MAX, f64::min);
    let right = bits.iter().map(|bit| bit.x1).fold(f64::MIN, f64::max);
    let fewest = if usual.is_some() { 1 } else { FEWEST_LINES };
    let parts = |at: f64| {
        let (before, rest): (Vec<&Bit>, Vec<&Bit>) = bits.iter().partition(|bit| bit.x1 <= at);
        let (after, across): (Vec<&Bit>, Vec<&Bit>) = rest.into_iter().partition(|bit| bit.x0 >= at);
        (before, after, across)
    };
    let good = |at: f64| {
        let (before, after, across) = parts(at);
        if before.len() < fewest
            || after.len() < fewest
            || across.len() as f64 > CROSSING * (before.len() + after.len()) as f64
        {
            return None;
        }
        let (end, start) = (
            before.iter().map(|bit| bit.x1).fold(f64::MIN, f64::max),
            after.iter().map(|bit| bit.x0).fold(f64::MAX, f64::min),
        );
        let mut sizes: Vec<f64> = before.iter().map(|bit| bit.size).collect();
        sizes.sort_by(f64::total_cmp);
        let size = sizes[sizes.len() / 2];
        // The lines next to the gutter are long and about as long as each other: those of text are, cells are not.
        let fills = |near: &dyn Fn(&Bit) -> bool, bits: &[&Bit]| {
            let mut widths: Vec<f64> =
                bits.iter().filter(|bit| near(bit)).map(|bit| bit.x1 - bit.x0).collect();
            widths.sort_by(f64::total_cmp);
            let Some(long) = widths.get(widths.len() * 9 / 10) else { return false };
            let full = widths.iter().filter(|width| **width >= long * FULL).count();
            full >= fewest && full * ONE_FULL_IN >= widths.len() && *long >= size * LEAST_WIDTH
        };
        let text = usual.is_some()
            || (fills(&|bit| bit.x1 >= end - size * 3.0, &before)
                && fills(&|bit| bit.x0 <= start + size * 3.0, &after));
        // Of columns that begin at different heights the lines still stand side by side somewhere.
        let top = |bits: &[&Bit]| bits.iter().map(|bit| bit.y).fold(f64::MAX, f64::min);
        let bottom = |bits: &[&Bit]| bits.iter().map(|bit| bit.y).fold(f64::MIN, f64::max);
        let abreast = top(&before) <= bottom(&after) && top(&after) <= bottom(&before);
        (text && abreast && start - end >= size * GUTTER)
            .then(|| (f64::midpoint(end, start), across.len(), start - end))
    };
    if let Some(usual) = usual {
        return good(usual).map(|found| found.0);
    }
    // Wherever a line begins in the middle of the page, a column could.
    let middle = left + (right - left) * 0.25..left + (right - left) * 0.75;
    if right - left < width * 0.3 {
        return None;
    }
    let mut starts: Vec<f64> = bits.iter().map(|bit| bit.x0).filter(|x| middle.contains(x)).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|next, start| *next - *start < 1.0);
    let found = starts.into_iter().filter_map(|start| good(start - 0.5));
    found.min_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2))).map(|found| found.0)
}

/// A row with its bits cut at a gutter that a last sign reaches into.
fn cut(row: Row, gutter: f64) -> Row {
    let near = |size: f64, (_, end, start): &(usize, f64, f64)| {
        *end <= gutter + size && *start >= gutter - size / 2.0 && start - end > size * LEAST_SEAM
    };
    let seams = row
        .bits
        .iter()
        .flat_map(|bit| bit.seams.iter().filter(|seam| near(bit.size, seam)).map(|seam| seam.2));
    let starts: Vec<f64> = seams.collect();
    if starts.is_empty() { row } else { row.cut_at(&starts) }
}

/// The middle of what stands on a page, in points from the left.
fn middle(parts: &[Part]) -> f64 {
    let ends = parts.iter().filter_map(|part| match part {
        Part::Row(row) => Some((row.bits.first()?.x0, row.bits.last()?.x1)),
        Part::Table(table) => Some((table.x0, table.x1)),
    });
    let (left, right) =
        ends.fold((f64::MAX, f64::MIN), |sofar, ends| (sofar.0.min(ends.0), sofar.1.max(ends.1)));
    f64::midpoint(left, right)
}

impl Order {
    /// The gutter that parts these rows: a plain one, else one that most pages have.
    fn gutter(&self, rows: &[Row], width: f64) -> Option<f64> {
        gutter(rows, None, width)
            .or_else(|| self.usual.iter().find_map(|usual| gutter(rows, Some(*usual), width)))
    }

    fn page(&mut self, page: Page) {
        let number = page.number;
        let gutter = self.gutter(&page.rows, page.width);
        let mut parts: Vec<Part> = page.tables.into_iter().map(Part::Table).collect();
        let Some(gutter) = gutter else {
            parts.extend(page.rows.into_iter().map(Part::Row));
            return self.column(parts, number);
        };
        parts.extend(page.rows.into_iter().map(Part::Row));
        self.columns(parts, gutter, number, page.width, 0);
    }

    /// Columns on both sides of a gutter; what spans them is read where it stands.
    fn columns(&mut self, mut parts: Vec<Part>, gutter: f64, number: u32, width: f64, depth: usize) {
        parts.sort_by(|a, b| a.y().total_cmp(&b.y()));
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let middle = middle(&parts);
        for part in parts {
            let side = |x0: f64, x1: f64| if x1 <= gutter + 1.0 { -1 } else { i8::from(x0 >= gutter - 1.0) };
            match part {
                Part::Table(table) => match side(table.x0, table.x1) {
                    -1 => left.push(Part::Table(table)),
                    1 => right.push(Part::Table(table)),
                    _ => {
                        self.sides(&mut left, &mut right, number, width, depth);
                        self.column(vec![Part::Table(table)], number);
                    }
                },
                Part::Row(row) => {
                    let row = cut(row, gutter);
                    // A title in the middle above three columns stands inside the second.
                    let above = left.is_empty() && right.is_empty() && row.bits.len() == 1;
                    let titles =
                        |bit: &Bit| above && (f64::midpoint(bit.x0, bit.x1) - middle).abs() < bit.size;
                    let across = row.bits.iter().any(|bit| side(bit.x0, bit.x1) == 0 || titles(bit));
                    if across {
                        self.sides(&mut left, &mut right, number, width, depth);
                        self.column(vec![Part::Row(row)], number);
                        continue;
                    }
                    let (before, after): (Vec<Bit>, Vec<Bit>) =
                        row.bits.into_iter().partition(|bit| side(bit.x0, bit.x1) == -1);
                    for (bits, side) in [(before, &mut left), (after, &mut right)] {
                        if !bits.is_empty() {
                            side.push(Part::Row(Row { y: row.y, size: row.size, bits }));
                        }
                    }
                }
            }
        }
        self.sides(&mut left, &mut right, number, width, depth);
    }

    fn sides(&mut self, left: &mut Vec<Part>, right: &mut Vec<Part>, number: u32, width: f64, depth: usize) {
        for side in [left, right] {
            let parts = std::mem::take(side);
            let rows: Vec<Row> = parts
                .iter()
                .filter_map(|part| match part {
                    Part::Row(row) => Some(row.clone()),
                    Part::Table(_) => None,
                })
                .collect();
            match self.gutter(&rows, width).filter(|_| depth < DEEPEST) {
                Some(inner) => self.columns(parts, inner, number, width, depth + 1),
                None => self.column(parts, number),
            }
        }
    }

    /// One column: its lines, its tables.
    fn column(&mut self, mut parts: Vec<Part>, number: u32) {
        if parts.is_empty() {
            return;
        }
        parts.sort_by(|a, b| a.y().total_cmp(&b.y()));
        let column = self.column;
        self.column += 1;
        let mut rows: Vec<Row> = Vec::new();
        for part in parts {
            match part {
                Part::Row(row) => rows.push(row),
                Part::Table(table) => {
                    self.rows(std::mem::take(&mut rows), column, number);
                    self.pieces.extend(table.rows.into_iter().map(|cells| Piece::Cells(cells, number)));
                }
            }
        }
        self.rows(rows, column, number);
    }

    fn rows(&mut self, rows: Vec<Row>, column: usize, number: u32) {
        let mut rest = rows.as_slice();
        let drawing = rows.iter().map(|row| row.bits.len()).sum::<usize>() > MOST_BITS;
        while let Some(row) = rest.first() {
            let table = if drawing { None } else { table::take(rest) };
            if let Some((length, cells)) = table {
                self.pieces.extend(cells.into_iter().map(|cells| Piece::Cells(cells, number)));
                rest = &rest[length..];
                continue;
            }
            let mut bits = row.bits.iter();
            if let Some(first) = bits.next() {
                let mut bit = first.clone();
                bits.for_each(|right| bit.join(right, " "));
                bit.y = row.y;
                self.pieces.push(Piece::Text(Text { bit, page: number, column, left: 0.0, right: 0.0 }));
            }
            rest = &rest[1..];
        }
    }
}

/// The edges of the columns: where most of their lines begin and end. A column of few lines has those of another at its place.
fn set_edges(pieces: &mut [Piece]) {
    let mut columns: Vec<Vec<(f64, f64, f64)>> = Vec::new();
    for piece in pieces.iter() {
        if let Piece::Text(text) = piece {
            columns.resize(columns.len().max(text.column + 1), Vec::new());
            columns[text.column].push((text.bit.x0, text.bit.x1, text.bit.size));
        }
    }
    let own: Vec<Option<(f64, f64, usize)>> = columns
        .iter()
        .map(|lines| {
            let size = lines.iter().map(|line| line.2).fold(0.0, f64::max);
            Some((
                outermost(lines.iter().map(|line| line.0), size)?,
                -outermost(lines.iter().map(|line| -line.1), size)?,
                lines.len(),
            ))
        })
        .collect();
    // Columns with many lines are sure of their edges.
    let sure: Vec<(f64, f64)> = own
        .iter()
        .flatten()
        .filter(|column| column.2 >= 2 * FEWEST_LINES)
        .map(|column| (column.0, column.1))
        .collect();
    let edges: Vec<(f64, f64)> = own
        .iter()
        .zip(&columns)
        .map(|(own, lines)| {
            let (left, right, count) = own.unwrap_or_default();
            let size = lines.first().map_or(10.0, |line| line.2);
            if count >= 2 * FEWEST_LINES {
                return (left, right);
            }
            // The narrowest that holds it and lies no more than a little beyond it at the left.
            let fits = sure.iter().filter(|sure| sure.0 <= left + size && sure.1 >= right - size * 1.5);
            let best = fits.min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
            best.map_or((left, right), |sure| (sure.0.min(left), sure.1.max(right)))
        })
        .collect();
    for piece in pieces {
        if let Piece::Text(text) = piece {
            (text.left, text.right) = edges[text.column];
        }
    }
}

/// The least of places that is not alone: another lies within half a size, unless there are too few to tell.
fn outermost(places: impl Iterator<Item = f64>, size: f64) -> Option<f64> {
    let mut places: Vec<f64> = places.collect();
    places.sort_by(f64::total_cmp);
    let pair = places.windows(2).find(|pair| pair[1] - pair[0] <= size / 2.0).map(|pair| pair[0]);
    if places.len() < FEWEST_LINES { places.first().copied() } else { pair.or(places.first().copied()) }
}
