//! Only a collective claim.

use crate::judge::{Case, Decision, Mark, Reason, Rule};
use crate::pair::{Match, Parts};

pub(super) const RULE: Rule = Rule {
    name: "collective.blanket_only",
    reason: Reason::BlanketOnly,
    doc: "The target is one of a named collection (十件民生实事), and the later review half says only of the whole collection \
          that it was completed. A lenient reader would say met.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let collection =
        case.pack.judge.blanket_list.first(case.headings).map(|found| found.slice(case.headings))?;
    let claim = case.pool.claims.iter().position(|claim| {
        let clause = case.pool.reading.clause(&case.pool.reading.statements[claim.statement]);
        case.pack.judge.blanket.any(clause) && clause.contains(collection)
    })?;
    let parts = Parts::default();
    let found =
        Match { claim, figure: None, score: 0, cover: 0, back: 0, parts, shared: false, refused: None };
    Some(Decision::sure(Reason::BlanketOnly, &[found]).readings(Mark::NotMentioned, Mark::Met))
}
