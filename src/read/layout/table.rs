//! Tables without rules: rows whose bits stand below each other in columns. Cells wrapped over lines are made whole.

use super::row::{Bit, Row};
use super::square;

/// Rows of a table with so many columns: fewer could be a name beside an office.
const FEWEST_ROWS: usize = 3;
/// Lines closer than this share of the size belong to one row of a table whose rows are further apart.
const CLOSE: f64 = 1.5;
/// A row of a table is followed by the next within so many sizes.
const NEXT: f64 = 4.0;

/// Adds what stands below or beside to the text of a cell.
pub(super) fn add(text: &mut String, more: &str) {
    let joint = |c: Option<char>| c.is_none_or(square);
    if !text.is_empty() && !joint(text.chars().next_back()) && !joint(more.chars().next()) {
        text.push(' ');
    }
    text.push_str(more);
}

/// A gap within a bit of at least this share of the size is a sign of cells that stand close.
const WIDE_SEAM: f64 = 0.25;
/// A table without rules has at most so many rows on a page.
const MOST_ROWS: usize = 80;

/// How many rows from the first on are a table, and its rows with their cells.
pub(super) fn take(rows: &[Row]) -> Option<(usize, Vec<Vec<String>>)> {
    let first = rows.first()?;
    if first.bits.len() < 2 && first.bits.iter().all(|bit| bit.cells(WIDE_SEAM).is_empty()) {
        return None;
    }
    let next = |pair: &&[Row]| pair[1].y - pair[0].y <= pair[0].size.max(pair[1].size) * NEXT;
    let near = 1 + rows.windows(2).take(MOST_ROWS).take_while(next).count();
    let rows = &rows[..near];
    aligned(&cut(rows)).or_else(|| aligned(rows)).or_else(|| counted(rows))
}

/// The rows cut where cells of several rows begin: narrow cells stand close to each other.
fn cut(rows: &[Row]) -> Vec<Row> {
    let left = rows.iter().flat_map(|row| &row.bits).map(|bit| bit.x0).fold(f64::MAX, f64::min);
    let starts = |row: &Row| {
        let bits = row.bits.iter().map(|bit| bit.x0).filter(|x| *x > left + 1.0);
        bits.chain(row.bits.iter().flat_map(|bit| bit.cells(WIDE_SEAM))).collect::<Vec<_>>()
    };
    let mut starts: Vec<f64> = rows.iter().flat_map(starts).collect();
    starts.sort_by(f64::total_cmp);
    // One that begins alone is no column.
    let starts: Vec<f64> =
        starts.chunk_by(|a, b| b - a < 1.0).filter(|group| group.len() >= 2).flatten().copied().collect();
    rows.iter().map(|row| row.cut_at(&starts)).collect()
}

/// Rows of the same count of three and more cells, which need not stand below each other.
fn counted(rows: &[Row]) -> Option<(usize, Vec<Vec<String>>)> {
    let count = rows.first()?.bits.len();
    let length = rows.iter().take_while(|row| row.bits.len() == count).count();
    let cells = |row: &Row| row.bits.iter().map(|bit| bit.text.clone()).collect();
    (count >= 3 && length >= FEWEST_ROWS).then(|| (length, rows[..length].iter().map(cells).collect()))
}

/// Rows whose bits stand below each other.
fn aligned(rows: &[Row]) -> Option<(usize, Vec<Vec<String>>)> {
    if rows.first()?.bits.len() < 2 {
        return None;
    }
    let mut columns: Vec<(f64, f64)> = rows[0].bits.iter().map(|bit| (bit.x0, bit.x1)).collect();
    let mut length = 1;
    while let Some(row) = rows.get(length) {
        let Some(wider) = fitted(&columns, row) else { break };
        if row.bits.len() == 1 && length + 1 == rows.len() {
            break;
        }
        columns = wider;
        length += 1;
    }
    // What stands alone at the end is no part of it.
    while length > 0 && rows[length - 1].bits.len() < 2 && !wraps(rows, length - 1) {
        length -= 1;
    }
    let rows = &rows[..length];
    let many = rows.iter().filter(|row| row.bits.len() >= 2).count();
    let full = rows.iter().filter(|row| row.bits.len() >= 3).count();
    let cells = cells(rows, &columns);
    let leaders = rows.iter().filter(|row| row.text().contains("……") || row.text().contains(".....")).count();
    // The marks of a list stand apart from its items.
    let list = columns.len() == 2 && rows.iter().all(|row| row.bits.len() < 2 || is_mark(&row.bits[0].text));
    let fits = !list
        && (many >= FEWEST_ROWS || (full >= 2 && many >= 2))
        && many * 2 >= rows.len()
        && leaders * 2 < rows.len();
    (fits && cells.len() >= 2).then_some((length, cells))
}

/// Whether a text is the mark of an item of a list: 1. （2） •
fn is_mark(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| "().（）、．".contains(c));
    text.chars().count() <= 4
        && (inner.chars().all(|c| c.is_ascii_digit()) && inner.len() < text.len()
            || !text.contains(char::is_alphanumeric))
}

/// Whether a row with one bit goes on with the row before it.
fn wraps(rows: &[Row], index: usize) -> bool {
    index > 0 && rows[index].y - rows[index - 1].y < rows[index].size * CLOSE
}

/// The columns with a row put in; `None` when its bits do not fit in.
fn fitted(columns: &[(f64, f64)], row: &Row) -> Option<Vec<(f64, f64)>> {
    let mut columns = columns.to_vec();
    let mut last = None;
    for bit in &row.bits {
        let over: Vec<usize> = (0..columns.len())
            .filter(|&index| bit.x0 < columns[index].1 && columns[index].0 < bit.x1)
            .collect();
        match over[..] {
            [index] if last.is_none_or(|last| index > last) => {
                columns[index] = (columns[index].0.min(bit.x0), columns[index].1.max(bit.x1));
                last = Some(index);
            }
            [] if row.bits.len() >= 2 => {
                let index = columns.partition_point(|column| column.0 < bit.x0);
                columns.insert(index, (bit.x0, bit.x1));
                last = Some(index);
            }
            _ => return None,
        }
    }
    // Columns that a wide bit made touch are none.
    columns.windows(2).all(|pair| pair[0].1 <= pair[1].0).then_some(columns)
}

/// The rows of a table with their cells.
fn cells(rows: &[Row], columns: &[(f64, f64)]) -> Vec<Vec<String>> {
    let column = |bit: &Bit| columns.iter().position(|column| bit.x0 < column.1 && column.0 < bit.x1);
    let full = |row: &&Row| row.bits.len() == columns.len();
    let one_line = rows.iter().filter(full).count() * 10 >= rows.len() * 7;
    let mut steps: Vec<f64> = rows
        .windows(2)
        .filter(|pair| full(&&pair[0]) && full(&&pair[1]))
        .map(|pair| pair[1].y - pair[0].y)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Where nearly every line is a whole row, only what is closer than two rows is a wrapped cell.
    let close = |row: &Row| match steps.get(steps.len() / 2).filter(|_| one_line) {
        Some(step) => step * 0.9,
        None => row.size * CLOSE,
    };
    let mut cells: Vec<Vec<String>> = Vec::new();
    let mut y = f64::MIN;
    for row in rows {
        let starts = cells.is_empty() || row.y - y > close(row);
        if starts {
            cells.push(vec![String::new(); columns.len()]);
        }
        y = row.y;
        let Some(last) = cells.last_mut() else { continue };
        for bit in &row.bits {
            if let Some(index) = column(bit) {
                add(&mut last[index], &bit.text);
            }
        }
    }
    cells
}
