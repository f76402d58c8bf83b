//! Done, but after its own deadline.

use crate::judge::stage::{self, Stage};
use crate::judge::{Case, Decision, Mark, Reason, Rule};
use crate::lang::Pack;
use crate::pair::Match;

pub(super) const RULE: Rule = Rule {
    name: "thing.late",
    reason: Reason::Late,
    doc: "The promise names a month as its deadline, and the later review half reports the promised stage for a later \
          month (the month of an earlier stage or of another thing does not count), or says that it came late. A lenient reader would say met.",
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
    let promised = stage::furthest(case.quote(), case.pack);
    let month = |found: &Match| {
        let words = case.words(found.claim);
        if months(words).is_empty() {
            date(case.before(found.claim))
        } else {
            month_of(words, promised, case.pack)
        }
    };
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

/// The month in which a clause reports the promised stage: 3月 of 3月开工、11月通车 where 开工 was promised. `None` when the months belong
/// to earlier stages only; the last month where no month has a stage behind it, or none was promised.
fn month_of(words: &str, promised: Option<Stage<'_>>, pack: &Pack) -> Option<u8> {
    let Some(promised) = promised else { return month(words) };
    let stages = pack.judge.stages(words);
    let months = months(words);
    // The stages behind a month, up to the next one: the first, and what runs on from it (建成通车).
    let behind = |nth: usize| {
        let (from, to) = (months[nth].0, months.get(nth + 1).map_or(words.len(), |(at, _)| *at));
        let mut end = None;
        stages
            .iter()
            .filter(move |(span, _)| (from..to).contains(&span.start))
            .take_while(move |(span, _)| {
                let runs_on = end.is_none_or(|end| span.start <= end + '并'.len_utf8());
                end = Some(span.end);
                runs_on
            })
            .map(|(_, stage)| *stage)
    };
    if (0..months.len()).all(|nth| behind(nth).next().is_none()) {
        return month(words);
    }
    let kept =
        |nth: &usize| behind(*nth).any(|stage| stage.of == promised.of && stage.order >= promised.order);
    (0..months.len()).find(kept).map(|nth| months[nth].1)
}

/// The last month that a text names.
fn month(text: &str) -> Option<u8> {
    months(text).last().map(|(_, month)| *month)
}

/// The months that a text names, 1 to 12, each with its place: 6月底前, 三季度 (its last month), 上半年.
fn months(text: &str) -> Vec<(usize, u8)> {
    let months = text.match_indices('月').filter_map(|(at, _)| {
        let digits = text.get(..at)?.chars().rev().take_while(char::is_ascii_digit).collect::<String>();
        let month =
            digits.chars().rev().collect::<String>().parse().ok().filter(|month| (1..=12).contains(month))?;
        Some((at, month))
    });
    let named = [("一季度", 3), ("二季度", 6), ("三季度", 9), ("四季度", 12), ("上半年", 6), ("下半年", 12)];
    let quarters =
        named.iter().flat_map(|(word, month)| text.match_indices(word).map(|(at, _)| (at, *month)));
    let mut all: Vec<(usize, u8)> = months.chain(quarters).collect();
    all.sort_unstable();
    all
}
