//! What the templates see. Comes in: a ledger and words. Goes out: the same in reading order, every code put into words.

use super::figure;
use super::words::{Words, name_of};
use crate::ledger::{Kind, Ledger, Mark, NoticeEntry, Place, Reason, Target};
use serde::Serialize;
use std::collections::BTreeMap;
use toml::Table;

/// Refused passages shown under one target; the JSON ledger has the others.
const MOST_CANDIDATES: usize = 2;
/// Headings below the third under the outermost look alike: HTML and Markdown have six levels.
const MOST_DEPTH: usize = 3;

/// Everything that a template may name.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) words: &'a Table,
    pub(super) ledger: &'a Ledger,
    pub(super) title: String,
    /// Whether any target was compared with a later report.
    pub(super) compared: bool,
    pub(super) sentence: String,
    pub(super) marks: Vec<Count>,
    pub(super) kinds: Vec<Count>,
    pub(super) reasons: Vec<Count>,
    pub(super) readings: String,
    pub(super) reports: Vec<ReportView<'a>>,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) notices: Vec<NoticeView>,
    pub(super) tolerances: Vec<String>,
    pub(super) all_reasons: Vec<Count>,
    /// What was searched, each stretch once.
    pub(super) searches: Vec<String>,
}

/// A code with its word, its explanation and how often it occurs.
#[derive(Debug, Serialize)]
pub(super) struct Count {
    pub(super) code: String,
    pub(super) mark: String,
    pub(super) sign: String,
    pub(super) word: String,
    pub(super) text: String,
    pub(super) count: usize,
    /// In percent of the checkable targets, with the sign.
    pub(super) share: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ReportView<'a> {
    pub(super) name: &'a str,
    /// 2021 年度报告, or the file's name where the year is unknown.
    pub(super) short: String,
    pub(super) years: String,
}

/// The targets of one report.
#[derive(Debug, Serialize)]
pub(super) struct Part<'a> {
    pub(super) report: usize,
    pub(super) heading: String,
    pub(super) sections: Vec<SectionRow<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) efforts: Vec<TargetView<'a>>,
}

/// One row of the contents: a plan section with its counts.
#[derive(Debug, Serialize)]
pub(super) struct SectionRow<'a> {
    pub(super) anchor: String,
    pub(super) name: &'a str,
    pub(super) totals: &'a crate::ledger::SectionTotals,
}

/// Targets under the same headings.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    /// The headings that begin here, outermost first.
    pub(super) headings: Vec<Heading<'a>>,
    pub(super) targets: Vec<TargetView<'a>>,
    /// The marks that occur up to the next heading of the outermost level that begins here; for hiding.
    pub(super) holds: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Heading<'a> {
    /// From 0, outermost; deeper than 3 counts as 3.
    pub(super) depth: usize,
    /// The level of the heading on a page or in Markdown, where the list of targets has level 2.
    pub(super) level: usize,
    pub(super) anchor: String,
    pub(super) text: &'a str,
    /// `6 项 · ● 4 · ▲ 1 · ○ 1`, where the ledger counts this section.
    pub(super) totals: Option<&'a crate::ledger::SectionTotals>,
}

#[derive(Debug, Serialize)]
pub(super) struct TargetView<'a> {
    pub(super) key: &'a str,
    pub(super) kind: String,
    pub(super) mark: String,
    pub(super) sign: String,
    pub(super) mark_word: String,
    pub(super) reason: Option<String>,
    pub(super) subject: &'a str,
    pub(super) quote: &'a str,
    pub(super) lang: &'a str,
    pub(super) from: String,
    pub(super) place: String,
    pub(super) arithmetic: Option<String>,
    /// How the figure was read.
    pub(super) reads: Option<String>,
    pub(super) rule: Option<&'a str>,
    pub(super) confidence: Option<String>,
    /// Whether the verdict is worth a second look.
    pub(super) check: bool,
    pub(super) readings: Option<String>,
    pub(super) evidence: Vec<QuoteView<'a>>,
    pub(super) derived: Vec<QuoteView<'a>>,
    pub(super) candidates: Vec<QuoteView<'a>>,
    pub(super) more_candidates: Option<String>,
    pub(super) search: Option<String>,
    pub(super) forms: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct QuoteView<'a> {
    pub(super) quote: &'a str,
    pub(super) lang: &'a str,
    pub(super) from: String,
    pub(super) place: String,
    pub(super) note: String,
}

#[derive(Debug, Serialize)]
pub(super) struct NoticeView {
    pub(super) severity: String,
    pub(super) word: String,
    pub(super) about: String,
    pub(super) text: String,
    pub(super) place: String,
}

/// Puts a ledger into words.
pub(super) struct Builder<'a> {
    ledger: &'a Ledger,
    words: Words<'a>,
}

impl<'a> View<'a> {
    /// The view of `ledger` in the words of `labels`.
    pub(super) fn new(ledger: &'a Ledger, labels: &'a Table) -> Self {
        let builder = Builder { ledger, words: Words::new(labels) };
        let totals = &ledger.totals;
        let reasons: Vec<Count> = Reason::ALL.iter().map(|&reason| builder.reason(reason)).collect();
        Self {
            words: labels,
            ledger,
            title: builder.title(),
            compared: ledger.targets.iter().any(|target| target.mark.is_some()),
            sentence: builder.sentence(),
            marks: [
                (Mark::Met, totals.met),
                (Mark::Missed, totals.missed),
                (Mark::NotMentioned, totals.not_mentioned),
            ]
            .map(|(mark, count)| builder.mark(mark, count))
            .into(),
            kinds: [Kind::Quantified, Kind::Deliverable, Kind::Effort].map(|kind| builder.kind(kind)).into(),
            reasons: Reason::ALL
                .iter()
                .map(|&reason| builder.reason(reason))
                .filter(|reason| reason.count > 0)
                .collect(),
            readings: builder.readings(),
            reports: (0..ledger.reports.len()).map(|report| builder.report(report)).collect(),
            parts: builder.parts(),
            notices: ledger.notices.iter().map(|notice| builder.notice(notice)).collect(),
            tolerances: builder.tolerances(),
            all_reasons: reasons,
            searches: builder.searches(),
        }
    }
}

impl<'a> Builder<'a> {
    fn year(&self, year: Option<u16>) -> String {
        year.map_or_else(
            || self.words.say("page.unknown_year"),
            |year| self.words.fill("page.year", &[("year", &year.to_string())]),
        )
    }

    /// The years that targets are for, in order.
    fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.ledger.targets.iter().filter_map(|target| target.for_year).collect();
        if years.is_empty() {
            years = self.ledger.reports.iter().filter_map(|report| report.plans).take(1).collect();
        }
        years.sort_unstable();
        years.dedup();
        years
    }

    fn title(&self) -> String {
        let body = self.ledger.reports.iter().find_map(|report| report.body.clone());
        let body = body.unwrap_or_else(|| self.words.say("page.unknown_body"));
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

    fn sentence(&self) -> String {
        let totals = &self.ledger.totals;
        let kind = |name: &str| totals.by_kind.get(name).copied().unwrap_or_default().to_string();
        let years = self.years();
        let plans = match years.as_slice() {
            [first, .., last] => {
                let (first, last) = (first.to_string(), last.to_string());
                self.words.fill("page.years", &[("first", &first), ("last", &last)])
            }
            _ => self.year(years.first().copied()),
        };
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

    fn mark(&self, mark: Mark, count: usize) -> Count {
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

    fn reason(&self, reason: Reason) -> Count {
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

    fn kind(&self, kind: Kind) -> Count {
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
    fn readings(&self) -> String {
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

    fn short(&self, report: usize) -> String {
        let Some(entry) = self.ledger.reports.get(report) else { return String::new() };
        entry.reviews.map_or_else(
            || entry.name.clone(),
            |year| self.words.fill("report.short", &[("year", &year.to_string())]),
        )
    }

    fn report(&self, report: usize) -> ReportView<'a> {
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

    fn parts(&self) -> Vec<Part<'a>> {
        let mut reports: Vec<usize> = self.ledger.targets.iter().map(|target| target.at.report).collect();
        reports.sort_unstable();
        reports.dedup();
        reports.into_iter().map(|report| self.part(report)).collect()
    }

    fn part(&self, report: usize) -> Part<'a> {
        let of: Vec<&'a Target> =
            self.ledger.targets.iter().filter(|target| target.at.report == report).collect();
        let common = common_headings(&of);
        let mut anchors: BTreeMap<&'a [String], String> = BTreeMap::new();
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut open: &'a [String] = &[];
        for target in of.iter().filter(|target| target.kind != Kind::Effort) {
            let path = target.at.section.get(common..).unwrap_or_default();
            if groups.is_empty() || path != open {
                let same = path.iter().zip(open).take_while(|(a, b)| a == b).count();
                let headings = (same..path.len())
                    .map(|depth| {
                        let whole = &target.at.section[..common + depth + 1];
                        let next = format!("s{report}-{}", anchors.len() + 1);
                        let anchor = if anchors.contains_key(whole) { String::new() } else { next.clone() };
                        anchors.entry(whole).or_insert(next);
                        let depth_shown = depth.min(MOST_DEPTH);
                        Heading {
                            depth: depth_shown,
                            level: depth_shown + 3,
                            anchor,
                            text: &path[depth],
                            totals: self.section(report, whole),
                        }
                    })
                    .collect();
                groups.push(Group { headings, targets: Vec::new(), holds: Vec::new() });
                open = path;
            }
            if let Some(group) = groups.last_mut() {
                group.targets.push(self.target(target));
            }
        }
        hold(&mut groups);
        let sections = (self.ledger.totals.by_section.iter())
            .filter(|totals| totals.report == report && totals.checkable > 0)
            .map(|totals| SectionRow {
                anchor: anchors.get(totals.section.as_slice()).cloned().unwrap_or_default(),
                name: totals.section.last().map_or("", String::as_str),
                totals,
            })
            .collect();
        let year = of.first().and_then(|target| target.for_year).or(self.ledger.reports[report].plans);
        let heading = format!("{} → {}", self.short(report), self.year(year));
        let efforts =
            of.iter().filter(|target| target.kind == Kind::Effort).map(|target| self.target(target));
        Part { report, heading, sections, groups, efforts: efforts.collect() }
    }

    fn section(&self, report: usize, path: &[String]) -> Option<&'a crate::ledger::SectionTotals> {
        self.ledger.totals.by_section.iter().find(|totals| totals.report == report && totals.section == path)
    }

    fn target(&self, target: &'a Target) -> TargetView<'a> {
        let words = self.words;
        let mark = target.mark.map_or_else(|| "none".to_owned(), name_of);
        let said = |mark: Option<Mark>| words.say_of("mark", mark.map_or_else(|| "none".to_owned(), name_of));
        let more = target.candidates.len().saturating_sub(MOST_CANDIDATES);
        TargetView {
            key: &target.key,
            kind: words.say_of("kind", target.kind),
            sign: words.say(&format!("sign.{mark}")),
            mark_word: words.say(&format!("mark.{mark}")),
            mark,
            reason: target.reason.map(|reason| words.say_of("reason", reason)),
            subject: &target.subject,
            quote: &target.quote,
            lang: self.language(target.at.report),
            from: self.short(target.at.report),
            place: self.place(&target.at, false),
            arithmetic: figure::arithmetic(words, target),
            reads: target.quantity.as_ref().map(|quantity| figure::promised(words, quantity)),
            rule: target.rule.as_deref(),
            confidence: target.confidence.map(|confidence| words.say_of("confidence", confidence)),
            check: target.confidence.is_some_and(|confidence| name_of(confidence) == "check"),
            readings: (target.strict != target.lenient).then(|| {
                let (strict, lenient) = (said(target.strict), said(target.lenient));
                words.fill("reading.differ", &[("strict", &strict), ("lenient", &lenient)])
            }),
            evidence: target
                .evidence
                .iter()
                .map(|evidence| {
                    let score = words.fill("target.score", &[("score", &format!("{:.2}", evidence.score))]);
                    self.quote(&evidence.quote, &evidence.at, score + &self.why(&evidence.why))
                })
                .collect(),
            derived: target
                .standing
                .iter()
                .flat_map(|standing| &standing.derived)
                .map(|quoted| self.quote(&quoted.quote, &quoted.at, String::new()))
                .collect(),
            candidates: target
                .candidates
                .iter()
                .take(MOST_CANDIDATES)
                .map(|candidate| {
                    let score = words.fill("target.score", &[("score", &format!("{:.2}", candidate.score))]);
                    let refused = words.say_of("refused", candidate.refused);
                    let note = refused + &words.say("page.separator") + &score;
                    let place = self.place(&candidate.at, false);
                    QuoteView { place, ..self.quote(&candidate.quote, &candidate.at, note) }
                })
                .collect(),
            more_candidates: (more > 0)
                .then(|| words.fill("target.more_candidates", &[("count", &more.to_string())])),
            search: self.search(target),
            forms: target.search.as_ref().filter(|search| !search.forms.is_empty()).map(|search| {
                words.fill("target.forms", &[("forms", &search.forms.join(&words.say("page.list")))])
            }),
        }
    }

    /// The sentence about what was searched.
    fn search(&self, target: &Target) -> Option<String> {
        let search = target.search.as_ref()?;
        let key = if search.complete { "target.searched" } else { "target.searched_part" };
        Some(self.words.fill(key, &[("report", &self.short(search.report))]))
    }

    /// Every stretch that was searched, with its borders and its hash.
    fn searches(&self) -> Vec<String> {
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

    fn quote(&self, quote: &'a str, at: &Place, note: String) -> QuoteView<'a> {
        let lang = self.language(at.report);
        QuoteView { quote, lang, from: self.short(at.report), place: self.place(at, true), note }
    }

    /// The parts of a score, the weightiest first; a part without a word in its own (code) name.
    fn why(&self, why: &'a BTreeMap<String, f64>) -> String {
        // What prints as 0.00 says nothing.
        let mut parts: Vec<(&String, f64)> = why
            .iter()
            .map(|(name, value)| (name, *value))
            .filter(|(_, value)| value.abs() >= 0.005)
            .collect();
        parts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let word = |name: &'a str| self.words.find(&format!("why.{name}")).unwrap_or(name);
        let said: Vec<String> =
            parts.iter().map(|(name, value)| format!("{} {value:.2}", word(name))).collect();
        if said.is_empty() {
            String::new()
        } else {
            self.words.fill("target.why", &[("why", &said.join(&self.words.say("page.separator")))])
        }
    }

    fn language(&self, report: usize) -> &'a str {
        self.ledger.reports.get(report).map_or("", |entry| entry.language.as_str())
    }

    /// `第 3 页，第 57 段`, with the headings below the half before it if asked.
    fn place(&self, at: &Place, headings: bool) -> String {
        let mut parts = Vec::new();
        if let Some(page) = at.page {
            parts.push(self.words.fill("place.page", &[("page", &page.to_string())]));
        }
        parts.push(self.words.fill("place.paragraph", &[("paragraph", &at.paragraph.to_string())]));
        let place = parts.join(&self.words.say("place.separator"));
        let below = at.section.get(1..).unwrap_or_default();
        if headings && !below.is_empty() {
            format!("{} · {place}", below.join(&self.words.say("page.path")))
        } else {
            place
        }
    }

    fn notice(&self, notice: &NoticeEntry) -> NoticeView {
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
    fn tolerances(&self) -> Vec<String> {
        let policy = serde_json::to_value(&self.ledger.tool.policy).unwrap_or_default();
        policy.as_object().into_iter().flatten().map(|(name, value)| self.tolerance(name, value)).collect()
    }

    fn tolerance(&self, name: &str, value: &serde_json::Value) -> String {
        let plain =
            |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = match value.as_object() {
            None => plain(value),
            Some(group) => {
                let item = |(part, value): (&String, &serde_json::Value)| {
                    let word = self.words.find(&format!("policy_part.{part}")).unwrap_or(part);
                    self.words.fill("counts.item", &[("word", word), ("count", &plain(value))])
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

/// The sentence for a notice; its English message where the interface has none for its kind, or none that it fills.
pub(super) fn notice_text(words: Words<'_>, notice: &NoticeEntry) -> String {
    let path = format!("notice.{}", name_of(notice.kind));
    let Some(pattern) = words.find(&path) else { return notice.message.clone() };
    // An argument that is a word of ours (review, plan) is put into the interface's words.
    let args: Vec<(&str, &str)> = notice
        .args
        .iter()
        .map(|(key, value)| (key.as_str(), words.find(&format!("arg.{value}")).unwrap_or(value)))
        .collect();
    if super::words::fills(pattern, &args) {
        super::words::fill(pattern, &args)
    } else {
        notice.message.clone()
    }
}

/// How many headings all `targets` share, leaving at least one to each that has any.
fn common_headings(targets: &[&Target]) -> usize {
    let Some(first) = targets.first() else { return 0 };
    let shared = |target: &&Target| {
        let same = first.at.section.iter().zip(&target.at.section).take_while(|(a, b)| a == b).count();
        same.min(target.at.section.len().saturating_sub(1))
    };
    targets.iter().map(shared).min().unwrap_or_default()
}

/// Notes at every group the marks that occur under its outermost heading and what follows it.
fn hold(groups: &mut [Group<'_>]) {
    for index in 0..groups.len() {
        let depth = groups[index].headings.first().map_or(usize::MAX, |heading| heading.depth);
        let mut marks: Vec<String> = Vec::new();
        for (later, group) in groups.iter().enumerate().skip(index) {
            let opens = group.headings.first().map_or(usize::MAX, |heading| heading.depth);
            if later > index && opens <= depth {
                break;
            }
            marks.extend(group.targets.iter().map(|target| target.mark.clone()));
        }
        marks.sort();
        marks.dedup();
        groups[index].holds = marks;
    }
}
