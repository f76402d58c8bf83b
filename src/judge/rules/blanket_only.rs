//! Only a collective claim.

use crate::judge::{Case, Decision, Mark, Reason, Rule};
use crate::pair::{Match, Parts};

pub(super) const RULE: Rule = Rule {
    name: "collective.blanket_only",
    reason: Reason::BlanketOnly,
    doc: "A heading or the words that open its list make the target one of a named collection (十件民生实事) or of the goals of the \
          year, and the later review half says only of all of them that they were completed. A lenient reader would say met.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let cues = &case.pack.judge;
    let before = case.before_target();
    if own_name(case).is_some() {
        return None;
    }
    let collection = named(case.headings, case).or_else(|| named(before, case));
    let goals = cues.goal_list.any(before);
    let found = claim(case, |clause| {
        collection.is_some_and(|name| kept(case, name, clause)) || (goals && cues.goals_kept.any(clause))
    })?;
    Some(Decision::sure(Reason::BlanketOnly, &[found]).readings(Mark::NotMentioned, Mark::Met))
}

/// The claim that the collection which the target itself promises (办好10件民生实事) was completed.
pub(super) fn own_collection(case: &Case<'_>) -> Option<Match> {
    let name = own_name(case)?;
    claim(case, |clause| kept(case, name, clause))
}

/// The name of the collection that a figure of the target counts.
fn own_name<'a>(case: &Case<'a>) -> Option<&'a str> {
    case.target.figure.as_ref().and_then(|_| named(&case.target.subject, case))
}

/// The name of a collection in a text.
fn named<'a>(text: &'a str, case: &Case<'_>) -> Option<&'a str> {
    case.pack.judge.blanket_list.first(text).map(|found| found.slice(text))
}

/// Whether a clause says that the collection of that name was completed.
fn kept(case: &Case<'_>, name: &str, clause: &str) -> bool {
    case.pack.judge.blanket.any(clause) && clause.contains(name)
}

/// The first claim of the year that says so, and not as a hope or a denial.
fn claim(case: &Case<'_>, says: impl Fn(&str) -> bool) -> Option<Match> {
    let cues = &case.pack.judge;
    let claim = case.pool.claims.iter().position(|claim| {
        let clause = case.pool.reading.clause(&case.pool.reading.statements[claim.statement]);
        !claim.time.is_other() && says(clause) && !cues.hoped.any(clause) && !cues.admitted.any(clause)
    })?;
    let parts = Parts::default();
    Some(Match { claim, figure: None, score: 0, cover: 0, back: 0, parts, shared: false, refused: None })
}
