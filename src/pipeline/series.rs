//! What a series of reports lacks or says of itself. Comes in: reports that were read, in the order given. Goes out: notices of years
//! that are missing, of two reports of one year, and of a body that goes by another name from some year on.

use super::Report;
use crate::lang::Pack;
use crate::ledger::NoticeEntry;
use crate::notice::{Notice, NoticeKind, Severity};
use crate::outline;
use crate::text::fold::fold;
use std::collections::HashSet;

/// The notices of a series, in the order of the reports that they are about.
pub(super) fn notices(reports: &[Report]) -> Vec<NoticeEntry> {
    let mut said = HashSet::new();
    let mut known: Option<&str> = reports.first().and_then(|report| report.outline.body.as_deref());
    let mut entries = Vec::new();
    for (index, pair) in reports.windows(2).enumerate() {
        let body = pair[1].outline.body.as_deref();
        let renamed = known
            .zip(body)
            .and_then(|(before, now)| renamed(before, now, Pack::of(&pair[1].outline.language)));
        known = body.or(known);
        // Once, also where the names go to and fro.
        let renamed = renamed.filter(|notice| said.insert(notice.args.values().cloned().collect::<Vec<_>>()));
        let found = years(pair).into_iter().chain(renamed);
        entries.extend(found.map(|notice| pair[1].source(index + 1).notice(&notice)));
    }
    entries
}

/// What is to be said of the years of two reports that stand next to each other.
fn years(pair: &[Report]) -> Option<Notice> {
    let [earlier, later] = [&pair[0], &pair[1]];
    let (before, after) = earlier.outline.reviews.zip(later.outline.reviews)?;
    let names =
        |notice: Notice| notice.with("earlier", &earlier.document.name).with("later", &later.document.name);
    if before == after {
        let message = format!(
            "{} looks back on {after}, too: what was promised for {after} is looked for in that one, and the promises \
             for the year after are taken from this one",
            earlier.document.name
        );
        return Some(
            names(Notice::new(NoticeKind::SameYear, Severity::Warning, message)).with("year", after),
        );
    }
    let missing: Vec<String> = (before.saturating_add(1)..after).map(|year| year.to_string()).collect();
    let years = missing.join(", ");
    let message =
        format!("between {} and this report no report looks back on {years}", earlier.document.name);
    (!missing.is_empty())
        .then(|| names(Notice::new(NoticeKind::YearMissing, Severity::Info, message)).with("years", years))
}

/// What is to be said of two names of a body that are not the same: a place that became another kind of place, or another place.
fn renamed(before: &str, now: &str, pack: &Pack) -> Option<Notice> {
    if outline::same_body(before, now, pack) {
        return None;
    }
    let stem = |body: &str| {
        let body = fold(body);
        let ends = &pack.outline.body_ends;
        let place = ends.iter().find_map(|end| body.strip_suffix(end.as_str())).unwrap_or(&body).to_owned();
        let kinds = pack.judge.scopes.iter();
        let bare =
            kinds.filter_map(|[kind, _]| place.strip_suffix(kind.as_str())).find(|stem| !stem.is_empty());
        bare.map(str::to_owned)
    };
    let (kind, severity, message) = if stem(before).is_some_and(|stem_of| Some(stem_of) == stem(now)) {
        (
            NoticeKind::BodyRenamed,
            Severity::Info,
            format!("from this report on the body is {now}, before it was {before}"),
        )
    } else {
        let message = format!("this seems to be a report of {now}, the earlier one of {before}");
        (NoticeKind::DifferentBodies, Severity::Warning, message)
    };
    Some(Notice::new(kind, severity, message).with("earlier", before).with("later", now))
}
