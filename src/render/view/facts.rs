//! What a view says of the whole ledger: title, counts, reports, notices, tolerances, what was searched.

use super::{Bar, Builder, Count, NoticeView, ReportView, Segment};
use crate::ledger::{Kind, Mark, NoticeEntry, Reason, ReportEntry, SectionTotals};
use crate::render::figure;
use crate::render::words::{Words, fill, fills, name_of};
use std::collections::BTreeMap;

impl<'a> Builder<'a> {
    pub(super) fn year(&self, year: Option<u16>) -> String {
        year.map_or_else(
            || self.words.say("page.unknown_year"),
            |year| self.words.fill("page.year", &[("year", &year.to_string())]),
        )
    }

    /// The years that targets are for, in order.
    pub(super) fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.ledger.targets.iter().filter_map(|target| target.for_year).collect();
        if years.is_empty() {
            years = self.ledger.reports.iter().filter_map(|report| report.plans).take(1).collect();
        }
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The body that the reports are of.
    pub(super) fn body(&self) -> String {
        let body = self.ledger.reports.iter().find_map(|report| report.body.clone());
        body.unwrap_or_else(|| self.words.say("page.unknown_body"))
    }

    /// The year that the targets are for, or the first and the last of several.
    pub(super) fn year_or_years(&self) -> String {
        match self.years().as_slice() {
            [first, .., last] => {
                let (first, last) = (first.to_string(), last.to_string());
                self.words.fill("page.years", &[("first", &first), ("last", &last)])
            }
            years => self.year(years.first().copied()),
        }
    }

    pub(super) fn title(&self) -> String {
        let body = self.body();
        let years = self.years();
        let year = self.year(years.first().copied());
        match years.as_slice() {
            [first, .., last] => {
                let (first, last) = (first.to_string(), last.to_string());
                let years = self.words.fill("page.years", &[("first", &first), ("last", &last)]);
                self.words.fill("page.title", &[("body", &body), ("year", &years)])
            }
            _ if self.ledger.reports.len() < 2 => {
                self.words.fill("page.title_targets", &[("body", &body), ("year", &year)])
            }
            _ => self.words.fill("page.title", &[("body", &body), ("year", &year)]),
        }
    }

    pub(super) fn sentence(&self) -> String {
        let totals = &self.ledger.totals;
        let kind = |name: &str| totals.by_kind.get(name).copied().unwrap_or_default().to_string();
        let plans = self.year_or_years();
        self.words.fill(
            "counts.sentence",
            &[
                ("plans", &plans),
                ("extracted", &totals.extracted.to_string()),
                ("checkable", &totals.checkable.to_string()),
                ("quantified", &kind("quantified")),
                ("deliverable", &kind("deliverable")),
                ("effort", &totals.effort.to_string()),
            ],
        )
    }

    pub(super) fn mark(&self, mark: Mark, count: usize) -> Count {
        Count {
            code: name_of(mark),
            mark: name_of(mark),
            sign: self.words.say_of("sign", mark),
            word: self.words.say_of("mark", mark),
            text: self.words.say_of("mark_text", mark),
            count,
            share: figure::share(count, self.ledger.totals.checkable),
        }
    }

    /// The marks as parts of one bar: those that occur, from left to right.
    pub(super) fn whole(&self) -> Vec<Segment> {
        let totals = &self.ledger.totals;
        let mut from = 0;
        let mut parts = Vec::new();
        for (mark, count) in [
            (Mark::Met, totals.met),
            (Mark::Missed, totals.missed),
            (Mark::NotMentioned, totals.not_mentioned),
        ] {
            if count > 0 {
                let (x, width) =
                    (figure::share(from, totals.checkable), figure::share(count, totals.checkable));
                parts.push(Segment { mark: name_of(mark), x, width });
            }
            from += count;
        }
        parts
    }

    /// The marks of one section, each as long as its count; the longest of all sections is the measure.
    pub(super) fn bars(&self, section: &SectionTotals) -> Vec<Bar> {
        let counts = |of: &SectionTotals| {
            [(Mark::Met, of.met), (Mark::Missed, of.missed), (Mark::NotMentioned, of.not_mentioned)]
        };
        let longest = self.ledger.totals.by_section.iter().flat_map(counts).map(|(_, count)| count).max();
        let bar = |(mark, count): (Mark, usize)| Bar {
            mark: name_of(mark),
            sign: self.words.say_of("sign", mark),
            word: self.words.say_of("mark", mark),
            count,
            width: figure::share(count, longest.unwrap_or_default()),
        };
        counts(section).map(bar).into()
    }

    pub(super) fn reason(&self, reason: Reason) -> Count {
        let code = name_of(reason);
        let count = self.ledger.totals.by_reason.get(&code).copied().unwrap_or_default();
        Count {
            mark: name_of(reason.mark()),
            sign: self.words.say_of("sign", reason.mark()),
            word: self.words.say_of("reason", reason),
            text: self.words.say_of("reason_text", reason),
            share: figure::share(count, self.ledger.totals.checkable),
            code,
            count,
        }
    }

    pub(super) fn kind(&self, kind: Kind) -> Count {
        let code = name_of(kind);
        let count = self.ledger.totals.by_kind.get(&code).copied().unwrap_or_default();
        Count {
            mark: String::new(),
            sign: String::new(),
            word: self.words.say_of("kind", kind),
            text: self.words.say_of("kind_text", kind),
            share: figure::share(count, self.ledger.totals.extracted),
            code,
            count,
        }
    }

    /// How a strict and a lenient reader would count.
    pub(super) fn readings(&self) -> String {
        let differ = self.ledger.targets.iter().filter(|target| target.strict != target.lenient).count();
        if differ == 0 {
            return self.words.say("counts.same");
        }
        let counted = |counts: &BTreeMap<String, usize>| {
            ["met", "missed", "not_mentioned"]
                .map(|mark| {
                    let count = counts.get(mark).copied().unwrap_or_default().to_string();
                    let word = self.words.say(&format!("mark.{mark}"));
                    self.words.fill("counts.item", &[("word", &word), ("count", &count)])
                })
                .join(&self.words.say("page.separator"))
        };
        let totals = &self.ledger.totals;
        let (strict, lenient) = (counted(&totals.strict), counted(&totals.lenient));
        let count = differ.to_string();
        self.words.fill("counts.differ", &[("count", &count), ("strict", &strict), ("lenient", &lenient)])
    }

    /// How many checkable targets an incomplete text leaves without a mark.
    pub(super) fn unjudged(&self) -> Option<String> {
        let count = self.ledger.totals.unjudged;
        (count > 0).then(|| self.words.fill("counts.unjudged", &[("count", &count.to_string())]))
    }

    pub(super) fn short(&self, report: usize) -> String {
        self.shorts.get(report).cloned().unwrap_or_default()
    }

    pub(super) fn report(&self, report: usize) -> ReportView<'a> {
        let entry = &self.ledger.reports[report];
        let unknown = self.words.say("report.unknown");
        let year = |year: Option<u16>| year.map_or_else(|| unknown.clone(), |year| year.to_string());
        ReportView {
            name: &entry.name,
            short: self.short(report),
            years: self
                .words
                .fill("report.span", &[("reviews", &year(entry.reviews)), ("plans", &year(entry.plans))]),
        }
    }

    /// Every stretch that was searched, with its borders and its hash.
    pub(super) fn searches(&self) -> Vec<String> {
        let mut stretches: Vec<_> = (self.ledger.targets.iter().filter_map(|target| target.search.as_ref()))
            .map(|search| (search.report, search.start, search.end, search.sha256.as_str()))
            .collect();
        stretches.sort_unstable();
        stretches.dedup();
        let say = |(report, start, end, sha): (usize, usize, usize, &str)| {
            let (start, end) = (start.to_string(), end.to_string());
            self.words.fill(
                "method.searched",
                &[("report", &self.short(report)), ("start", &start), ("end", &end), ("sha", sha)],
            )
        };
        stretches.into_iter().map(say).collect()
    }

    pub(super) fn notice(&self, notice: &NoticeEntry) -> NoticeView {
        let about = notice.report.or(notice.at.as_ref().map(|at| at.report));
        NoticeView {
            severity: name_of(notice.severity),
            word: self.words.say_of("notices", notice.severity),
            about: about
                .and_then(|report| self.ledger.reports.get(report))
                .map(|entry| self.words.fill("notices.about", &[("report", &entry.name)]))
                .unwrap_or_default(),
            text: notice_text(self.words, notice),
            place: notice.at.as_ref().map(|at| self.place(at, false)).unwrap_or_default(),
        }
    }

    /// Every number of the policy, in its own order, as it was applied. A group of numbers makes one line.
    pub(super) fn tolerances(&self) -> Vec<String> {
        let policy = serde_json::to_value(&self.ledger.tool.policy).unwrap_or_default();
        policy.as_object().into_iter().flatten().map(|(name, value)| self.tolerance(name, value)).collect()
    }

    pub(super) fn tolerance(&self, name: &str, value: &serde_json::Value) -> String {
        let plain =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = match value.as_object() {
            None => plain(value),
            Some(group) => {
                let item = |(part, value): (&String, &serde_json::Value)| {
                    let path = format!("policy_part.{part}");
                    let (word, value) = (self.words.find(&path).unwrap_or(part), plain(value));
                    // A part with a place in its words says itself where its number stands.
                    if word.contains('{') {
                        return self.words.fill(&path, &[("mib", &figure::mebibytes(&value))]);
                    }
                    self.words.fill("counts.item", &[("word", word), ("count", &value)])
                };
                group.iter().map(item).collect::<Vec<_>>().join(&self.words.say("page.separator"))
            }
        };
        let path = format!("policy.{name}");
        let path = if self.words.find(&path).is_some() { path.as_str() } else { "policy.other" };
        let (percent, mib) = (figure::percent(&value), figure::mebibytes(&value));
        self.words.fill(path, &[("name", name), ("value", &value), ("percent", &percent), ("mib", &mib)])
    }
}

/// What each report is called: by its date where no other has it, by the year it looks back on, by its file.
pub(in crate::render) fn shorts(words: Words<'_>, reports: &[ReportEntry]) -> Vec<String> {
    let dated =
        |day: &&String| reports.iter().filter(|other| other.delivered.as_ref() == Some(*day)).count() == 1;
    let short = |entry: &ReportEntry| match (entry.delivered.as_ref().filter(dated), entry.reviews) {
        (Some(day), _) => words.fill("report.short", &[("date", day)]),
        (None, Some(year)) => words.fill("report.short_year", &[("year", &year.to_string())]),
        (None, None) => entry.name.clone(),
    };
    reports.iter().map(short).collect()
}

/// The arguments of a notice that choose between sentences: `pair_left_out` with `why` = `years` is said by
/// `pair_left_out_years`, if there is such a sentence.
const CHOOSING: &[&str] = &["why", "year"];

/// The sentence for a notice; its English message where the interface has none for its kind, or none that it fills.
pub(in crate::render) fn notice_text(words: Words<'_>, notice: &NoticeEntry) -> String {
    let kind = format!("notice.{}", name_of(notice.kind));
    let chosen = CHOOSING.iter().filter_map(|name| notice.args.get(*name));
    let chosen = chosen.filter_map(|value| words.find(&format!("{kind}_{value}"))).next();
    let Some(pattern) = chosen.or_else(|| words.find(&kind)) else { return notice.message.clone() };
    // An argument that is a word of ours (review, plan) is put into the interface's words.
    let args: Vec<(&str, &str)> = notice
        .args
        .iter()
        .map(|(key, value)| (key.as_str(), words.find(&format!("arg.{value}")).unwrap_or(value)))
        .collect();
    if fills(pattern, &args) { fill(pattern, &args) } else { notice.message.clone() }
}
