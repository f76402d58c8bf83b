//! Notices against the reports: what the reading of each says must be there, word for word and in its place, and what the
//! ledger adds must be so.

use super::fault::Faults;
use super::quotes::unread;
use super::sources::Source;
use crate::ledger::{Ledger, NoticeEntry};
use crate::notice::NoticeKind;
use crate::outline::Half;
use crate::span::Span;

/// What only comparing reports says.
const BEYOND_READING: [NoticeKind; 6] = [
    NoticeKind::DifferentBodies,
    NoticeKind::BodyRenamed,
    NoticeKind::SameYear,
    NoticeKind::YearMissing,
    NoticeKind::PairLeftOut,
    NoticeKind::SentenceTooLong,
];

/// Checks all notices. Nothing is said of the reports that were not given.
pub(super) fn notices(ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    for (index, notice) in ledger.notices.iter().enumerate() {
        let at = format!("/notices/{index}");
        if let Some(place) = &notice.at {
            faults.same(
                &format!("{at}/report"),
                "its place has another report",
                &notice.report,
                &Some(place.report),
            );
        }
        match notice.report {
            Some(report) if report < sources.len() => {}
            _ => faults.add(&format!("{at}/report"), "there is no such report"),
        }
    }
    for (report, source) in sources.iter().enumerate() {
        if let Some(source) = source {
            read(report, source, ledger, faults);
            long(report, source, ledger, faults);
        }
        pair(report, ledger, sources, faults);
        years(report, ledger, sources, faults);
    }
}

/// That two reports of one year, and years that no report looks back on, are said and nothing else is.
fn years(report: usize, ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    let [Some(Some(earlier)), Some(Some(later))] = [sources.get(report), sources.get(report + 1)] else {
        return;
    };
    let years = earlier.outline.reviews.zip(later.outline.reviews);
    let same = years.filter(|(before, after)| before == after).map(|(year, _)| year.to_string());
    let missing = years.map(|(before, after)| {
        (before.saturating_add(1)..after).map(|year| year.to_string()).collect::<Vec<_>>().join(", ")
    });
    let wanted = [
        (NoticeKind::SameYear, "year", same),
        (NoticeKind::YearMissing, "years", missing.filter(|missing| !missing.is_empty())),
    ];
    for (kind, arg, right) in wanted {
        let there = of(ledger, report + 1, |said| said == kind);
        let said = there.first().and_then(|(_, notice)| notice.args.get(arg).cloned());
        let what = format!("of reports {report} and {} the years say otherwise", report + 1);
        faults.same("/notices", &what, &(said, there.len()), &(right.clone(), usize::from(right.is_some())));
    }
}

/// The notices of one report with their numbers, of those kinds.
fn of(ledger: &Ledger, report: usize, kind: impl Fn(NoticeKind) -> bool) -> Vec<(usize, &NoticeEntry)> {
    let wanted = |(_, notice): &(usize, &NoticeEntry)| notice.report == Some(report) && kind(notice.kind);
    ledger.notices.iter().enumerate().filter(wanted).collect()
}

/// What reading one report says, in its order.
fn read(report: usize, source: &Source, ledger: &Ledger, faults: &mut Faults) {
    let there = of(ledger, report, |kind| !BEYOND_READING.contains(&kind));
    for (nth, notice) in source.notices.iter().enumerate() {
        let right = NoticeEntry {
            kind: notice.kind,
            severity: notice.severity,
            message: notice.message.clone(),
            args: notice.args.clone(),
            report: Some(report),
            at: notice.span.map(|span| source.place(report, span)),
        };
        match there.get(nth) {
            Some((index, said)) => {
                faults.same(&format!("/notices/{index}"), "reading the report says otherwise", *said, &right);
            }
            None => faults.add("/notices", format!("reading report {report} also says: {}", notice.message)),
        }
    }
    for (index, _) in there.iter().skip(source.notices.len()) {
        faults.add(&format!("/notices/{index}"), "reading the report says no such thing");
    }
}

/// The sentences that were too long to read, of the halves that were searched.
fn long(report: usize, source: &Source, ledger: &Ledger, faults: &mut Faults) {
    let most = ledger.tool.policy.most_sentence;
    let mut right: Vec<Span> = Vec::new();
    let paired = |earlier: usize| ledger.targets.iter().any(|target| target.at.report == earlier);
    if paired(report) {
        right.extend(unread(source, Half::Plan, most));
    }
    if report.checked_sub(1).is_some_and(paired) {
        right.extend(unread(source, Half::Review, most));
    }
    let there = of(ledger, report, |kind| kind == NoticeKind::SentenceTooLong);
    let spans = there.iter().filter_map(|(_, notice)| notice.at.as_ref());
    let mut said: Vec<Span> = spans.map(|at| Span::new(at.start, at.end)).collect();
    said.sort_unstable();
    right.sort_unstable();
    let what = format!("other sentences of report {report} are too long to be read");
    faults.same("/notices", &what, &said, &right);
}

/// That a pair with targets can be compared, and one that cannot is said to be left out.
fn pair(report: usize, ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    let [Some(Some(earlier)), Some(Some(later))] = [sources.get(report), sources.get(report + 1)] else {
        return;
    };
    let (plans, reviews) = (earlier.outline.plans, later.outline.reviews);
    let apart = plans.zip(reviews).is_some_and(|(plans, reviews)| plans != reviews);
    let fits = !apart
        && earlier.outline.plan_half.is_some()
        && later.outline.review_half.is_some()
        && earlier.document.sha256 != later.document.sha256;
    let names = |notice: &&NoticeEntry| {
        let arg = |name: &str| notice.args.get(name).map(String::as_str);
        notice.kind == NoticeKind::PairLeftOut
            && arg("earlier") == Some(&earlier.document.name)
            && arg("later") == Some(&later.document.name)
    };
    let left_out = ledger.notices.iter().find(names).is_some();
    let at = format!("/reports/{report}");
    if fits && left_out {
        faults.add(
            "/notices",
            format!("reports {report} and {} can be compared, and are said not to be", report + 1),
        );
    }
    if !fits && !left_out {
        faults.add(
            "/notices",
            format!("reports {report} and {} cannot be compared, and none says so", report + 1),
        );
    }
    if !fits && ledger.targets.iter().any(|target| target.at.report == report) {
        faults.add(&at, "it has targets, though the next report does not review the year that it plans");
    }
}
