//! Promises through the years, put into words: the table of all, and what a target's card says.

use super::{Builder, LifeCell, LifeRow, LifeView, LifelinesView};
use crate::ledger::{Change, Differs, Lifeline, LifelineEntry, Mark, Step, Target};
use crate::render::figure;
use crate::render::words::{Words, name_of};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl<'a> Builder<'a> {
    /// The table: one row a promise, one column a year; `None` where no promise is made twice.
    pub(in crate::render) fn lifelines(&self) -> Option<LifelinesView<'a>> {
        let lines = &self.ledger.lifelines;
        if lines.is_empty() {
            return None;
        }
        let years: BTreeSet<Option<u16>> =
            lines.iter().flat_map(|line| &line.steps).map(|step| step.for_year).collect();
        let years: Vec<Option<u16>> = years.into_iter().collect();
        let targets: HashMap<&str, &Target> =
            self.ledger.targets.iter().map(|target| (target.key.as_str(), target)).collect();
        let rows = lines.iter().map(|line| self.row(line, &years, &targets)).collect();
        let years = years.iter().map(|year| self.bare_year(*year)).collect();
        Some(LifelinesView { sentence: self.lives_counted(), years, rows })
    }

    fn row(
        &self,
        line: &'a Lifeline,
        years: &[Option<u16>],
        targets: &HashMap<&str, &'a Target>,
    ) -> LifeRow<'a> {
        let mut cells: Vec<LifeCell<'a>> = Vec::new();
        let mut empty = 0;
        for year in years {
            let steps = line.steps.iter().filter(|step| step.for_year == *year);
            let told: Vec<_> = steps.map(|step| self.step(step, targets)).collect();
            if told.is_empty() {
                empty += 1;
                continue;
            }
            cells.push(LifeCell {
                before: std::mem::take(&mut empty),
                year: self.bare_year(*year),
                steps: told,
            });
        }
        let report = line.steps.iter().rev().find_map(|step| step.at.as_ref()).map_or(0, |at| at.report);
        LifeRow { subject: &line.subject, lang: self.language(report), cells, after: empty }
    }

    fn step(&self, step: &'a Step, targets: &HashMap<&str, &'a Target>) -> super::LifeStep<'a> {
        let target = step.key.as_deref().and_then(|key| targets.get(key));
        let mark = target.and_then(|target| target.mark).map(name_of);
        super::LifeStep {
            key: target.map(|target| target.key.as_str()),
            figure: step.quantity.as_ref().map(|quantity| figure::promised(self.words, quantity)),
            quote: step.quote.as_deref(),
            sign: mark.as_ref().map(|mark| self.words.say(&format!("sign.{mark}"))),
            mark_word: mark.as_ref().map(|mark| self.words.say(&format!("mark.{mark}"))),
            mark,
            change: name_of(step.change),
            word: self.change(step.change, step.nth, &step.differs),
        }
    }

    /// `调高（第 3 次）`, `口径有变（界限）`.
    fn change(&self, change: Change, nth: usize, differs: &[Differs]) -> String {
        let words = self.words;
        let mut more: Vec<String> = differs.iter().map(|what| words.say_of("differs", what)).collect();
        if nth > 1 && !matches!(change, Change::Dropped | Change::Delivered) {
            more.insert(0, words.fill("lifeline.nth", &[("nth", &nth.to_string())]));
        }
        let word = words.say_of("change", change);
        if more.is_empty() {
            return word;
        }
        word + &words.fill("page.aside", &[("x", &more.join(&words.say("page.list")))])
    }

    fn bare_year(&self, year: Option<u16>) -> String {
        bare_year(self.words, year)
    }

    /// How many promises stand in more than one plan, and how often which change occurs, in one sentence.
    fn lives_counted(&self) -> String {
        let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
        let steps = self.ledger.lifelines.iter().flat_map(|line| &line.steps);
        for step in steps.filter(|step| step.change != Change::First) {
            *counts.entry(step.change).or_default() += 1;
        }
        let item = |(change, count): (&Change, &usize)| {
            let word = self.words.say_of("change", change);
            self.words.fill("counts.item", &[("word", &word), ("count", &count.to_string())])
        };
        let list: Vec<String> = counts.iter().map(item).collect();
        let count = self.ledger.lifelines.len().to_string();
        let list = list.join(&self.words.say("page.separator"));
        self.words.fill("lifeline.sentence", &[("count", &count), ("list", &list)])
    }

    /// What the card of a target says of its life; `None` where it is promised once and nothing more is told.
    pub(super) fn life(&self, target: &Target) -> Option<LifeView> {
        if target.lifeline.len() < 2 {
            return None;
        }
        let words = self.words;
        let mut notes = Vec::new();
        let own = target.lifeline.iter().position(|entry| entry.key.as_deref() == Some(target.key.as_str()));
        let later = own.and_then(|own| target.lifeline.get(own + 1..)).unwrap_or_default();
        // Of several of one year the short form does not say which goes on.
        let alone =
            target.lifeline.iter().filter(|entry| entry.for_year == target.for_year && entry.key.is_some());
        let unmet = matches!(target.mark, Some(Mark::Missed | Mark::NotMentioned)) && alone.count() == 1;
        let next = |entry: &&LifelineEntry| entry.key.is_some() && entry.for_year > target.for_year;
        let year = |entry: &LifelineEntry| self.bare_year(entry.for_year);
        if let Some(again) = later.iter().find(next).filter(|_| unmet) {
            let key = if target.mark == Some(Mark::Missed) { "lifeline.again" } else { "lifeline.stands" };
            notes.push(words.fill(key, &[("year", &year(again))]));
        }
        if let Some(dropped) = later.first().filter(|entry| entry.change == Change::Dropped && unmet) {
            notes.push(words.fill("lifeline.dropped", &[("year", &year(dropped))]));
        }
        if later.iter().any(|entry| entry.change == Change::Delivered) && unmet {
            notes.extend(self.delivered(&target.key));
        }
        let steps = steps(words, target);
        let line = words.fill("lifeline.line", &[("label", &words.say("lifeline.label")), ("steps", &steps)]);
        Some(LifeView { line, notes })
    }

    /// What a later report says of a promise that was not reported met when it was due.
    fn delivered(&self, key: &str) -> Option<String> {
        let own = |step: &Step| step.key.as_deref() == Some(key);
        let line = self.ledger.lifelines.iter().find(|line| line.steps.iter().any(own))?;
        let step = line.steps.iter().find(|step| step.change == Change::Delivered)?;
        let report = self.short(step.at.as_ref()?.report);
        let quote = step.quote.as_deref()?;
        Some(self.words.fill("lifeline.delivered", &[("report", &report), ("quote", quote)]))
    }
}

fn bare_year(words: Words<'_>, year: Option<u16>) -> String {
    year.map_or_else(|| words.say("report.unknown"), |year| year.to_string())
}

/// What became of a target, year by year: `2021 首次提出 → 2022 调高`; empty where the ledger tells nothing.
pub(in crate::render) fn steps(words: Words<'_>, target: &Target) -> String {
    let step = |entry: &LifelineEntry| {
        let word = words.say_of("change", entry.change);
        words.fill("lifeline.step", &[("year", &bare_year(words, entry.for_year)), ("word", &word)])
    };
    let steps: Vec<String> = target.lifeline.iter().map(step).collect();
    steps.join(&words.say("lifeline.next"))
}
