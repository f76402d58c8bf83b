//! Lives to ledger entries.

use super::build::{Source, quoted};
use super::{Change, Lifeline, LifelineEntry, Quoted, Step, Target};
use crate::lifeline::{Life, Moment, Plan, Says};

/// The lives of the promises of some reports, and what they were told from.
#[derive(Debug, Clone, Copy)]
pub struct Lives<'a> {
    /// The lives.
    pub lives: &'a [Life],
    /// The plans that the lives name by their numbers.
    pub plans: &'a [Plan<'a>],
    /// Every report, in order.
    pub sources: &'a [Source<'a>],
    /// For each plan the number of its first target among the entries.
    pub first: &'a [usize],
}

impl Lives<'_> {
    /// The promises that more than one plan makes, or that were kept late; `entries` have their keys.
    pub fn lifelines(&self, entries: &[Target]) -> Vec<Lifeline> {
        let told = |life: &&Life| {
            life.promises() > 1 || life.moments.iter().any(|moment| moment.change == Change::Delivered)
        };
        let line = |life: &Life| {
            let last = life.moments.iter().rfind(|moment| matches!(moment.says, Says::Promise));
            let subject = last.map_or(String::new(), |moment| self.entry(entries, moment.of).subject.clone());
            Lifeline {
                subject,
                steps: life.moments.iter().map(|moment| self.step(entries, moment)).collect(),
            }
        };
        self.lives.iter().filter(told).map(line).collect()
    }

    /// The short form, for each target that has one: its number among the entries, and its life.
    pub fn short(&self, entries: &[Target]) -> Vec<(usize, Vec<LifelineEntry>)> {
        let mut short = Vec::new();
        for life in self.lives {
            let line: Vec<LifelineEntry> = life
                .moments
                .iter()
                .map(|moment| LifelineEntry {
                    for_year: self.year(moment),
                    key: self.key(entries, moment),
                    change: moment.change,
                })
                .collect();
            let promises = life.moments.iter().filter(|moment| matches!(moment.says, Says::Promise));
            short.extend(promises.map(|moment| (self.number(moment.of), line.clone())));
        }
        short
    }

    fn number(&self, (plan, target): (usize, usize)) -> usize {
        self.first[plan] + target
    }

    fn entry<'e>(&self, entries: &'e [Target], of: (usize, usize)) -> &'e Target {
        &entries[self.number(of)]
    }

    fn key(&self, entries: &[Target], moment: &Moment) -> Option<String> {
        matches!(moment.says, Says::Promise).then(|| self.entry(entries, moment.of).key.clone())
    }

    fn year(&self, moment: &Moment) -> Option<u16> {
        match moment.says {
            Says::Promise => self.plans[moment.of.0].year,
            Says::Without(plan) => self.plans[plan].year,
            Says::Review(late) => self.sources[late.report].outline.reviews,
            Says::Again((plan, _)) => self.sources[self.plans[plan].report + 1].outline.reviews,
        }
    }

    fn step(&self, entries: &[Target], moment: &Moment) -> Step {
        let entry = self.entry(entries, moment.of);
        let said = match moment.says {
            Says::Promise => Some(Quoted {
                quote: entry.quote.clone(),
                at: entry.at.clone(),
                quantity: entry.quantity.clone(),
            }),
            Says::Without(_) => None,
            Says::Review(late) => Some(quoted(self.sources[late.report], late.quote)),
            Says::Again(of) => self.entry(entries, of).evidence.first().map(|said| Quoted {
                quote: said.quote.clone(),
                at: said.at.clone(),
                quantity: None,
            }),
        };
        let (quote, at, quantity) =
            said.map_or((None, None, None), |said| (Some(said.quote), Some(said.at), said.quantity));
        Step {
            for_year: self.year(moment),
            key: self.key(entries, moment),
            change: moment.change,
            nth: moment.nth,
            differs: moment.differs.clone(),
            quote,
            at,
            quantity,
        }
    }
}
