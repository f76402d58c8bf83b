//! A quote in its sentence. Comes in: a quote, its place, and the report's text. Goes out: the words before it, the quote with
//! its figure apart, the words after it. Words are only left out at the borders of clauses, and never of the quote.

use super::Builder;
use crate::ledger::{Place, QuantityEntry};
use crate::span::Span;
use crate::text::sentence::sentences;
use serde::Serialize;

/// A sentence longer than this many characters is cut around its quote (four lines of a card).
const LONGEST: usize = 120;

/// A quote with the words around it. `before` + `start` + `figure` + `end` + `after` is what the report says without a gap.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Sentence<'a> {
    /// Whether words of the sentence before `before` are left out.
    pub(super) cut_before: bool,
    /// The words of the sentence before the quote; empty where the report's text is not at hand.
    pub(super) before: &'a str,
    /// The quote up to its figure; all of it where the figure is not known.
    pub(super) start: &'a str,
    /// The figure as written, or nothing.
    pub(super) figure: &'a str,
    /// The quote after its figure.
    pub(super) end: &'a str,
    /// The words of the sentence after the quote, its closing mark with them.
    pub(super) after: &'a str,
    /// Whether words of the sentence after `after` are left out.
    pub(super) cut_after: bool,
}

impl<'a> Sentence<'a> {
    /// All that is shown of the report.
    pub(super) fn whole(&self) -> String {
        [self.before, self.start, self.figure, self.end, self.after].concat()
    }

    /// The quote without the words around it, for where they are shown already.
    pub(super) fn alone(self) -> Self {
        let words = |text: &str| text.chars().any(char::is_alphanumeric);
        Self {
            cut_before: self.cut_before || words(self.before),
            before: "",
            cut_after: self.cut_after || words(self.after),
            after: "",
            ..self
        }
    }

    /// The quote alone, its figure apart where that lies in it.
    fn of(quote: &'a str, at: Span, figure: Option<Span>) -> Self {
        let inside = figure
            .filter(|figure| at.contains(*figure) && !figure.is_empty())
            .map(|figure| Span::new(figure.start - at.start, figure.end - at.start))
            .filter(|figure| figure.fits(quote));
        match inside {
            Some(figure) => Self {
                start: Span::new(0, figure.start).slice(quote),
                figure: figure.slice(quote),
                end: Span::new(figure.end, quote.len()).slice(quote),
                ..Self::default()
            },
            None => Self { start: quote, ..Self::default() },
        }
    }

    /// The same in its sentence: `block` is the stretch of `text` that may be looked at, `cuts` are its sentences from its start.
    fn within(self, text: &'a str, block: Span, cuts: &[Span], at: Span) -> Self {
        let around = (cuts.iter())
            .map(|sentence| sentence.shift(block.start))
            .filter(|sentence| sentence.overlaps(at))
            .reduce(Span::cover)
            .map_or(at, |sentence| sentence.cover(at));
        let rest = Span::new(around.end, block.end).slice(text);
        let mark = rest.chars().next().filter(|c| matches!(c, '。' | '！' | '？' | '；' | '!'));
        let end = around.end + mark.map_or(0, char::len_utf8);
        let before = Span::new(around.start, at.start).slice(text).trim_start();
        let after = Span::new(at.end, end).slice(text).trim_end();
        let (left, right) = (before.chars().count(), after.chars().count());
        let room = LONGEST.saturating_sub(at.slice(text).chars().count());
        if left + right <= room {
            return Self { before, after, ..self };
        }
        // What one side does not need, the other may have.
        let half = room / 2;
        let kept_before = last_clauses(before, half.max(room.saturating_sub(right)));
        let kept_after = first_clauses(after, half.max(room.saturating_sub(left)));
        Self {
            cut_before: kept_before.len() < before.len(),
            before: kept_before,
            after: kept_after,
            cut_after: kept_after.len() < after.len(),
            ..self
        }
    }
}

/// Whether a clause ends with `c`.
fn border(c: char) -> bool {
    matches!(c, '，' | '：' | '、' | '；' | '。')
}

/// The last whole clauses of `text` that have at most `most` characters together.
fn last_clauses(text: &str, most: usize) -> &str {
    let mut starts = text.char_indices().filter(|(_, c)| border(*c)).map(|(at, c)| at + c.len_utf8());
    let fits = |start: &usize| Span::new(*start, text.len()).slice(text).chars().count() <= most;
    std::iter::once(0)
        .chain(starts.by_ref())
        .find(fits)
        .map_or("", |start| Span::new(start, text.len()).slice(text))
}

/// The first whole clauses of `text` that have at most `most` characters together, without the border after them.
fn first_clauses(text: &str, most: usize) -> &str {
    let ends = text.char_indices().filter(|(_, c)| border(*c)).map(|(at, _)| at).chain([text.len()]);
    ends.take_while(|end| Span::new(0, *end).slice(text).chars().count() <= most)
        .last()
        .map_or("", |end| Span::new(0, end).slice(text))
}

impl<'a> Builder<'a> {
    /// The quote at a place in its sentence, with the figure of `quantity` apart.
    pub(super) fn sentence_of(
        &self,
        quote: &'a str,
        at: &Place,
        quantity: Option<&QuantityEntry>,
    ) -> Sentence<'a> {
        let span = Span::new(at.start, at.end);
        let figure = quantity.and_then(|quantity| quantity.figure);
        let figure = figure.map(|figure| Span::new(figure.start, figure.end));
        let alone = Sentence::of(quote, span, figure);
        let Some(entry) = self.ledger.reports.get(at.report) else { return alone };
        let Some(text) = entry.text.as_deref().filter(|text| span.slice(text) == quote) else { return alone };
        let Some(index) = at.paragraph.checked_sub(1) else { return alone };
        let block = entry.blocks.get(index).map(|block| Span::new(block.start, block.end));
        match block.filter(|block| block.contains(span) && block.fits(text)) {
            Some(block) => {
                let cuts = self.cuts[at.report][index].get_or_init(|| sentences(block.slice(text)));
                alone.within(text, block, cuts, span)
            }
            None => alone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_shown_already_are_not_shown_again() {
        let shown = Sentence {
            before: "受汛情影响，",
            start: "新建",
            figure: "3所",
            after: "学校。",
            ..Sentence::default()
        };
        assert_eq!(shown.whole(), "受汛情影响，新建3所学校。");
        let alone = shown.alone();
        assert_eq!((alone.whole().as_str(), alone.cut_before, alone.cut_after), ("新建3所", true, true));
        let alone = Sentence { start: "新建3所", after: "；", ..Sentence::default() }.alone();
        assert!(!alone.cut_before && !alone.cut_after);
    }

    fn said<'a>(text: &'a str, quote: &'a str, figure: Option<&str>) -> Sentence<'a> {
        let find = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let at = find(quote);
        Sentence::of(quote, at, figure.map(find)).within(text, Span::all(text), &sentences(text), at)
    }

    #[test]
    fn a_quote_stands_in_its_sentence_with_its_figure_apart() {
        let text = "一句。围绕扩量，新建学校不少于 5 所、扩建 2 所。又一句。";
        let said = said(text, "新建学校不少于 5 所", Some("5 所"));
        assert_eq!(
            (said.before, said.start, said.figure, said.end, said.after),
            ("围绕扩量，", "新建学校不少于 ", "5 所", "", "、扩建 2 所。")
        );
        assert!(!said.cut_before && !said.cut_after);
    }

    #[test]
    fn a_long_sentence_is_cut_at_the_borders_of_clauses_outside_the_quote() {
        let clause = "坚持稳中求进工作总基调，";
        let text = format!("{}新建学校5所，{}办好。", clause.repeat(12), clause.repeat(12));
        let said = said(&text, "新建学校5所", None);
        assert!(said.cut_before && said.cut_after);
        assert!(said.before.starts_with("坚持") && said.before.ends_with("总基调，"), "{}", said.before);
        assert!(said.after.starts_with('，') && said.after.ends_with("总基调"), "{}", said.after);
        let length =
            [said.before, said.start, said.after].map(|part| part.chars().count()).iter().sum::<usize>();
        assert!((80..=LONGEST).contains(&length), "{length}");
    }

    #[test]
    fn a_long_quote_is_whole_and_alone() {
        let quote = "新建学校".repeat(2500);
        let text = format!("要{quote}，办好。");
        let said = said(&text, &quote, None);
        assert_eq!((said.before, said.start, said.after), ("", quote.as_str(), ""));
        assert!(said.cut_before && said.cut_after);
    }

    #[test]
    fn a_figure_that_is_not_in_the_quote_is_not_made_up() {
        assert_eq!(said("扩建2所，新建学校。", "新建学校", Some("2所")).figure, "");
    }
}
