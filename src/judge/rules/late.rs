//! Done, but after its own deadline.

use crate::judge::{Case, Decision, Mark, Reason, Rule};
use crate::pair::Match;

pub(super) const RULE: Rule = Rule {
    name: "thing.late",
    reason: Reason::Late,
    doc: "The promise names a month as its deadline, and the later review half reports the thing for a later month, or says \
          that it came late. A lenient reader would say met.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let mut good = case
        .pairing
        .matches
        .iter()
        .filter(|found| found.refused.is_none() && found.score >= case.policy.pair.accept_thing)
        .peekable();
    good.peek()?;
    let late = &case.pack.judge.late;
    let (deadline, speaks_of_delay) = (month(case.quote()), late.any(case.quote()));
    let month = |found: &Match| month(case.words(found.claim)).or_else(|| date(case.before(found.claim)));
    // The best claim that names a month says when it came.
    let dated = good.clone().find(|found| month(found).is_some());
    let late_by_date = dated
        .filter(|found| deadline.zip(month(found)).is_some_and(|(promised, reported)| reported > promised));
    let found = late_by_date.or_else(|| {
        good.filter(|found| found.score >= case.policy.pair.accept_miss)
            .find(|found| !speaks_of_delay && late.any(case.clause(found.claim)))
    })?;
    Some(Decision::sure(Reason::Late, &[*found]).readings(Mark::Missed, Mark::Met))
}

/// The month of a clause that holds nothing else: 11月, 12月20日.
fn date(clause: &str) -> Option<u8> {
    month(clause).filter(|_| clause.chars().count() <= LONGEST_DATE)
}

/// A clause with more characters than 去年12月20日 holds more than a date.
const LONGEST_DATE: usize = 8;

/// The last month that a text names, 1 to 12: 6月底前, 三季度 (its last month), 上半年.
fn month(text: &str) -> Option<u8> {
    let months = text.match_indices('月').filter_map(|(at, _)| {
        let digits = text.get(..at)?.chars().rev().take_while(char::is_ascii_digit).collect::<String>();
        let month =
            digits.chars().rev().collect::<String>().parse().ok().filter(|month| (1..=12).contains(month))?;
        Some((at, month))
    });
    let named = [("一季度", 3), ("二季度", 6), ("三季度", 9), ("四季度", 12), ("上半年", 6), ("下半年", 12)];
    let quarters = named.iter().filter_map(|(word, month)| Some((text.rfind(word)?, *month)));
    months.chain(quarters).max_by_key(|(at, _)| *at).map(|(_, month)| month)
}
