//! The report itself says that it was not achieved.

use super::figure;
use crate::judge::stage;
use crate::judge::{Case, Decision, Reason, Rule};
use crate::pair::{Match, Refused};

pub(super) const RULE: Rule = Rule {
    name: "report.admitted",
    reason: Reason::Admitted,
    doc: "The later review half, its problems paragraph included, says of this very target that it was not achieved: in the \
          clause that names it, or in the clause behind when that one names nothing else. A figure of the same measure in \
          another clause counts over it.",
    decide,
};

/// So many characters before the words of an admission name nothing: 但, 离目标.
const MOST_UNNAMED: usize = 3;

/// A subject of fewer characters (投资) is too wide for an admission to be about it.
const LEAST_SUBJECT: usize = 3;

fn decide(case: &Case<'_>) -> Option<Decision> {
    if case.target.subject.chars().count() < LEAST_SUBJECT {
        return None;
    }
    let least = case.policy.pair.accept_thing.max(case.policy.pair.topic_figure);
    let found = case
        .pairing
        .matches
        .iter()
        .filter(|found| {
            let near = found.cover >= least && found.score >= case.policy.pair.accept_miss;
            near && found.refused != Some(Refused::Subject) && comparable(case, found)
        })
        .find(|found| admits(case, case.clause(found.claim)) || behind(case, found.claim))?;
    let counted = figure::judged(case).and_then(|decision| decision.evidence.first().copied());
    if counted.is_some_and(|other| other.claim != found.claim && other.cover >= found.cover) {
        return None;
    }
    let mut evidence = vec![*found];
    if !admits(case, case.clause(found.claim)) {
        evidence.extend(case.next(found.claim).map(|claim| Match { claim, figure: None, ..*found }));
    }
    let sum =
        counted.filter(|other| other.claim == found.claim).and(figure::judged(case)).and_then(|d| d.sum);
    Some(Decision { sum, ..Decision::sure(Reason::Admitted, &evidence) })
}

/// Whether a clause says of what it names that it was not achieved. 低于预期 is good where less is better.
fn admits(case: &Case<'_>, clause: &str) -> bool {
    let cues = &case.pack.judge;
    let denied = !cues.admitted.any(case.quote()) && stage::denies(clause, case.pack);
    denied || (cues.below_expected.any(clause) && !figure::lower_is_better(case))
}

/// Whether the clause behind a claim admits, and names nothing of its own: 增长3.1%，未能完成预期目标.
fn behind(case: &Case<'_>, claim: usize) -> bool {
    let clause = case.after(claim);
    let cues = &case.pack.judge;
    let at = cues.admitted.first(clause).or_else(|| cues.below_expected.first(clause));
    admits(case, clause)
        && at
            .is_some_and(|at| clause.get(..at.start).is_some_and(|head| head.chars().count() <= MOST_UNNAMED))
}

/// Whether a claim with figures has one that may be compared with the promised one: 能耗降低4% says nothing of a growth of 8%.
fn comparable(case: &Case<'_>, found: &Match) -> bool {
    let figures = &case.pool.reading.statements[case.pool.claims[found.claim].statement].figures;
    case.target.figure.as_ref().is_none_or(|promised| {
        let shares = |text: &str| case.pack.quantity.shares(text);
        (figures.is_empty() && shares(case.clause(found.claim)) == shares(case.quote()))
            || found.figure.is_some_and(|index| figures[index].falls == promised.falls)
    })
}
