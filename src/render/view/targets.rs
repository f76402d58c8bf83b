//! What a view says of the targets: grouped under the headings of their plan, each with its quotes and grounds.

use super::{
    AmbitionView, Builder, Codes, EffortView, Group, Heading, List, Part, QuoteView, RefusedView, SectionRow,
    Stands, TargetView,
};
use crate::ledger::{Ambition, Kind, Mark, Place, QuantityEntry, Relation, SectionTotals, Target};
use crate::render::figure;
use crate::render::words::{Words, name_of};
use std::collections::BTreeMap;

/// Refused passages shown under one target; the JSON ledger has the others.
const MOST_CANDIDATES: usize = 2;
/// Headings below the third under the outermost look alike: HTML and Markdown have six levels.
const MOST_DEPTH: usize = 3;

/// Targets that follow each other under the same headings, with the headings that begin there.
type Run<'a> = (Vec<Heading<'a>>, Vec<&'a Target>);

impl<'a> Builder<'a> {
    pub(super) fn parts(&self) -> Vec<Part<'a>> {
        let mut reports: Vec<usize> = self.ledger.targets.iter().map(|target| target.at.report).collect();
        reports.sort_unstable();
        reports.dedup();
        reports.into_iter().map(|report| self.part(report)).collect()
    }

    /// The targets of a report in words, under their headings.
    pub(in crate::render) fn list(&self, report: usize) -> List<'a> {
        let of = self.of(report);
        let group = |(headings, targets): Run<'a>| Group {
            headings,
            targets: targets.into_iter().map(|target| self.target(target)).collect(),
            holds: Vec::new(),
        };
        let mut groups: Vec<Group<'a>> = self.runs(report, &of).0.into_iter().map(group).collect();
        hold(&mut groups);
        let efforts = of.into_iter().filter(|target| target.kind == Kind::Effort);
        let effort = |target: &'a Target| EffortView {
            key: &target.key,
            quote: &target.quote,
            lang: self.language(target.at.report),
            place: place(self.words, &target.at, false),
            stands: self.marked(&target.at, format!("{}-at", target.key)),
        };
        List { groups, efforts: efforts.map(effort).collect() }
    }

    fn of(&self, report: usize) -> Vec<&'a Target> {
        self.ledger.targets.iter().filter(|target| target.at.report == report).collect()
    }

    /// The targets of a report that are no efforts, and the anchors of all headings above them.
    fn runs(&self, report: usize, of: &[&'a Target]) -> (Vec<Run<'a>>, BTreeMap<&'a [String], String>) {
        let common = common_headings(of);
        let mut anchors: BTreeMap<&'a [String], String> = BTreeMap::new();
        let mut runs: Vec<Run<'a>> = Vec::new();
        let mut open: &'a [String] = &[];
        for &target in of.iter().filter(|target| target.kind != Kind::Effort) {
            let path = target.at.section.get(common..).unwrap_or_default();
            if runs.is_empty() || path != open {
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
                            direct: self.above_others(report, whole),
                        }
                    })
                    .collect();
                runs.push((headings, Vec::new()));
                open = path;
            }
            if let Some((_, targets)) = runs.last_mut() {
                targets.push(target);
            }
        }
        (runs, anchors)
    }

    fn part(&self, report: usize) -> Part<'a> {
        let of = self.of(report);
        let (_, anchors) = self.runs(report, &of);
        let sections = (self.ledger.totals.by_section.iter().enumerate())
            .filter(|(_, totals)| totals.report == report && totals.checkable > 0)
            .map(|(number, totals)| SectionRow {
                anchor: anchors.get(totals.section.as_slice()).cloned().unwrap_or_default(),
                name: totals.section.last().map_or("", String::as_str),
                totals,
                number,
                depth: self.above(totals).min(MOST_DEPTH),
                direct: self.above_others(report, &totals.section),
                bars: self.bars(totals),
            })
            .collect();
        let year = of.first().and_then(|target| target.for_year).or(self.ledger.reports[report].plans);
        let heading = format!("{} → {}", self.short(report), self.year(year));
        Part { report, heading, sections }
    }

    pub(super) fn section(&self, report: usize, path: &[String]) -> Option<&'a SectionTotals> {
        self.ledger.totals.by_section.iter().find(|totals| totals.report == report && totals.section == path)
    }

    /// The sections of a report with targets that can be checked and with a heading.
    fn counted(&self, report: usize) -> impl Iterator<Item = &'a [String]> {
        let sections = self.ledger.totals.by_section.iter();
        sections
            .filter(move |totals| {
                totals.report == report && totals.checkable > 0 && !totals.section.is_empty()
            })
            .map(|totals| totals.section.as_slice())
    }

    /// How many counted sections a section stands under.
    fn above(&self, totals: &SectionTotals) -> usize {
        let path = totals.section.as_slice();
        self.counted(totals.report)
            .filter(|other| other.len() < path.len() && path.starts_with(other))
            .count()
    }

    /// Whether a counted section stands under the one at `path`.
    fn above_others(&self, report: usize, path: &[String]) -> bool {
        !path.is_empty()
            && self.counted(report).any(|other| other.len() > path.len() && other.starts_with(path))
    }

    /// The place of a target's section among those that the ledger counts: the one whose path is the longest beginning of its own.
    fn section_number(&self, target: &Target) -> Option<usize> {
        let sections = self.ledger.totals.by_section.iter().enumerate();
        sections
            .filter(|(_, totals)| {
                totals.report == target.at.report && target.at.section.starts_with(&totals.section)
            })
            .max_by_key(|(_, totals)| totals.section.len())
            .map(|(number, _)| number)
    }

    pub(super) fn target(&self, target: &'a Target) -> TargetView<'a> {
        let words = self.words;
        let mark = target.mark.map_or_else(|| "none".to_owned(), name_of);
        let said = |mark: Option<Mark>| words.say_of("mark", mark.map_or_else(|| "none".to_owned(), name_of));
        let more = target.candidates.len().saturating_sub(MOST_CANDIDATES);
        let mut view = TargetView {
            key: &target.key,
            kind: words.say_of("kind", target.kind),
            sign: words.say(&format!("sign.{mark}")),
            mark_word: words.say(&format!("mark.{mark}")),
            mark,
            reason: target.reason.map(|reason| words.say_of("reason", reason)),
            subject: &target.subject,
            name: self.name(target),
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
            ambition: target.ambition.as_ref().map(|ambition| self.ambition(ambition)),
            life: self.life(target),
            evidence: target
                .evidence
                .iter()
                .enumerate()
                .map(|(nth, evidence)| {
                    let score = words.fill("target.score", &[("score", &format!("{:.2}", evidence.score))]);
                    let note = score + &self.why(&evidence.why);
                    let quantity = evidence.quantity.as_ref();
                    let mut view = self.quote_with(&evidence.quote, &evidence.at, note, quantity);
                    view.stands.anchor =
                        self.mark_anchor(&evidence.at, format!("{}-e{}", target.key, nth + 1));
                    view.stands.marked = true;
                    view
                })
                .collect(),
            stated_reason: target
                .stated_reason
                .as_ref()
                .map(|said| self.quote_with(&said.quote, &said.at, String::new(), None)),
            derived: target
                .standing
                .iter()
                .flat_map(|standing| &standing.derived)
                .map(|quoted| {
                    self.quote_with(&quoted.quote, &quoted.at, String::new(), quoted.quantity.as_ref())
                })
                .collect(),
            candidates: target
                .candidates
                .iter()
                .take(MOST_CANDIDATES)
                .map(|candidate| {
                    let score = words.fill("target.score", &[("score", &format!("{:.2}", candidate.score))]);
                    let refused = words.say_of("refused", candidate.refused);
                    let note = refused + &words.say("page.separator") + &score;
                    RefusedView {
                        quote: &candidate.quote,
                        lang: self.language(candidate.at.report),
                        place: self.place(&candidate.at, false),
                        note,
                        stands: self.stands(&candidate.at, self.paragraph_anchor(&candidate.at), false),
                    }
                })
                .collect(),
            more_candidates: (more > 0)
                .then(|| words.fill("target.more_candidates", &[("count", &more.to_string())])),
            search: self.search(target),
            forms: target.search.as_ref().filter(|search| !search.forms.is_empty()).map(|search| {
                words.fill("target.forms", &[("forms", &search.forms.join(&words.say("page.list")))])
            }),
            codes: Codes {
                reason: target.reason.map(name_of).unwrap_or_default(),
                kind: name_of(target.kind),
                confidence: target.confidence.map(name_of).unwrap_or_default(),
                section: self.section_number(target).map(|number| number.to_string()).unwrap_or_default(),
            },
            sentence: self.sentence_of(&target.quote, &target.at, target.quantity.as_ref()),
            stands: self.marked(&target.at, format!("{}-at", target.key)),
            drawing: self.drawing(target),
        };
        let mut shown: Vec<String> = Vec::new();
        for said in view.evidence.iter_mut().chain(&mut view.stated_reason) {
            let whole = said.sentence.whole();
            if shown.contains(&whole) {
                said.sentence = std::mem::take(&mut said.sentence).alone();
            }
            shown.push(whole);
        }
        view
    }

    /// The subject, where the quote alone does not tell it.
    fn name(&self, target: &'a Target) -> Option<&'a str> {
        let shared =
            self.quotes.get(&(target.at.report, target.quote.as_str())).is_some_and(|count| *count > 1);
        let subject = target.subject.as_str();
        (!subject.is_empty() && (shared || !target.quote.contains(subject))).then_some(subject)
    }

    fn ambition(&self, ambition: &'a Ambition) -> AmbitionView<'a> {
        let words = self.words;
        let word = words.say_of("ambition", ambition.relation);
        let actual = ambition.actual.as_ref().map(|actual| {
            let figure = figure::printed(words, &actual.quantity);
            let note = words.fill("ambition.actual", &[("x", &figure)]);
            self.quote_with(&actual.quote, &actual.at, note, Some(&actual.quantity))
        });
        let label = words.say("ambition.label");
        let line = words.fill("ambition.line", &[("label", &label), ("relation", &word)]);
        AmbitionView { relation: ambition.relation, word, line, actual }
    }

    /// How many targets stand how to the year before, in one sentence.
    pub(super) fn ambitions(&self) -> Option<String> {
        let mut counts: BTreeMap<Relation, usize> = BTreeMap::new();
        for ambition in self.ledger.targets.iter().filter_map(|target| target.ambition.as_ref()) {
            *counts.entry(ambition.relation).or_default() += 1;
        }
        let item = |(relation, count): (&Relation, &usize)| {
            let word = self.words.say_of("ambition", *relation);
            self.words.fill("counts.item", &[("word", &word), ("count", &count.to_string())])
        };
        let list = counts.iter().map(item).collect::<Vec<_>>().join(&self.words.say("page.separator"));
        let count = counts.values().sum::<usize>();
        (count > 0)
            .then(|| self.words.fill("ambition.sentence", &[("count", &count.to_string()), ("list", &list)]))
    }

    /// The sentence about what was searched.
    pub(super) fn search(&self, target: &Target) -> Option<String> {
        let search = target.search.as_ref()?;
        let key = if search.complete { "target.searched" } else { "target.searched_part" };
        Some(self.words.fill(key, &[("report", &self.short(search.report))]))
    }

    pub(super) fn quote(&self, quote: &'a str, at: &Place, note: String) -> QuoteView<'a> {
        self.quote_with(quote, at, note, None)
    }

    /// The same with the figure of a quantity apart in it.
    pub(super) fn quote_with(
        &self,
        quote: &'a str,
        at: &Place,
        note: String,
        quantity: Option<&QuantityEntry>,
    ) -> QuoteView<'a> {
        QuoteView {
            quote,
            lang: self.language(at.report),
            from: self.short(at.report),
            place: self.place(at, true),
            note,
            sentence: self.sentence_of(quote, at, quantity),
            stands: self.stands(at, self.paragraph_anchor(at), false),
        }
    }

    /// A place with the mark of that id in the reports' texts.
    fn marked(&self, at: &Place, id: String) -> Stands {
        self.stands(at, self.mark_anchor(at, id), true)
    }

    fn stands(&self, at: &Place, anchor: Option<String>, marked: bool) -> Stands {
        let paragraph = self.words.fill("place.paragraph", &[("paragraph", &at.paragraph.to_string())]);
        let page = at.page.map(|page| self.words.fill("place.page", &[("page", &page.to_string())]));
        Stands {
            at: std::iter::once(paragraph).chain(page).collect::<Vec<_>>().join(" · "),
            path: self.path(at),
            anchor,
            marked,
        }
    }

    /// The headings of a place below that of its half; that of the half where there are no others.
    pub(super) fn path(&self, at: &Place) -> String {
        headings(at).join(&self.words.say("page.path"))
    }

    /// The parts of a score, the weightiest first; a part without a word in its own (code) name.
    pub(super) fn why(&self, why: &'a BTreeMap<String, f64>) -> String {
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

    pub(super) fn language(&self, report: usize) -> &'a str {
        self.ledger.reports.get(report).map_or("", |entry| entry.language.as_str())
    }

    /// `第 3 页，第 57 段`, with its headings before it if asked.
    pub(super) fn place(&self, at: &Place, path: bool) -> String {
        place(self.words, at, path)
    }
}

/// A place in words: `第 3 页，第 57 段`, with its headings before it if asked.
pub(super) fn place(words: Words<'_>, at: &Place, path: bool) -> String {
    let mut parts = Vec::new();
    if let Some(page) = at.page {
        parts.push(words.fill("place.page", &[("page", &page.to_string())]));
    }
    parts.push(words.fill("place.paragraph", &[("paragraph", &at.paragraph.to_string())]));
    let place = parts.join(&words.say("place.separator"));
    let headings = headings(at);
    if path && !headings.is_empty() {
        format!("{} · {place}", headings.join(&words.say("page.path")))
    } else {
        place
    }
}

/// The headings of a place below that of its half; that of the half where there are no others.
fn headings(at: &Place) -> &[String] {
    match at.section.as_slice() {
        [_, below @ ..] if !below.is_empty() => below,
        all => all,
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
