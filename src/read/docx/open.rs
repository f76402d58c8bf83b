//! A paragraph while it is read. Comes in: its words and what is said of them. Goes out: a draft, or nothing when it is a line of the
//! table of contents.

use super::draft::{Draft, Seen};
use super::look::Shape;
use super::styles::{Comes, Role};
use crate::read::BlockKind;
use std::ops::Range;
use std::rc::Rc;

/// A line of the table of contents has at most so many bytes.
const LONGEST_ENTRY: usize = 300;

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Open {
    /// Its words, with line breaks and tabs.
    pub(super) text: String,
    /// How they look, in order.
    pub(super) looks: Vec<(Range<usize>, Seen)>,
    /// What its style comes to.
    pub(super) comes: Rc<Comes>,
    /// What it says of itself.
    pub(super) shape: Shape,
    /// Whether it links to a heading of the document, as lines of its contents do.
    pub(super) links: bool,
}

impl Open {
    /// The same as a draft; `bullet` where a sign without meaning is printed in front.
    pub(super) fn into_draft(self, bullet: bool) -> Draft {
        let comes = &self.comes;
        let outline = self.shape.outline.map(|level| (level < 9).then_some(Role::Heading(level + 1)));
        Draft {
            kind: if bullet { BlockKind::Item } else { BlockKind::Paragraph },
            role: outline.unwrap_or(comes.role),
            centred: self.shape.centred.or(comes.shape.centred) == Some(true),
            indent: self.shape.indent.or(comes.shape.indent) == Some(true)
                || self.text.starts_with(['\u{3000}', ' ']),
            beside: false,
            text: self.text,
            looks: self.looks,
        }
    }

    /// Puts a label in front of a paragraph. A blank stands between where both would run into each other: 第一章 and 总则, 1. and 5个.
    pub(super) fn put_in_front(&mut self, label: &str) {
        let word = self.text.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric());
        let apart = label.ends_with(char::is_alphanumeric) || (word && label.ends_with(['.', '．']));
        let label = if apart { format!("{label} ") } else { label.to_owned() };
        let leading = self.text.len() - self.text.trim_start().len();
        self.text.insert_str(leading, &label);
        for (range, _) in &mut self.looks {
            range.end += if range.end > leading { label.len() } else { 0 };
            range.start += if range.start > leading { label.len() } else { 0 };
        }
    }

    /// Whether a paragraph is a line of the table of contents, which repeats the headings. `listed`: it stands in one.
    pub(super) fn is_entry(&self, listed: bool) -> bool {
        let text = self.text.trim();
        if text.len() > LONGEST_ENTRY {
            return false;
        }
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let numbered = || {
            let rest = text.trim_end_matches(|c: char| c.is_ascii_digit() || "IVXivx-".contains(c));
            rest.len() < text.len() && rest.ends_with(['\t', '.', '…', '·'])
        };
        self.comes.role == Some(Role::Contents)
            || (listed
                && (self.links || numbered() || matches!(bare.to_lowercase().as_str(), "目录" | "contents")))
    }
}
