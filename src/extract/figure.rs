//! Figures in a clause. Comes in: folded text. Goes out: every quantity with its place, in order. Names, dates and slogans
//! with digits are left out. Which subject a figure belongs to is left to the next stage.

mod around;
mod scan;

use crate::lang::Pack;
use crate::quantity::Quantity;
use crate::span::Span;

/// One figure in a text. Spans are byte offsets into the text that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// With the bound and hedge words that touch it: 不少于20家, 95%以上, 力争达80%以上.
    pub span: Span,
    /// The number through its unit: 20家.
    pub number: Span,
    /// What it says.
    pub quantity: Quantity,
    /// The scale or the unit is taken over from a later number: 10 in 10、20公里.
    pub shared: bool,
    /// Where the number through its unit stands in the report's own text. `None` where the scale or the unit stand elsewhere,
    /// and for a text that is no report's.
    pub stands: Option<Span>,
    /// Part of a 分别 list, or of a list that shares its unit or verb: 10.3%和9%.
    pub list: bool,
    /// Stated as a decline (下降, 减少, 压减); the value stays positive.
    pub falls: bool,
    /// The starting point of a change (从40元提高到45元): a past level, never the promise.
    pub from: bool,
    /// The size of something and not an amount of its own: 10亿元 in 超10亿元企业5家, in 总投资10亿元的项目.
    pub scope: bool,
    /// Said of each subject alike (各, 均).
    pub each: bool,
    /// Said of a rise over a time before (比上年增加10公里) and of nothing made.
    pub rises: bool,
    /// Said of a stock in so many words (达到, 总数, 增至) and of nothing made or added.
    pub stock: bool,
}

/// Every figure of `text`, in order and without overlap. `text` is folded (`text::fold`) and at most a few sentences long;
/// text without figures gives an empty list.
pub fn figures(text: &str, pack: &Pack) -> Vec<Figure> {
    let tables = pack.quantity.tables();
    if !text.chars().any(|c| crate::quantity::numeral::opens(c) || tables.fixed.opens(c)) {
        return Vec::new();
    }
    let page = Page::new(text);
    let found = scan::numbers(&page, &pack.quantity, tables);
    if found.is_empty() {
        return Vec::new();
    }
    around::dress(&page, &pack.quantity, &found)
}

/// A text as characters with their byte offsets.
struct Page {
    chars: Vec<char>,
    /// The byte offset of every character; one entry more for the end.
    at: Vec<usize>,
}

impl Page {
    fn new(text: &str) -> Self {
        let mut at: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        at.push(text.len());
        Self { chars: text.chars().collect(), at }
    }

    /// The byte span of characters `start..end`.
    fn span(&self, start: usize, end: usize) -> Span {
        let of = |index: usize| self.at.get(index).or(self.at.last()).copied().unwrap_or_default();
        Span::new(of(start), of(end))
    }

    fn char(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }
}

/// Whether `c` ends a clause: no bound, hedge or basis word reaches over it.
fn breaks(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '！' | '？' | '：' | '\n')
}

#[cfg(test)]
mod tests;
