//! Tables out of rules: level and upright lines that meet make cells, and the signs inside a cell are its text. A rule that is missing
//! between two cells makes them one.

use super::row;
use super::{Rule, Sign, Table};

/// Pieces of a rule less than this apart, and rules that miss each other by less, meet. In points.
const MEET: f64 = 3.0;
/// A cell is at least so wide and high, in points: closer rules are one double rule.
const LEAST_CELL: f64 = 5.0;
/// A table has text in at least so many cells; fewer are a frame.
const FEWEST_CELLS: usize = 3;
/// More rules than this on a page are a drawing.
const MOST_RULES: usize = 4000;

/// A level or upright rule: where it lies across, and from where to where it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stroke {
    at: f64,
    from: f64,
    to: f64,
}

/// Takes the tables out of a page: them, and the signs outside.
pub(super) fn take<'a>(signs: Vec<&'a Sign>, rules: &[Rule]) -> (Vec<Table>, Vec<&'a Sign>) {
    if rules.len() < 4 || rules.len() > MOST_RULES {
        return (Vec::new(), signs);
    }
    let level =
        merged(rules.iter().filter(|rule| rule.x1 - rule.x0 > rule.y1 - rule.y0).map(|rule| Stroke {
            at: f64::midpoint(rule.y0, rule.y1),
            from: rule.x0,
            to: rule.x1,
        }));
    let upright =
        merged(rules.iter().filter(|rule| rule.x1 - rule.x0 <= rule.y1 - rule.y0).map(|rule| Stroke {
            at: f64::midpoint(rule.x0, rule.x1),
            from: rule.y0,
            to: rule.y1,
        }));
    let mut tables = Vec::new();
    let mut rest = signs;
    for (level, upright) in connected(level, upright) {
        let Some(grid) = Grid::of(level, upright) else { continue };
        let (inside, outside): (Vec<&Sign>, Vec<&Sign>) =
            rest.iter().partition(|sign| grid.cell(sign).is_some());
        if let Some(table) = grid.table(&inside) {
            tables.push(table);
            rest = outside;
        }
    }
    (tables, rest)
}

/// Strokes with their pieces put together, in order.
fn merged(strokes: impl Iterator<Item = Stroke>) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = strokes.collect();
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut merged: Vec<Stroke> = Vec::new();
    for stroke in strokes {
        let same = merged
            .iter_mut()
            .rev()
            .take_while(|other| stroke.at - other.at <= MEET / 2.0)
            .find(|other| stroke.from <= other.to + MEET && other.from <= stroke.to + MEET);
        match same {
            Some(other) => {
                other.from = other.from.min(stroke.from);
                other.to = other.to.max(stroke.to);
            }
            None => merged.push(stroke),
        }
    }
    merged.retain(|stroke| stroke.to - stroke.from >= LEAST_CELL);
    merged
}

fn cross(level: &Stroke, upright: &Stroke) -> bool {
    (level.from - MEET..=level.to + MEET).contains(&upright.at)
        && (upright.from - MEET..=upright.to + MEET).contains(&level.at)
}

/// Groups of rules that meet.
fn connected(level: Vec<Stroke>, upright: Vec<Stroke>) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let mut groups = Vec::new();
    let mut left = level;
    let mut upright = upright;
    while let Some(first) = left.pop() {
        let (mut levels, mut uprights) = (vec![first], Vec::new());
        let (mut seen_levels, mut seen_uprights) = (0, 0);
        while seen_levels < levels.len() || seen_uprights < uprights.len() {
            if let Some(one) = levels.get(seen_levels).copied() {
                seen_levels += 1;
                uprights.extend(upright.extract_if(.., |other| cross(&one, other)));
            } else if let Some(one) = uprights.get(seen_uprights).copied() {
                seen_uprights += 1;
                levels.extend(left.extract_if(.., |other| cross(other, &one)));
            }
        }
        groups.push((levels, uprights));
    }
    groups
}

/// The cells that rules make.
struct Grid {
    level: Vec<Stroke>,
    upright: Vec<Stroke>,
    xs: Vec<f64>,
    ys: Vec<f64>,
}

/// Places in order, those of double rules once.
fn places(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, place| *next - *place < LEAST_CELL);
    places
}

impl Grid {
    /// The grid of rules that meet; `None` when they make less than two columns.
    fn of(level: Vec<Stroke>, upright: Vec<Stroke>) -> Option<Self> {
        if level.len() < 2 || upright.is_empty() {
            return None;
        }
        // A table may be open at its sides: its level rules end there.
        let ends = |strokes: &[Stroke]| {
            strokes.iter().flat_map(|stroke| [stroke.from, stroke.to]).collect::<Vec<_>>()
        };
        let outer = |ends: Vec<f64>| {
            [ends.iter().copied().fold(f64::MAX, f64::min), ends.iter().copied().fold(f64::MIN, f64::max)]
        };
        let xs = places(upright.iter().map(|stroke| stroke.at).chain(outer(ends(&level))).collect());
        let ys = places(level.iter().map(|stroke| stroke.at).chain(outer(ends(&upright))).collect());
        (xs.len() >= 3 && ys.len() >= 2).then_some(Self { level, upright, xs, ys })
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// The cell that a sign stands in, counted along the rows.
    fn cell(&self, sign: &Sign) -> Option<usize> {
        let (x, y) = (sign.x + sign.advance / 2.0, sign.y - sign.size * 0.3);
        let within = |places: &[f64], at: f64| {
            let next = places.partition_point(|place| *place <= at);
            (next > 0 && next < places.len()).then(|| next - 1)
        };
        Some(within(&self.ys, y)? * self.columns() + within(&self.xs, x)?)
    }

    /// The first cell of those that are one with a cell.
    fn owners(&self) -> Vec<usize> {
        let columns = self.columns();
        let mut owners: Vec<usize> = (0..columns * (self.ys.len() - 1)).collect();
        let parted = |strokes: &[Stroke], at: f64, along: f64| {
            strokes.iter().any(|stroke| {
                (stroke.at - at).abs() < LEAST_CELL
                    && (stroke.from - MEET..=stroke.to + MEET).contains(&along)
            })
        };
        let middle = |places: &[f64], index: usize| f64::midpoint(places[index], places[index + 1]);
        for cell in 0..owners.len() {
            let (row, column) = (cell / columns, cell % columns);
            if column > 0 && !parted(&self.upright, self.xs[column], middle(&self.ys, row)) {
                owners[cell] = owners[cell - 1];
            } else if row > 0 && !parted(&self.level, self.ys[row], middle(&self.xs, column)) {
                owners[cell] = owners[cell - columns];
            }
        }
        owners
    }

    /// The table with its signs; `None` when hardly a cell has text, or all that has is in one column.
    fn table(&self, signs: &[&Sign]) -> Option<Table> {
        let (columns, owners) = (self.columns(), self.owners());
        let mut cells: Vec<Vec<&Sign>> = vec![Vec::new(); owners.len()];
        for sign in signs {
            if let Some(cell) = self.cell(sign) {
                cells[owners[cell]].push(sign);
            }
        }
        let texts: Vec<String> = cells.iter().map(|signs| text(signs)).collect();
        let filled: Vec<usize> = (0..texts.len()).filter(|cell| !texts[*cell].is_empty()).collect();
        let beside = filled
            .iter()
            .any(|cell| filled.iter().any(|other| cell / columns == other / columns && cell != other));
        if filled.len() < FEWEST_CELLS || !beside {
            return None;
        }
        let rows = (0..texts.len() / columns).map(|row| {
            let cells = row * columns..(row + 1) * columns;
            // What a cell takes over from its left neighbour is part of that one; what it takes over from above stays empty.
            cells
                .filter(|cell| {
                    owners[*cell] == *cell
                        || owners[*cell] / columns < row
                            && (*cell % columns == 0 || owners[*cell] != owners[*cell - 1])
                })
                .map(|cell| texts[cell].clone())
                .collect()
        });
        Some(Table {
            x0: *self.xs.first()?,
            x1: *self.xs.last()?,
            y0: *self.ys.first()?,

            rows: rows.filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty())).collect(),
        })
    }
}

/// The text of a cell, its lines joined.
fn text(signs: &[&Sign]) -> String {
    let mut text = String::new();
    for row in row::rows(signs) {
        for bit in row.bits {
            super::table::add(&mut text, &bit.text);
        }
    }
    text
}
