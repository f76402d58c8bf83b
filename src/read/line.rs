//! One line of a format, before it is known what belongs together: what every format's reader gives.

use super::BlockKind;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One line of a format, before it is known what belongs together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// The words, trimmed.
    pub(super) text: String,
    /// What the format says it is.
    pub(super) kind: BlockKind,
    /// The level that the format marks.
    pub(super) marked: Option<u8>,
    /// Bold stretches, in bytes of `text`.
    pub(super) bold: Vec<Range<usize>>,
    /// How many empty lines stand before it.
    pub(super) gap: usize,
    /// Whether it was indented as the first line of a paragraph.
    pub(super) indent: bool,
    /// The page it begins on, from 1.
    pub(super) page: Option<u32>,
    /// Where inside `text` another page begins, in bytes, and which.
    pub(super) turns: Vec<(usize, u32)>,
    /// Whether it is a paragraph of its own whatever its neighbours are.
    pub(super) alone: bool,
}

impl Line {
    /// A line on no page, not indented, with no empty line before it.
    pub(super) fn new(text: impl Into<String>, kind: BlockKind) -> Self {
        Self {
            text: text.into(),
            kind,
            marked: None,
            bold: Vec::new(),
            gap: 0,
            indent: false,
            page: None,
            turns: Vec::new(),
            alone: false,
        }
    }

    /// Takes the blanks off both ends and moves what lies over the text with it. False when nothing is left.
    pub(super) fn trim(&mut self) -> bool {
        let kept = self.text.trim_matches(blank);
        let front = self.text.len() - self.text.trim_start_matches(blank).len();
        let kept = kept.to_owned();
        let moved = |at: usize| at.saturating_sub(front).min(kept.len());
        for bold in &mut self.bold {
            *bold = moved(bold.start)..moved(bold.end);
        }
        self.bold.retain(|bold| !bold.is_empty());
        for (at, _) in &mut self.turns {
            *at = moved(*at);
        }
        self.text = kept;
        !self.text.is_empty()
    }

    /// Keeps the first `length` bytes.
    pub(super) fn cut(&mut self, length: usize) {
        self.text.truncate(length);
        self.bold.retain(|bold| bold.end <= length);
        self.turns.retain(|(at, _)| *at < length);
    }
}

/// White space and characters of no width.
pub(super) fn blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}
