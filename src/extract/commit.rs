//! Which figures of a plan half are commitments for the year. Comes in: a statement and one of its figures. Goes out: yes or no.

use super::clause::{Reading, Statement};
use super::figure::Figure;
use super::measure::tells_stage;
use super::target::years;
use crate::lang::Pack;
use crate::quantity::{Basis, Bound};
use crate::span::Span;
use rust_decimal::Decimal;

/// Whether a figure of a plan clause is a commitment for the year.
pub fn is_commitment(
    reading: &Reading,
    statement: &Statement,
    figure: &Figure,
    year: Option<u16>,
    pack: &Pack,
) -> bool {
    let text = &reading.passages[statement.passage].folded.text;
    let clause = reading.clause(statement);
    let before = Span::new(statement.span.start, figure.number.start).slice(text);
    let after = Span::new(figure.number.start, statement.span.end).slice(text);
    let cues = &pack.extract;
    if cues.horizon.any(clause) || years(clause).into_iter().any(|said| year.is_some_and(|year| said > year))
    {
        return false;
    }
    if horizon_above(reading, statement, year, pack) {
        return false;
    }
    if pack.quantity.fixed(figure.number.slice(text)).is_some_and(|fixed| fixed.reported) {
        return false;
    }
    if figure.from
        || figure.scope
        || cues.background.any(clause)
        || (is_slogan(text, figure) && !tells_stage(after, pack))
    {
        return false;
    }
    !cues.describes_before.any(before) && !cues.describes_after.any(after)
}

/// Whether a small number in words only counts off a slogan (五篇大文章, 抓好三项工作): nothing is made or added, and no bound stands by. What is
/// said to reach a stage (两条生产线全部投产) is none.
fn is_slogan(text: &str, figure: &Figure) -> bool {
    let quantity = &figure.quantity;
    let in_words = !figure.number.slice(text).starts_with(|c: char| c.is_ascii_digit());
    in_words
        && quantity.scale == Decimal::ONE
        && matches!(quantity.unit.as_str(), "个" | "项" | "篇" | "对" | "大" | "件" | "点" | "条")
        && quantity.bound == Bound::Exactly
        && !matches!(quantity.basis, Basis::Count | Basis::Change)
}

/// Whether a horizon beyond the year, named in an earlier clause of the sentence, reaches to this one (今后五年…：到2028年，…，…); a
/// clause that names the year itself ends it.
fn horizon_above(reading: &Reading, statement: &Statement, year: Option<u16>, pack: &Pack) -> bool {
    let text = &reading.passages[statement.passage].folded.text;
    let head = Span::new(statement.sentence.start, statement.span.start).slice(text);
    let mut beyond = false;
    for clause in head.split(['，', '：']) {
        let said = years(clause);
        if pack.extract.horizon.any(clause) || said.iter().any(|&said| year.is_some_and(|year| said > year)) {
            beyond = true;
        } else if pack.extract.this_year.any(clause) || said.iter().any(|&said| Some(said) == year) {
            beyond = false;
        }
    }
    beyond && !pack.extract.this_year.any(reading.clause(statement))
}
