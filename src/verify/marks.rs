//! Each verdict in itself: what must be there and what must not, the mark that its reason stands for, the reason that its rule
//! gives, what a strict and a lenient reader may say beside it.

use super::fault::Faults;
use crate::ledger::{Confidence, Kind, Ledger, Mark, Reason, Target};

/// At most so many claims are evidence.
const MOST_EVIDENCE: usize = 3;
/// At most so many passages are listed as refused.
const MOST_CANDIDATES: usize = 3;

/// Checks the verdict of one target; its rule only against the rules of the program's own version.
pub(super) fn target(
    at: &str,
    target: &Target,
    ledger: &Ledger,
    rules: Option<&[(&'static str, Reason)]>,
    faults: &mut Faults,
) {
    if (target.kind == Kind::Quantified) != target.quantity.is_some() {
        faults.add(&format!("{at}/quantity"), "quantified targets have a figure, and no others");
    }
    let single = ledger.reports.len() <= target.at.report.saturating_add(1);
    let Some(reason) = target.reason else {
        without(at, target, single, faults);
        return;
    };
    if target.kind == Kind::Effort || single {
        let why =
            if single { "there is no later report to compare it with" } else { "an effort is not judged" };
        faults.add(&format!("{at}/reason"), why);
        return;
    }
    let mark = reason.mark();
    faults.same(&format!("{at}/mark"), "the reason stands for another mark", &target.mark, &Some(mark));
    rule(at, target, reason, rules, faults);
    readings(at, target, mark, faults);
    let count = target.evidence.len();
    let right = if reason == Reason::Silent { count == 0 } else { (1..=MOST_EVIDENCE).contains(&count) };
    if !right {
        let what =
            format!("{count} pieces of evidence: silent has none, every other reason one to {MOST_EVIDENCE}");
        faults.add(&format!("{at}/evidence"), what);
    }
    if target.candidates.len() > MOST_CANDIDATES {
        faults.add(&format!("{at}/candidates"), format!("more than {MOST_CANDIDATES} are listed"));
    }
}

/// A target without a reason has nothing of a verdict.
fn without(at: &str, target: &Target, single: bool, faults: &mut Faults) {
    let verdict = [
        ("mark", target.mark.is_some()),
        ("rule", target.rule.is_some()),
        ("confidence", target.confidence.is_some()),
        ("strict", target.strict.is_some()),
        ("lenient", target.lenient.is_some()),
        ("standing", target.standing.is_some()),
        ("evidence", !target.evidence.is_empty()),
        ("candidates", !target.candidates.is_empty() && (target.kind == Kind::Effort || single)),
    ];
    for (field, _) in verdict.iter().filter(|(_, there)| *there) {
        faults.add(&format!("{at}/{field}"), "a target without a reason has none");
    }
}

/// That the rule exists and gives the reason.
fn rule(
    at: &str,
    target: &Target,
    reason: Reason,
    rules: Option<&[(&'static str, Reason)]>,
    faults: &mut Faults,
) {
    let at = format!("{at}/rule");
    let Some(name) = target.rule.as_deref() else {
        faults.add(&at, "it must say which rule decided");
        return;
    };
    match rules.map(|rules| rules.iter().find(|(known, _)| *known == name)) {
        Some(None) => faults.add(&at, format!("there is no rule {name}")),
        Some(Some((_, gives))) => {
            faults.same(&at, "the rule gives another reason", &reason, gives);
        }
        None => {}
    }
}

/// How much a mark favours the government: missed least, met most.
fn favour(mark: Mark) -> u8 {
    match mark {
        Mark::Missed => 0,
        Mark::NotMentioned => 1,
        Mark::Met => 2,
    }
}

/// What a strict and a lenient reader may say beside a reason of a rule; the first is what is usual.
fn allowed(rule: &str, reason: Reason) -> &'static [(Mark, Mark)] {
    use Mark::{Met, Missed, NotMentioned};
    match reason {
        Reason::Short if rule.starts_with("derived.") => &[(Missed, NotMentioned)],
        _ if rule.starts_with("derived.") => &[(NotMentioned, Met)],
        Reason::Exceeded => &[(Met, Met), (NotMentioned, Met)],
        Reason::Reached => &[(Met, Met), (NotMentioned, Met), (Missed, Met)],
        Reason::WithinHedge => &[(Missed, Met), (NotMentioned, Met)],
        Reason::Short | Reason::Partial => &[(Missed, Missed), (Missed, Met)],
        Reason::Late => &[(Missed, Met)],
        Reason::Asserted | Reason::BlanketOnly => &[(NotMentioned, Met)],
        Reason::Done => &[(Met, Met)],
        Reason::Reversed | Reason::Admitted => &[(Missed, Missed)],
        Reason::Silent | Reason::NoFigure | Reason::Substituted => &[(NotMentioned, NotMentioned)],
    }
}

/// The strict and the lenient reading around the mark, and whether they call for a second look.
fn readings(at: &str, target: &Target, mark: Mark, faults: &mut Faults) {
    let (Some(strict), Some(lenient), Some(confidence)) = (target.strict, target.lenient, target.confidence)
    else {
        faults.add(at, "strict, lenient and confidence must be there");
        return;
    };
    let reason = target.reason.unwrap_or(Reason::Silent);
    let allowed = allowed(target.rule.as_deref().unwrap_or_default(), reason);
    if favour(strict) > favour(mark) {
        faults.same(
            &format!("{at}/strict"),
            "a strict reader cannot be milder than the mark",
            &strict,
            &mark,
        );
    } else if favour(lenient) < favour(mark) {
        faults.same(
            &format!("{at}/lenient"),
            "a lenient reader cannot be harder than the mark",
            &lenient,
            &mark,
        );
    } else if !allowed.contains(&(strict, lenient)) {
        let field = if allowed[0].0 == strict { "lenient" } else { "strict" };
        let what = "beside this reason the strict and the lenient reading are others";
        faults.same(&format!("{at}/{field}"), what, &(strict, lenient), &allowed[0]);
    }
    if strict != lenient && confidence == Confidence::Sure {
        faults.add(&format!("{at}/confidence"), "where two readers would differ, it is to be checked");
    }
}
