//! Why something fell short, in the report's own words. Comes in: a case and the evidence of its verdict. Goes out: the stretch
//! that gives the reason, or nothing: a reason of another matter must never be taken for it.
//!
//! A reason is taken only from four places: the evidence's own clause; the clauses right before it that give nothing but causes
//! (受疫情影响，); the clause right behind it where it refers back or ends the sentence; and the next sentence where that opens with
//! words that refer back (主要原因是). Clauses that only say how far it fell short may stand between.

use super::{Decision, Mark};
use crate::extract::clause::{Reading, Statement};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::span::Span;

/// Where the report says why what a verdict calls missed fell short, in the canonical text.
pub(super) fn stated(decision: &Decision, pool: &Pool<'_>, pack: &Pack) -> Option<Span> {
    if decision.reason.mark() != Mark::Missed {
        return None;
    }
    let first = pool.claims[decision.evidence.first()?.claim].statement;
    let used =
        |index: usize| decision.evidence.iter().any(|found| pool.claims[found.claim].statement == index);
    let around = Around { reading: pool.reading, pack, first };
    let mut last = first;
    while around.same_sentence(last + 1)
        && (used(last + 1) || around.shown(last + 1, |clause| around.falls_short(clause)))
    {
        last += 1;
    }
    let inside = (first..=last).find_map(|index| around.inside(index));
    inside.or_else(|| around.before()).or_else(|| around.behind(last)).or_else(|| around.next_sentence(last))
}

/// The clauses around the evidence.
struct Around<'a> {
    reading: &'a Reading,
    pack: &'a Pack,
    /// The evidence's statement.
    first: usize,
}

impl<'a> Around<'a> {
    fn statement(&self, index: usize) -> Option<&'a Statement> {
        self.reading.statements.get(index)
    }

    /// Whether a statement stands in the evidence's sentence.
    fn same_sentence(&self, index: usize) -> bool {
        let (here, there) = (self.statement(self.first), self.statement(index));
        here.zip(there)
            .is_some_and(|(here, there)| here.passage == there.passage && here.sentence == there.sentence)
    }

    fn shown(&self, index: usize, is: impl Fn(&str) -> bool) -> bool {
        self.statement(index).is_some_and(|statement| is(self.reading.clause(statement)))
    }

    /// Whether a clause says how far something fell short and names nothing: 低于预期目标2个百分点.
    fn falls_short(&self, clause: &str) -> bool {
        self.pack.judge.falls_short.first(clause).is_some_and(|found| found.start == 0)
    }

    /// The stretch of a clause that gives a cause of something bad.
    fn cause(&self, clause: &str) -> Option<Span> {
        let cues = &self.pack.judge;
        cues.cause.first(clause).filter(|found| !found.is_empty() && !cues.no_cause.any(clause))
    }

    /// Whether a clause gives a cause and says nothing else.
    fn only_cause(&self, clause: &str) -> bool {
        let around = |words: Option<&str>| words.map_or(0, |words| words.chars().count());
        self.cause(clause).is_some_and(|found| {
            let lead = clause.get(..found.start).unwrap_or_default();
            (lead.is_empty() || self.pack.judge.leads_in.any(lead))
                && around(clause.get(found.end..)) <= MOST_BEHIND
        })
    }

    /// A cause within a clause of the evidence: 因征地拆迁滞后尚未开工.
    fn inside(&self, index: usize) -> Option<Span> {
        let statement = self.statement(index)?;
        let clause = self.reading.clause(statement);
        let found = self.cause(clause)?;
        // Of several things in one clause the cause may be another's.
        let one = !clause.contains('、') || !clause.get(found.end..)?.contains('、');
        one.then(|| self.reading.back(statement.passage, found.shift(statement.span.start)))
    }

    /// The clauses right before the evidence, where they give nothing but causes.
    fn before(&self) -> Option<Span> {
        let is_cause = |index: &usize| self.shown(*index, |clause| self.only_cause(clause));
        let goes_on = |index: &usize| {
            let adds = self.shown(*index, |clause| self.pack.judge.and_cause.any(clause));
            // A figure is told of a matter of its own.
            let measures = self.statement(*index).is_none_or(|statement| !statement.figures.is_empty());
            self.same_sentence(*index) && !measures && (adds || is_cause(index))
        };
        let first = (0..self.first).rev().take_while(goes_on).filter(is_cause).last()?;
        self.cover(first, self.first - 1)
    }

    /// The clause right behind the evidence, and what goes on with it.
    fn behind(&self, last: usize) -> Option<Span> {
        let next = last + 1;
        let refers = |clause: &str| self.refers_back(clause) && !self.pack.judge.no_cause.any(clause);
        let closes = !self.same_sentence(next + 1) && self.shown(next, |clause| self.only_cause(clause));
        if !self.same_sentence(next) || !(closes || self.shown(next, refers)) {
            return None;
        }
        let opens = self.shown(next, |clause| self.opens_list(clause));
        let goes_on = |index: &usize| {
            self.same_sentence(*index)
                && (opens || self.shown(*index, |clause| self.pack.judge.and_cause.any(clause)))
        };
        self.cover(next, (next + 1..).take_while(goes_on).last().unwrap_or(next))
    }

    /// The next sentence of the paragraph, where it opens with words that refer back and gives nothing but the reason.
    fn next_sentence(&self, last: usize) -> Option<Span> {
        let (here, next) = (self.statement(last)?, self.statement(last + 1)?);
        let touches = next.passage == here.passage
            && next.sentence.start.saturating_sub(here.sentence.end) <= LONGEST_STOP
            && next.sentence != here.sentence;
        let clause = self.reading.clause(next);
        if !touches || !self.refers_back(clause) || self.pack.judge.no_cause.any(self.reading.sentence(next))
        {
            return None;
        }
        let of_sentence = |index: &usize| {
            self.statement(*index)
                .is_some_and(|one| one.sentence == next.sentence && one.passage == next.passage)
        };
        let end = (last + 1..).take_while(of_sentence).last()?;
        // 主要受疫情影响，出口下降 opens a matter of its own; 主要原因是 does not.
        let whole = self.pack.judge.names_reason.any(clause)
            || (last + 1..=end).all(|index| {
                self.shown(index, |clause| self.only_cause(clause) || self.pack.judge.and_cause.any(clause))
            });
        whole.then(|| self.cover(last + 1, end)).flatten()
    }

    fn refers_back(&self, clause: &str) -> bool {
        self.pack.judge.refers_back.first(clause).is_some_and(|found| found.start == 0)
    }

    /// Whether what a clause announces stands behind it: 主要原因是：.
    fn opens_list(&self, clause: &str) -> bool {
        let cues = &self.pack.judge;
        cues.names_reason.first(clause).is_some_and(|found| found.end == clause.len())
    }

    /// From one statement to another of its sentence.
    fn cover(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (self.statement(from)?, self.statement(to)?);
        Some(self.reading.back(first.passage, first.span.cover(last.span)))
    }
}

/// Behind a cause that stands alone there are at most so many characters: 受疫情影响较大.
const MOST_BEHIND: usize = 2;

/// The mark between two sentences has at most so many bytes, in folded text.
const LONGEST_STOP: usize = 3;
