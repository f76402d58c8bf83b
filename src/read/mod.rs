//! Bytes to a `Document` (waist 1). Comes in: the bytes of one file. Goes out: one canonical text with blocks over it.
//! Nothing after this stage knows a file format.

use crate::span::Span;

/// What a block of the canonical text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// Marked as a heading by the format itself (`#`, a style). What is a heading by its words, the outline decides.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A row of a table, or a whole one.
    Table,
    /// Kept in the text but no part of the report: a source line, a speaker line of the site.
    Furniture,
}

/// A stretch of the canonical text. Blocks are in order, do not overlap, and leave only line breaks between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where, without the line break after it.
    pub span: Span,
    /// What.
    pub kind: BlockKind,
    /// The level that the format marks (`##` = 2); not to be trusted.
    pub marked: Option<u8>,
    /// Bold stretches inside the block, in order.
    pub bold: Vec<Span>,
    /// The page it begins on, from 1; `None` where the format has none.
    pub page: Option<u32>,
}

/// One report as text. Every quote of every later stage is a slice of `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file's name without its directory, as the reader of the report will see it.
    pub name: String,
    /// SHA-256 of the input bytes, lower-case hex.
    pub sha256: String,
    /// The canonical text: LF line breaks, page furniture and site chrome removed, sentences cut by page breaks rejoined.
    pub text: String,
    /// The blocks over it.
    pub blocks: Vec<Block>,
    /// Whether the text seems to hold the whole report.
    pub complete: bool,
}

impl Document {
    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The index of the block that holds the byte `at`.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let next = self.blocks.partition_point(|block| block.span.start <= at);
        let index = next.checked_sub(1)?;
        (at < self.blocks[index].span.end).then_some(index)
    }
}
