//! A table to lines. Comes in: the paragraphs of its cells. Goes out: one row a line, or plain paragraphs where the table only
//! frames them.

use super::draft::{Draft, ends_sentence};
use crate::read::BlockKind;
use std::collections::HashSet;

/// A paragraph of at least so many bytes is long: 40 Han characters. Hardly a figure's name is.
const LONG: usize = 120;
/// A cell with at least so many long paragraphs is a page of its own.
const FEWEST_LONG: usize = 2;

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Vec<Draft>>>,
    /// The columns in which a cell goes on in the row below.
    open: HashSet<u64>,
    /// The column at which the next cell begins.
    column: u64,
    /// Whether a tracked change takes the row away.
    gone: bool,
}

/// How a cell is merged with others.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Merge {
    /// How many columns it is wide.
    pub(super) span: u64,
    /// Whether it begins (`false`) or goes on with (`true`) a cell that is several rows high.
    pub(super) down: Option<bool>,
    /// Whether it goes on with the cell before.
    pub(super) across: bool,
    /// Whether a tracked change takes it away.
    pub(super) gone: bool,
}

impl Table {
    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
        self.column = 0;
        self.gone = false;
    }

    /// Says that the row begins so many columns to the right.
    pub(super) fn indent_row(&mut self, columns: u64) {
        self.column = columns;
    }

    /// Says that the row is not there.
    pub(super) fn drop_row(&mut self) {
        self.gone = true;
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        if self.gone {
            self.rows.pop();
            self.gone = false;
        }
    }

    /// Takes in a cell.
    pub(super) fn cell(&mut self, merge: Merge, words: Vec<Draft>) {
        let at = self.column;
        self.column = at.saturating_add(merge.span.max(1));
        let begun = self.open.contains(&at);
        // One that goes on with nothing is shown, so it begins.
        match merge.down {
            Some(_) => self.open.insert(at),
            None => self.open.remove(&at),
        };
        let hidden = merge.gone || merge.across || (begun && merge.down == Some(true));
        if let Some(row) = self.rows.last_mut() {
            row.push(if hidden { Vec::new() } else { words });
        }
    }

    /// The lines of the whole table.
    pub(super) fn lines(self) -> Vec<Draft> {
        if self.only_frames() {
            return self.rows.into_iter().flatten().flatten().collect();
        }
        let mut lines = Vec::new();
        for row in self.rows {
            let mut text = String::new();
            let mut inner = Vec::new();
            for (index, cell) in row.into_iter().enumerate() {
                if index > 0 {
                    text.push('\t');
                }
                let start = text.len();
                for draft in cell {
                    if draft.kind == BlockKind::Table {
                        inner.push(draft);
                        continue;
                    }
                    if text.len() > start && !text.ends_with(ends_sentence) {
                        text.push(' ');
                    }
                    text.push_str(&draft.one_line());
                }
            }
            if !text.trim().is_empty() {
                lines.push(Draft::row(text));
            }
            lines.extend(inner);
        }
        lines
    }

    /// Whether the table is no table to a reader but a frame: no row has words in two cells, or most words stand in cells that
    /// are pages of their own.
    fn only_frames(&self) -> bool {
        let filled = |row: &Vec<Vec<Draft>>| row.iter().filter(|cell| !cell.is_empty()).count();
        if self.rows.iter().all(|row| filled(row) <= 1) {
            return true;
        }
        let length = |cell: &Vec<Draft>| cell.iter().map(|draft| draft.text.len()).sum::<usize>();
        let is_page = |cell: &&Vec<Draft>| {
            cell.iter().filter(|draft| draft.kind != BlockKind::Table && draft.text.len() >= LONG).count()
                >= FEWEST_LONG
        };
        let cells = || self.rows.iter().flatten();
        cells().filter(is_page).map(length).sum::<usize>() * 2 > cells().map(length).sum()
    }
}
