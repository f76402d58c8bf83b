//! What the sheet for a sitting sees: the missed and the not mentioned, in the order of the plan, each with its question.

use super::{Builder, TargetView};
use crate::ledger::{Kind, Ledger, Mark, Place, Target};
use crate::render::figure;
use crate::render::words::{name_of, nested};
use serde::Serialize;
use toml::Table;

/// Everything that the sheet's templates may name.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SheetView<'a> {
    words: &'a Table,
    draft: bool,
    title: String,
    /// Body and years, for the head of every printed page.
    running: String,
    /// How many there are, of how many.
    sentence: String,
    /// Whether there was a later report to compare with.
    compared: bool,
    /// How many targets are without a mark because a text is incomplete, if any.
    unjudged: Option<String>,
    reports: Vec<String>,
    /// What was missed, then what was not mentioned.
    groups: Vec<Asked<'a>>,
    program: String,
    seal: &'a str,
}

/// The targets of one mark.
#[derive(Debug, Serialize)]
struct Asked<'a> {
    mark: String,
    sign: String,
    word: String,
    text: String,
    items: Vec<Item<'a>>,
}

/// One target with its question.
#[derive(Debug, Serialize)]
struct Item<'a> {
    /// From 1, through the whole sheet.
    number: usize,
    /// Where the promise stands, headings included.
    promised_at: String,
    question: String,
    target: TargetView<'a>,
}

impl<'a> SheetView<'a> {
    /// The sheet of `ledger` in the words of `labels`.
    pub(in crate::render) fn new(ledger: &'a Ledger, labels: &'a Table, draft: bool) -> Self {
        let builder = Builder::new(ledger, labels);
        let words = builder.words;
        let mut number = 0;
        let groups: Vec<Asked<'a>> = [Mark::Missed, Mark::NotMentioned]
            .into_iter()
            .map(|mark| builder.asked(mark, &mut number))
            .filter(|group| !group.items.is_empty())
            .collect();
        let totals = &ledger.totals;
        let counts = [
            ("count", (totals.missed + totals.not_mentioned).to_string()),
            ("missed", totals.missed.to_string()),
            ("not_mentioned", totals.not_mentioned.to_string()),
            ("checkable", totals.checkable.to_string()),
        ];
        let counts = counts.each_ref().map(|(name, value)| (*name, value.as_str()));
        let (body, year) = (builder.body(), builder.year_or_years());
        let args = [("body", body.as_str()), ("year", year.as_str())];
        let report = |index: usize| {
            let entry = &ledger.reports[index];
            let year =
                |year: Option<u16>| year.map_or_else(|| words.say("report.unknown"), |year| year.to_string());
            let (reviews, plans) = (year(entry.reviews), year(entry.plans));
            let looks = words.fill("report.looks", &[("reviews", &reviews), ("plans", &plans)]);
            format!("{} · {} · {looks}", builder.short(index), entry.name)
        };
        Self {
            words: labels,
            draft,
            title: words.fill("questions.title", &args),
            running: words.fill("questions.running", &args),
            sentence: words.fill("questions.sentence", &counts),
            compared: ledger.reports.len() > 1,
            unjudged: builder.unjudged().filter(|_| ledger.reports.len() > 1),
            reports: (0..ledger.reports.len()).map(report).collect(),
            groups,
            program: format!("{} {}", ledger.tool.name, ledger.tool.version),
            seal: &ledger.seal,
        }
    }
}

impl<'a> Builder<'a> {
    fn asked(&self, mark: Mark, number: &mut usize) -> Asked<'a> {
        let of = |target: &&'a Target| target.kind != Kind::Effort && target.mark == Some(mark);
        let mut item = |target: &'a Target| {
            *number += 1;
            let mut view = self.target(target);
            for (said, entry) in view.evidence.iter_mut().zip(&target.evidence) {
                said.place = self.whole_place(&entry.at);
            }
            for (said, entry) in view.stated_reason.iter_mut().zip(&target.stated_reason) {
                said.place = self.whole_place(&entry.at);
            }
            let levels = target.standing.iter().flat_map(|standing| &standing.derived);
            for (said, entry) in view.derived.iter_mut().zip(levels) {
                said.place = self.whole_place(&entry.at);
            }
            let promised_at = self.whole_place(&target.at);
            Item { number: *number, promised_at, question: self.question(target), target: view }
        };
        Asked {
            mark: name_of(mark),
            sign: self.words.say_of("sign", mark),
            word: self.words.say_of("mark", mark),
            text: self.words.say_of("mark_text", mark),
            items: self.ledger.targets.iter().filter(of).map(&mut item).collect(),
        }
    }

    /// Headings, page and paragraph: on paper there is nothing else to go by.
    fn whole_place(&self, at: &Place) -> String {
        let place = self.place(at, false);
        if at.section.is_empty() {
            return place;
        }
        format!("{} · {place}", at.section.join(&self.words.say("page.path")))
    }

    /// The question for a target, by its reason; where the report gives a reason of its own, that is not asked for again, and
    /// where its figure was worked out, the figure is asked for.
    fn question(&self, target: &Target) -> String {
        let reason = target.reason.map(name_of).unwrap_or_default();
        let stated = target.stated_reason.as_ref().map(|said| said.quote.as_str());
        let key = match stated {
            Some(_) => "stated",
            None if figure::worked_out(target) => "substituted",
            None => reason.as_str(),
        };
        let (earlier, later) = (self.short(target.at.report), self.short(target.at.report + 1));
        let said = target.evidence.first().map_or_else(String::new, |said| nested(&said.quote));
        let (promise, stated) = (nested(&target.quote), stated.map(nested).unwrap_or_default());
        let args = [
            ("earlier", earlier.as_str()),
            ("later", later.as_str()),
            ("promise", promise.as_str()),
            ("said", said.as_str()),
            ("stated", stated.as_str()),
        ];
        self.words.fill(&format!("question.{key}"), &args)
    }
}
