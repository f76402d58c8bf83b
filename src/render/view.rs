//! What the templates see. Comes in: a ledger and words. Goes out: the same in reading order, every code put into words.

mod accuracy;
mod builder;
pub(super) mod diff;
mod draw;
mod explain;
mod facts;
mod given;
mod lifelines;
mod sentence;
mod sheet;
mod sources;
mod targets;

pub(super) use builder::Builder;
pub(super) use explain::Explained;
pub(super) use facts::{notice_text, shorts};
pub(super) use lifelines::steps;
pub(super) use sheet::SheetView;

use super::{Setting, linked};
use crate::ledger::{Kind, Ledger, Mark, Reason, Relation, SectionTotals};
use serde::Serialize;
use std::borrow::Cow;
use toml::Table;

/// Everything that a template may name.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) words: &'a Table,
    /// The ledger; for embedded templates without what they do not name.
    pub(super) ledger: Cow<'a, Ledger>,
    pub(super) title: String,
    /// Whether what is written says that it is a draft.
    pub(super) draft: bool,
    /// Whether any target was compared with a later report.
    pub(super) compared: bool,
    pub(super) sentence: String,
    pub(super) marks: Vec<Count>,
    pub(super) kinds: Vec<Count>,
    pub(super) reasons: Vec<Count>,
    pub(super) readings: String,
    /// How many checkable targets are without a mark because a text is incomplete, if any.
    pub(super) unjudged: Option<String>,
    /// How the targets stand to the year before, counted; `None` where none was set against it.
    pub(super) ambitions: Option<String>,
    /// The promises that more than one plan makes; `None` where there are none.
    pub(super) lifelines: Option<LifelinesView<'a>>,
    /// The figures that two reports give differently; `None` where there are none.
    pub(super) restated: Option<RestatedView<'a>>,
    /// The claims that answer no target, counted; `None` where there are none.
    pub(super) unpromised: Option<UnpromisedView>,
    pub(super) reports: Vec<ReportView<'a>>,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) notices: Vec<NoticeView>,
    pub(super) tolerances: Vec<String>,
    pub(super) all_reasons: Vec<Count>,
    /// What was searched, each stretch once.
    pub(super) searches: Vec<String>,
    pub(super) accuracy: accuracy::AccuracyView,
    /// What the page says of itself to machines: JSON that is safe inside a script element; only of a published page.
    pub(super) linked: Option<String>,
    /// Whether a strict and a lenient reader would count differently.
    pub(super) differ: bool,
    /// The marks as parts of one bar, in percent.
    pub(super) whole: Vec<Segment>,
}

/// A mark's part of a bar, in percent of its length.
#[derive(Debug, Serialize)]
pub(super) struct Segment {
    pub(super) mark: String,
    pub(super) x: String,
    pub(super) width: String,
}

/// A mark's count in one section, with its length in percent of the longest such.
#[derive(Debug, Serialize)]
pub(super) struct Bar {
    pub(super) mark: String,
    pub(super) sign: String,
    pub(super) word: String,
    pub(super) count: usize,
    pub(super) width: String,
}

/// Where a quote stands.
#[derive(Debug, Serialize)]
pub(super) struct Stands {
    /// `第 31 段 · 第 4 页`.
    pub(super) at: String,
    /// The headings below the half, in the report's language, or the heading of the half; empty where there is none.
    pub(super) path: String,
    /// The anchor of the passage in the reports' texts, where they are in the page.
    pub(super) anchor: Option<String>,
    /// Whether that is a mark of its own and not only its paragraph.
    pub(super) marked: bool,
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
    /// 2022-01-08 报告; by the year it looks back on where the date does not tell it, else the file's name.
    pub(super) short: String,
    pub(super) years: String,
}

/// One report with targets.
#[derive(Debug, Serialize)]
pub(super) struct Part<'a> {
    pub(super) report: usize,
    pub(super) heading: String,
    pub(super) sections: Vec<SectionRow<'a>>,
}

/// The targets of one report.
#[derive(Debug, Serialize)]
pub(super) struct List<'a> {
    pub(super) groups: Vec<Group<'a>>,
    pub(super) efforts: Vec<EffortView<'a>>,
}

/// A target that is only listed.
#[derive(Debug, Serialize)]
pub(super) struct EffortView<'a> {
    pub(super) key: &'a str,
    pub(super) quote: &'a str,
    pub(super) lang: &'a str,
    pub(super) place: String,
    pub(super) stands: Stands,
}

/// One row of the contents: a plan section with its counts.
#[derive(Debug, Serialize)]
pub(super) struct SectionRow<'a> {
    pub(super) anchor: String,
    pub(super) name: &'a str,
    pub(super) totals: &'a SectionTotals,
    /// Its place among the ledger's sections; the value of the filter.
    pub(super) number: usize,
    /// How many other rows it stands under, at most 3.
    pub(super) depth: usize,
    /// Whether other rows stand under it, so that it counts only what stands directly under its heading.
    pub(super) direct: bool,
    pub(super) bars: Vec<Bar>,
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
    pub(super) totals: Option<&'a SectionTotals>,
    /// Whether other counted sections stand under it.
    pub(super) direct: bool,
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
    /// The subject, where the quote alone does not tell it: it is not in the quote, or others have the same quote.
    pub(super) name: Option<&'a str>,
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
    pub(super) ambition: Option<AmbitionView<'a>>,
    /// What became of the promise in other years.
    pub(super) life: Option<LifeView>,
    pub(super) evidence: Vec<QuoteView<'a>>,
    /// Why the report says that it fell short.
    pub(super) stated_reason: Option<QuoteView<'a>>,
    pub(super) derived: Vec<QuoteView<'a>>,
    pub(super) candidates: Vec<RefusedView<'a>>,
    pub(super) more_candidates: Option<String>,
    pub(super) search: Option<String>,
    pub(super) forms: Option<String>,
    /// What the filter goes by: codes, and the number of the section.
    pub(super) codes: Codes,
    pub(super) sentence: sentence::Sentence<'a>,
    pub(super) stands: Stands,
    pub(super) drawing: Option<draw::Drawing>,
}

/// The codes of a target; empty where it has none.
#[derive(Debug, Serialize)]
pub(super) struct Codes {
    pub(super) reason: String,
    pub(super) kind: String,
    pub(super) confidence: String,
    pub(super) section: String,
}

/// A target against the year before.
#[derive(Debug, Serialize)]
pub(super) struct AmbitionView<'a> {
    #[serde(skip)]
    pub(super) relation: Relation,
    /// The relation's word.
    pub(super) word: String,
    /// `对照上年：要求低于上年实绩`.
    pub(super) line: String,
    /// What the report says of the year before, with its figure as the note.
    pub(super) actual: Option<QuoteView<'a>>,
}

/// The promises that more than one plan makes, as a table.
#[derive(Debug, Serialize)]
pub(super) struct LifelinesView<'a> {
    /// How many there are, and which changes.
    pub(super) sentence: String,
    /// The columns.
    pub(super) years: Vec<String>,
    pub(super) rows: Vec<LifeRow<'a>>,
}

/// One promise.
#[derive(Debug, Serialize)]
pub(super) struct LifeRow<'a> {
    pub(super) subject: &'a str,
    pub(super) lang: &'a str,
    /// The years that tell something.
    pub(super) cells: Vec<LifeCell<'a>>,
    /// How many years behind them tell nothing.
    pub(super) after: usize,
}

/// One promise in one year.
#[derive(Debug, Serialize)]
pub(super) struct LifeCell<'a> {
    /// How many years before it tell nothing.
    pub(super) before: usize,
    pub(super) year: String,
    pub(super) steps: Vec<LifeStep<'a>>,
}

/// One promise, or what became of it.
#[derive(Debug, Serialize)]
pub(super) struct LifeStep<'a> {
    /// The target's key; `None` where it has no card.
    pub(super) key: Option<&'a str>,
    pub(super) figure: Option<String>,
    pub(super) quote: Option<&'a str>,
    pub(super) mark: Option<String>,
    pub(super) sign: Option<String>,
    pub(super) mark_word: Option<String>,
    /// The code of the change.
    pub(super) change: String,
    pub(super) word: String,
}

/// What became of a target in other years.
#[derive(Debug, Serialize)]
pub(super) struct LifeView {
    /// `历年：2021 首次提出 → 2022 调高`.
    pub(super) line: String,
    /// What should be known of it beside the mark, a sentence each.
    pub(super) notes: Vec<String>,
}

/// The figures that two reports give differently.
#[derive(Debug, Serialize)]
pub(super) struct RestatedView<'a> {
    /// How many there are, of which kind.
    pub(super) sentence: String,
    pub(super) rows: Vec<RestatedRow<'a>>,
}

/// One figure that two reports give differently.
#[derive(Debug, Serialize)]
pub(super) struct RestatedRow<'a> {
    pub(super) subject: &'a str,
    pub(super) lang: &'a str,
    /// The code of how they differ.
    pub(super) kind: String,
    /// The sum, in words.
    pub(super) line: String,
    /// That the first figure was provisional.
    pub(super) provisional: Option<String>,
    /// What the reports say, the earlier one first.
    pub(super) sides: Vec<QuoteView<'a>>,
}

/// The claims that answer no target, counted.
#[derive(Debug, Serialize)]
pub(super) struct UnpromisedView {
    pub(super) sentence: String,
    /// How many figures.
    pub(super) count: usize,
}

/// The claims of one report that answer no target.
#[derive(Debug, Serialize)]
pub(super) struct ClaimsView<'a> {
    /// The report.
    pub(super) heading: String,
    pub(super) lang: &'a str,
    /// How many figures.
    pub(super) count: usize,
    pub(super) sections: Vec<ClaimsSection<'a>>,
}

/// Those under the same headings.
#[derive(Debug, Serialize)]
pub(super) struct ClaimsSection<'a> {
    /// The headings below the half; empty where there are none.
    pub(super) path: String,
    pub(super) claims: Vec<ClaimLine<'a>>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub(super) struct ClaimLine<'a> {
    pub(super) quote: &'a str,
    pub(super) place: String,
    /// The anchor of its paragraph, where the texts are in the page.
    pub(super) anchor: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct QuoteView<'a> {
    pub(super) quote: &'a str,
    pub(super) lang: &'a str,
    pub(super) from: String,
    pub(super) place: String,
    pub(super) note: String,
    pub(super) sentence: sentence::Sentence<'a>,
    pub(super) stands: Stands,
}

/// A passage that was looked at and not taken.
#[derive(Debug, Serialize)]
pub(super) struct RefusedView<'a> {
    pub(super) quote: &'a str,
    pub(super) lang: &'a str,
    pub(super) place: String,
    /// Why it was refused, and its score.
    pub(super) note: String,
    pub(super) stands: Stands,
}

#[derive(Debug, Serialize)]
pub(super) struct NoticeView {
    pub(super) severity: String,
    pub(super) word: String,
    pub(super) about: String,
    pub(super) text: String,
    pub(super) place: String,
}

impl<'a> View<'a> {
    /// The view of the builder's ledger in the words of the setting.
    pub(super) fn by(builder: &Builder<'a>, setting: &Setting<'a>) -> Self {
        let ledger = builder.ledger;
        let totals = &ledger.totals;
        let reasons: Vec<Count> = Reason::ALL.iter().map(|&reason| builder.reason(reason)).collect();
        Self {
            words: setting.labels,
            ledger: if setting.templates.is_some() {
                Cow::Borrowed(ledger)
            } else {
                Cow::Owned(builder.head())
            },
            title: builder.title(),
            draft: setting.draft,
            compared: ledger.targets.iter().any(|target| target.mark.is_some() || target.search.is_some()),
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
            unjudged: builder.unjudged(),
            ambitions: builder.ambitions(),
            lifelines: builder.lifelines(),
            restated: builder.restated(),
            unpromised: builder.unpromised(),
            reports: (0..ledger.reports.len()).map(|report| builder.report(report)).collect(),
            parts: builder.parts(),
            notices: ledger.notices.iter().map(|notice| builder.notice(notice)).collect(),
            tolerances: builder.tolerances(),
            all_reasons: reasons,
            searches: builder.searches(),
            accuracy: builder.accuracy(),
            linked: linked::linked(ledger, setting, &builder.title()),
            differ: ledger.targets.iter().any(|target| target.strict != target.lenient),
            whole: builder.whole(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn view(ledger: &Ledger) -> View<'_> {
        let setting = Setting::new(sample::labels("zh"));
        View::by(&Builder::new(ledger, setting.labels), &setting)
    }

    #[test]
    fn a_notice_that_the_interface_cannot_fill_is_said_in_english() {
        let mut ledger = sample::ledger();
        assert_eq!(view(&ledger).notices[0].text, "计划部分所指年份定为 2022 年，属推断。");
        ledger.notices[0].args.clear();
        assert_eq!(view(&ledger).notices[0].text, ledger.notices[0].message);
    }

    #[test]
    fn headings_open_where_the_path_changes_and_know_what_they_hold() {
        let mut ledger = sample::ledger();
        ledger.targets[3].at.section.push("道路".to_owned());
        let builder = Builder::new(&ledger, sample::labels("zh"));
        let (part, list) = (&view(&ledger).parts[0], builder.list(0));
        let heads: Vec<Vec<(usize, &str)>> = (list.groups.iter())
            .map(|group| group.headings.iter().map(|heading| (heading.level, heading.text)).collect())
            .collect();
        assert_eq!(heads, [vec![(3, "（一）产业")], vec![(3, "（二）民生")], vec![(4, "道路")]]);
        let holds: Vec<&[String]> = list.groups.iter().map(|group| group.holds.as_slice()).collect();
        assert_eq!(holds, [&["met"][..], &["missed", "not_mentioned"], &["missed"]]);
        assert_eq!(part.sections[0].anchor, list.groups[0].headings[0].anchor);
        assert_eq!(list.efforts.len(), 1);
    }

    #[test]
    fn a_subject_is_named_where_the_quote_does_not_tell_it() {
        let mut ledger = sample::ledger();
        for (target, quote) in ledger.targets.iter_mut().zip(["培育企业20家", "甲", "新建区文化馆1座", "乙"])
        {
            target.quote = quote.to_owned();
        }
        let names = |ledger: &Ledger| -> Vec<Option<String>> {
            let builder = Builder::new(ledger, sample::labels("zh"));
            ledger.targets.iter().map(|target| builder.target(target).name.map(str::to_owned)).collect()
        };
        let subject = |at: usize| Some(ledger.targets[at].subject.clone());
        assert_eq!(names(&ledger), [subject(0), subject(1), None, subject(3)]);
        let mut twice = ledger.clone();
        twice.targets[3].quote = "新建区文化馆1座".to_owned();
        assert_eq!(names(&twice), [subject(0), subject(1), subject(2), subject(3)]);
        twice.targets[3].at.report = 1;
        assert_eq!(names(&twice)[2], None, "the quotes of other reports do not matter");
    }

    #[test]
    fn a_section_with_others_under_it_counts_what_stands_directly_there() {
        let mut ledger = sample::ledger();
        let mut above = ledger.totals.by_section[0].clone();
        above.section.pop();
        let mut below = ledger.totals.by_section[0].clone();
        below.section.push("1.工业".to_owned());
        let mut efforts = below.clone();
        efforts.section.push("甲".to_owned());
        efforts.checkable = 0;
        ledger.totals.by_section.insert(0, above);
        ledger.totals.by_section.extend([below, efforts]);
        let rows: Vec<(usize, bool)> =
            view(&ledger).parts[0].sections.iter().map(|row| (row.depth, row.direct)).collect();
        assert_eq!(rows, [(0, true), (1, true), (2, false)]);
    }

    #[test]
    fn a_report_is_called_by_its_date_or_the_year_it_looks_back_on() {
        let mut ledger = sample::ledger();
        let called = |ledger: &Ledger| {
            view(ledger).reports.iter().map(|report| report.short.clone()).collect::<Vec<_>>()
        };
        assert_eq!(called(&ledger), ["2022-01-08 报告", "2023-01-08 报告"]);
        ledger.reports[1].delivered = ledger.reports[0].delivered.clone();
        assert_eq!(
            called(&ledger),
            ["回顾 2021 年的报告", "回顾 2022 年的报告"],
            "one date for two tells nothing"
        );
        ledger.reports[1].delivered = None;
        ledger.reports[1].reviews = None;
        assert_eq!(called(&ledger), ["2022-01-08 报告", "later.md"]);
    }

    #[test]
    fn what_stands_directly_under_its_half_has_its_heading_for_a_path() {
        let mut ledger = sample::ledger();
        ledger.targets[0].at.section.truncate(1);
        let builder = Builder::new(&ledger, sample::labels("zh"));
        let target = builder.target(&ledger.targets[0]);
        assert_eq!(target.stands.path, "二、2022年主要工作");
        assert!(
            target.evidence[0].place.starts_with("一、2022年工作回顾 · "),
            "{}",
            target.evidence[0].place
        );
    }

    #[test]
    fn what_is_not_known_is_said_to_be_unknown() {
        let ledger = sample::empty();
        assert_eq!(view(&ledger).title, "未写明机关 年份不明的目标对账");
    }
}
