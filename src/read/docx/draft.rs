//! Paragraphs and rows of tables before it is known what the whole document looks like.

use super::look::Face;
use super::styles::Role;
use crate::read::BlockKind;
use std::ops::Range;

/// How a stretch of words looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    /// Whether it is bold.
    pub(super) bold: bool,
    /// Its size in half points.
    pub(super) size: u32,
    /// The family of its font.
    pub(super) face: Face,
}

/// A paragraph, an item of a list or a row of a table.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Its words; a line break is `\n`, a tab `\t`.
    pub(super) text: String,
    /// How they look, in order.
    pub(super) looks: Vec<(Range<usize>, Seen)>,
    /// What it is, before headings are known.
    pub(super) kind: BlockKind,
    /// What its style is for.
    pub(super) role: Option<Role>,
    /// Whether it is centred.
    pub(super) centred: bool,
    /// Whether its first line is indented.
    pub(super) indent: bool,
    /// Whether it stands beside the text: in a box, below the line.
    pub(super) beside: bool,
}

impl Draft {
    /// A row of a table.
    pub(super) fn row(text: String) -> Self {
        Self {
            text,
            looks: Vec::new(),
            kind: BlockKind::Table,
            role: None,
            centred: false,
            indent: false,
            beside: false,
        }
    }

    /// Its words on one line.
    pub(super) fn one_line(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        for part in self.text.split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty()) {
            if !text.is_empty() && !text.ends_with(ends_sentence) {
                text.push(' ');
            }
            text.push_str(part);
        }
        text
    }
}

/// Whether a sign ends a sentence or a clause, so that no blank is needed behind it.
pub(super) fn ends_sentence(c: char) -> bool {
    "。！？；：，、".contains(c)
}
