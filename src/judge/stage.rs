//! Stages of projects and rules. Comes in: folded words. Goes out: how far they say a thing is.

use crate::lang::Pack;
use crate::span::Span;

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

/// The furthest stage that `words` say; `None` when they say none. A word inside a longer one (完工 in 主体完工) does not count.
pub fn furthest<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    let mut found: Vec<(Span, Stage<'a>)> = Vec::new();
    for stage in &pack.judge.stage {
        for word in &stage.words {
            let of = Stage { of: &stage.of, order: stage.order };
            found.extend(
                words.match_indices(word.as_str()).map(|(at, _)| (Span::new(at, at + word.len()), of)),
            );
        }
    }
    let inside = |span: Span| found.iter().any(|(other, _)| *other != span && other.contains(span));
    found.iter().filter(|(span, _)| !inside(*span)).map(|(_, stage)| *stage).max_by_key(|stage| stage.order)
}

/// The furthest stage that a promise names: as [`furthest`], but 完成 alone promises the finished thing.
pub fn promised<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    furthest(words, pack).or_else(|| {
        let says = |stage: &&crate::lang::words::Stage| {
            stage.promised.iter().any(|word| words.contains(word.as_str()))
        };
        pack.judge.stage.iter().find(says).map(|stage| Stage { of: &stage.of, order: stage.order })
    })
}
