//! Figures given differently and claims that answer no target, put into words.

use super::{
    Builder, ClaimLine, ClaimsSection, ClaimsView, QuoteView, RestatedRow, RestatedView, UnpromisedView,
};
use crate::ledger::{Quoted, Restated, Restatement, Unpromised};
use crate::render::figure;
use crate::render::words::name_of;
use std::collections::BTreeMap;

impl<'a> Builder<'a> {
    /// The figures that two reports give differently; `None` where there are none.
    pub(super) fn restated(&self) -> Option<RestatedView<'a>> {
        let all = &self.ledger.restated;
        let mut counts: BTreeMap<Restatement, usize> = BTreeMap::new();
        all.iter().for_each(|entry| *counts.entry(entry.kind).or_default() += 1);
        let item = |(kind, count): (&Restatement, &usize)| {
            let word = self.words.say_of("restatement", kind);
            self.words.fill("counts.item", &[("word", &word), ("count", &count.to_string())])
        };
        let list = counts.iter().map(item).collect::<Vec<_>>().join(&self.words.say("page.separator"));
        let count = all.len().to_string();
        (!all.is_empty()).then(|| RestatedView {
            sentence: self.words.fill("restated.sentence", &[("count", &count), ("list", &list)]),
            rows: all.iter().map(|entry| self.restated_row(entry)).collect(),
        })
    }

    fn restated_row(&self, entry: &'a Restated) -> RestatedRow<'a> {
        // The clause of a growth often holds the level before it.
        let within = |outer: &Quoted, inner: &Quoted| {
            outer.at.report == inner.at.report
                && outer.at.start <= inner.at.start
                && inner.at.end <= outer.at.end
        };
        let second = Some(&entry.second)
            .filter(|second| entry.growth.as_ref().is_none_or(|growth| !within(growth, second)));
        let sides = [Some(&entry.first), second, entry.growth.as_ref()];
        RestatedRow {
            subject: &entry.subject,
            lang: self.language(entry.first.at.report),
            kind: name_of(entry.kind),
            line: self.restated_line(entry),
            provisional: entry.provisional.then(|| self.words.say("restated.provisional")),
            sides: sides.into_iter().flatten().map(|said| self.side(said)).collect(),
        }
    }

    fn side(&self, said: &'a Quoted) -> QuoteView<'a> {
        self.quote_with(&said.quote, &said.at, String::new(), said.quantity.as_ref())
    }

    /// `2020 年：由 50 家改为 52 家，多 2 家`.
    fn restated_line(&self, entry: &Restated) -> String {
        let words = self.words;
        let amount = |number: &str, unit: &str| figure::amount(words, number, unit, 0);
        let size = |number: &str| number.trim_start_matches('-').to_owned();
        let year = entry.year.to_string();
        let signed = |number: &str, unit: &str, [less, more]: [&str; 2]| {
            let key = if number.starts_with('-') { less } else { more };
            words.fill(key, &[("x", &amount(&size(number), unit))])
        };
        let points = words.say("number.points");
        let unit = if figure::is_rate(&entry.unit) { points.as_str() } else { entry.unit.as_str() };
        match entry.kind {
            Restatement::Level => {
                let gap = signed(&entry.gap, unit, ["restated.less", "restated.more"]);
                let (from, to) = (amount(&entry.from, &entry.unit), amount(&entry.to, &entry.unit));
                words.fill("restated.level", &[("year", &year), ("from", &from), ("to", &to), ("gap", &gap)])
            }
            Restatement::GrowthAgainstLevels => {
                let moves = |number| signed(number, &entry.unit, ["restated.falls", "restated.rises"]);
                let (from, to, gap) = (moves(&entry.from), moves(&entry.to), amount(&size(&entry.gap), unit));
                words.fill("restated.growth", &[("year", &year), ("from", &from), ("to", &to), ("gap", &gap)])
            }
        }
    }

    /// The claims that answer no target, counted; `None` where there are none.
    pub(super) fn unpromised(&self) -> Option<UnpromisedView> {
        let count = self.ledger.unpromised.len();
        (count > 0).then(|| UnpromisedView {
            sentence: self.words.fill("unpromised.sentence", &[("count", &count.to_string())]),
            count,
        })
    }

    /// The same, report by report and section by section; a clause with several such figures stands once.
    pub(in crate::render) fn claims(&self) -> Vec<ClaimsView<'a>> {
        let reports = self.ledger.unpromised.chunk_by(|a, b| a.at.report == b.at.report);
        reports.map(|told| self.claims_of(told)).collect()
    }

    fn claims_of(&self, told: &'a [Unpromised]) -> ClaimsView<'a> {
        let report = told.first().map_or(0, |claim| claim.at.report);
        let section = |told: &'a [Unpromised]| ClaimsSection {
            path: told.first().map_or_else(String::new, |claim| self.path(&claim.at)),
            claims: told
                .chunk_by(|a, b| (a.at.start, a.at.end) == (b.at.start, b.at.end))
                .filter_map(<[Unpromised]>::first)
                .map(|claim| ClaimLine {
                    quote: &claim.quote,
                    place: self.place(&claim.at, false),
                    anchor: self.paragraph_anchor(&claim.at),
                })
                .collect(),
        };
        ClaimsView {
            heading: self.short(report),
            lang: self.language(report),
            count: told.len(),
            sections: told.chunk_by(|a, b| a.at.section == b.at.section).map(section).collect(),
        }
    }
}
