//! Stages of projects and rules. Comes in: folded words. Goes out: how far they say a thing is.

use crate::lang::Pack;

/// A stage: of what, and its place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage<'a> {
    /// `project` or `rule`.
    pub of: &'a str,
    /// From 1.
    pub order: u8,
}

/// 开工, 启动: from here on a promised 推进, 加快 or 支持 is answered.
pub const BEGUN: u8 = 3;

/// 推进, 加快建设, 在建.
pub const UNDER_WAY: u8 = 4;

/// The furthest stage that `words` say; `None` when they say none.
pub fn furthest<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    pack.judge
        .stage
        .iter()
        .filter(|stage| stage.words.iter().any(|word| words.contains(word.as_str())))
        .map(|stage| Stage { of: &stage.of, order: stage.order })
        .max_by_key(|stage| stage.order)
}
