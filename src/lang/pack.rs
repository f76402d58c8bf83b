//! The shape of a pack file. One struct for each stage that reads cues.

use super::cue::Cues;
use super::words::{ExtractCues, JudgeCues, LifelineCues, RestateCues};
use crate::error::Result;
use rayon::prelude::*;
use serde::Deserialize;
use std::sync::OnceLock;

/// A language pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The language's short name: zh.
    pub language: String,
    /// The language's own name: 中文.
    pub name: String,
    /// Cues for reading: what is site chrome.
    pub read: ReadCues,
    /// Cues for the outline: headings, halves, dates.
    pub outline: OutlineCues,
    /// Words around figures: units, bounds, hedges, what a figure measures.
    #[serde(default)]
    pub quantity: super::quantity::QuantityCues,
    /// Cues for finding targets and claims.
    #[serde(default)]
    pub extract: ExtractCues,
    /// Cues for pairing and judging.
    #[serde(default)]
    pub judge: JudgeCues,
    /// Cues for telling whether two promises are one.
    #[serde(default)]
    pub lifeline: LifelineCues,
    /// Cues of figures that two reports give.
    #[serde(default)]
    pub restate: RestateCues,
    /// Cues for setting two reports against each other.
    #[serde(default)]
    pub diff: DiffCues,
}

/// Cues of the comparison of two reports, each matched against one folded sentence.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DiffCues {
    /// A ritual formula: an address, the words that open and close the speech, thanks.
    pub ritual: Cues,
}

/// Cues of the read stage. Each is matched against one folded line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadCues {
    /// The language's commonest characters, by which a text's language is told.
    pub letters: String,
    /// A line that is site chrome wherever it stands (share buttons, print, font size).
    pub chrome: Cues,
    /// The line with which the speech opens.
    pub opening: Cues,
    /// The first numbered section.
    pub first: Cues,
    /// The title of the report.
    pub title: Cues,
    /// What a line that looks like a title must not hold.
    pub no_title: Cues,
    /// The line that says when and where the report was given.
    pub date: Cues,
    /// The abstract of an aggregator before the report.
    #[serde(rename = "abstract")]
    pub summary: Cues,
    /// The line that says who gave it.
    pub speaker: Cues,
    /// A label before the title.
    pub label: Cues,
    /// The line with which the site begins again after the report.
    pub after: Cues,
    /// The same, run into the last line of the report.
    pub glued: Cues,
    /// A line that begins something new, so that no sentence runs on into it.
    pub fresh: Cues,
    /// Of those, a line that counts off and may stand in the middle of a paragraph.
    pub counted: Cues,
    /// A line that begins with the rest of a word, so that a break stands inside it.
    pub rest: Cues,
    /// A heading without a number, run in between two sentences of a text that lost its line breaks; the first group is
    /// the heading.
    pub bare: Cues,
    /// A numbered heading.
    pub heading: Cues,
    /// The last words of a report.
    pub closing: Cues,
}

/// Cues of the outline stage. Each is matched against one folded heading or the first words of a block.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutlineCues {
    /// Words with which the name of a public body ends.
    pub body_ends: Vec<String>,
    /// Names of bodies that name no place.
    pub body_bare: Vec<String>,
    /// Numbering schemes of headings.
    pub scheme: Vec<Scheme>,
    /// A heading that opens the review half.
    pub review_head: Cues,
    /// A heading that opens the plan half.
    pub plan_head: Cues,
    /// Words that look ahead even in a heading that looks back.
    pub ahead: Cues,
    /// A heading that speaks of a term of several years.
    pub term: Cues,
    /// A heading that speaks of the one year.
    pub year: Cues,
    /// A paragraph that begins to look ahead.
    pub look_ahead: Cues,
    /// The paragraph of problems that ends the review half.
    pub problems: Cues,
    /// A paragraph that belongs to the half and not to the section before it.
    pub tail: Cues,
    /// An address.
    pub address: Cues,
    /// The last words of a report.
    pub closing: Cues,
    /// Words of the last paragraph that stand in others, too.
    pub rally: Cues,
    /// A heading over the last words.
    pub closing_head: Cues,
    /// The heading of a glossary.
    pub glossary: Cues,
    /// A label before what is added after the report, alone on its line or before a title.
    pub attached: Cues,
    /// The heading of an annex that lists what will be done.
    pub annex: Cues,
    /// A heading that runs into its paragraph without a sign, which begins with a year or the like; the first group is
    /// the heading.
    pub glue: Cues,
    /// The same with a weaker sign, for headings that nothing else ends.
    pub weak_glue: Cues,
}

/// One way to number headings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// 1 (第一部分) to 5 (（1）), from the top down.
    pub rank: u8,
    /// What stands before the number; one of these.
    pub open: Vec<String>,
    /// The characters of the number.
    pub digits: String,
    /// What stands after the number; one of these. No digit may follow.
    pub close: Vec<String>,
    /// Texts that begin with such a number.
    pub yes: Vec<String>,
    /// Texts that do not.
    pub no: Vec<String>,
}

impl Scheme {
    /// How many bytes of `text` the number with its signs takes; `None` when the text does not begin with one.
    pub fn matches(&self, text: &str) -> Option<usize> {
        self.open.iter().find_map(|open| {
            let inside = text.strip_prefix(open.as_str())?;
            let after = inside.trim_start_matches(|c| self.digits.contains(c));
            if after.len() == inside.len() || inside.len() - after.len() > MOST_NUMBER_BYTES {
                return None;
            }
            let rest = self.close.iter().find_map(|close| after.strip_prefix(close.as_str()))?;
            let number = inside.get(..inside.len() - after.len())?;
            (!self.runs_on(number, rest)).then(|| text.len() - rest.len())
        })
    }
}

impl Scheme {
    /// Whether the sign after the number only parts two numbers: 三、四季度, 1.5万.
    fn runs_on(&self, number: &str, rest: &str) -> bool {
        let place = |c: Option<char>| c.and_then(|c| self.digits.chars().position(|digit| digit == c));
        let (Some(last), Some(next)) = (place(number.chars().next_back()), place(rest.chars().next())) else {
            return false;
        };
        // 一、二〇二一年 and 一、一年来 are headings.
        let dated = rest.chars().take(MOST_YEAR_CHARS).any(|c| c == '年');
        number.is_ascii() || (next == last + 1 && !dated)
    }
}

/// A year with its sign has at most so many characters: 二〇二一年.
const MOST_YEAR_CHARS: usize = 5;

/// A heading's number has at most three Han characters: 二十一.
const MOST_NUMBER_BYTES: usize = 9;

/// The packs that are built in, by file.
pub const BUILT_IN: &[(&str, &str)] = &[("zh.toml", include_str!("packs/zh.toml"))];

impl Pack {
    /// Reads a pack from TOML. Errors name the line.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        super::file::read(file, text)
    }

    /// The built-in packs, in order of their file names.
    pub fn built_in() -> &'static [Pack] {
        static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
        PACKS
            .get_or_init(|| BUILT_IN.iter().filter_map(|(file, text)| Pack::parse(file, text).ok()).collect())
    }

    /// The built-in pack of a language; the first one when there is none.
    pub fn of(language: &str) -> &'static Pack {
        let packs = Self::built_in();
        packs.iter().find(|pack| pack.language == language).unwrap_or(&packs[0])
    }

    /// Every list of cues with its name in the file.
    fn lists(&self) -> Vec<(&'static str, &Cues)> {
        let (read, outline, extract, judge) = (&self.read, &self.outline, &self.extract, &self.judge);
        let restate = &self.restate;
        let named = [("judge.scope", &judge.scope), ("judge.act", &judge.act)];
        let named = named.into_iter().flat_map(|(name, kinds)| kinds.values().map(move |cues| (name, cues)));
        let lists = [
            ("read.chrome", &read.chrome),
            ("read.opening", &read.opening),
            ("read.first", &read.first),
            ("read.title", &read.title),
            ("read.no_title", &read.no_title),
            ("read.date", &read.date),
            ("read.abstract", &read.summary),
            ("read.speaker", &read.speaker),
            ("read.label", &read.label),
            ("read.after", &read.after),
            ("read.glued", &read.glued),
            ("read.fresh", &read.fresh),
            ("read.counted", &read.counted),
            ("read.rest", &read.rest),
            ("read.bare", &read.bare),
            ("read.heading", &read.heading),
            ("read.closing", &read.closing),
            ("outline.review_head", &outline.review_head),
            ("outline.plan_head", &outline.plan_head),
            ("outline.ahead", &outline.ahead),
            ("outline.term", &outline.term),
            ("outline.year", &outline.year),
            ("outline.look_ahead", &outline.look_ahead),
            ("outline.problems", &outline.problems),
            ("outline.tail", &outline.tail),
            ("outline.address", &outline.address),
            ("outline.closing", &outline.closing),
            ("outline.rally", &outline.rally),
            ("outline.closing_head", &outline.closing_head),
            ("outline.glossary", &outline.glossary),
            ("outline.attached", &outline.attached),
            ("outline.annex", &outline.annex),
            ("outline.glue", &outline.glue),
            ("outline.weak_glue", &outline.weak_glue),
            ("extract.past", &extract.past),
            ("extract.opens_past", &extract.opens_past),
            ("extract.promises", &extract.promises),
            ("extract.horizon", &extract.horizon),
            ("extract.describes_before", &extract.describes_before),
            ("extract.describes_after", &extract.describes_after),
            ("extract.this_year", &extract.this_year),
            ("extract.background", &extract.background),
            ("extract.ritual", &extract.ritual),
            ("extract.lead", &extract.lead),
            ("extract.subjectless", &extract.subjectless),
            ("extract.idle", &extract.idle),
            ("extract.restates", &extract.restates),
            ("extract.list_end", &extract.list_end),
            ("extract.verb", &extract.verb),
            ("judge.lower_is_better", &judge.lower_is_better),
            ("judge.cumulative", &judge.cumulative),
            ("judge.opens_term", &judge.opens_term),
            ("judge.opens_year", &judge.opens_year),
            ("judge.steered", &judge.steered),
            ("judge.so_far", &judge.so_far),
            ("judge.newly", &judge.newly),
            ("judge.stock", &judge.stock),
            ("judge.whole_year", &judge.whole_year),
            ("judge.this_year", &judge.this_year),
            ("judge.part_of_year", &judge.part_of_year),
            ("judge.part_counted", &judge.part_counted),
            ("judge.admitted", &judge.admitted),
            ("judge.below_expected", &judge.below_expected),
            ("judge.intended", &judge.intended),
            ("judge.expected", &judge.expected),
            ("judge.cost", &judge.cost),
            ("judge.left_out", &judge.left_out),
            ("judge.plan_kept", &judge.plan_kept),
            ("judge.drawn_up", &judge.drawn_up),
            ("judge.nearly", &judge.nearly),
            ("judge.hoped", &judge.hoped),
            ("judge.pending", &judge.pending),
            ("judge.in_part", &judge.in_part),
            ("judge.whole", &judge.whole),
            ("judge.whole_share", &judge.whole_share),
            ("judge.stalled", &judge.stalled),
            ("judge.finished", &judge.finished),
            ("judge.reversed", &judge.reversed),
            ("judge.blanket", &judge.blanket),
            ("judge.blanket_list", &judge.blanket_list),
            ("judge.goal_list", &judge.goal_list),
            ("judge.goals_kept", &judge.goals_kept),
            ("judge.list_item", &judge.list_item),
            ("judge.asserted", &judge.asserted),
            ("judge.late", &judge.late),
            ("judge.ahead", &judge.ahead),
            ("judge.nameless", &judge.nameless),
            ("judge.generic", &judge.generic),
            ("judge.part_of_place", &judge.part_of_place),
            ("judge.cause", &judge.cause),
            ("judge.no_cause", &judge.no_cause),
            ("judge.leads_in", &judge.leads_in),
            ("judge.refers_back", &judge.refers_back),
            ("judge.names_reason", &judge.names_reason),
            ("judge.and_cause", &judge.and_cause),
            ("judge.falls_short", &judge.falls_short),
            ("lifeline.idle", &self.lifeline.idle),
            ("lifeline.bare", &self.lifeline.bare),
            ("restate.grows", &restate.grows),
            ("restate.own_base", &restate.own_base),
            ("restate.since", &restate.since),
            ("restate.loose", &restate.loose),
            ("restate.filler", &restate.filler),
            ("restate.edge", &restate.edge),
            ("restate.bare", &restate.bare),
            ("restate.tells", &restate.tells),
            ("restate.headline", &restate.headline),
            ("restate.counts_off", &restate.counts_off),
            ("restate.goes_on", &restate.goes_on),
            ("restate.describes", &restate.describes),
            ("restate.whole_group", &restate.whole_group),
            ("restate.of_whole", &restate.of_whole),
            ("restate.means", &restate.means),
            ("restate.leans", &restate.leans),
            ("restate.pursues", &restate.pursues),
            ("restate.effort", &restate.effort),
            ("restate.kind_of_effort", &restate.kind_of_effort),
            ("diff.ritual", &self.diff.ritual),
        ];
        lists.into_iter().chain(named).collect()
    }

    /// Compiles every cue and word table now, side by side, so that no two readers wait for the same one.
    pub fn warm(&self) {
        let tables = || (self.quantity.tables(), self.judge.stages(""));
        rayon::join(tables, || {
            self.lists().par_iter().for_each(|(_, cues)| {
                cues.patterns();
            })
        });
    }

    /// How many cues the pack holds.
    pub fn cues(&self) -> usize {
        self.lists().iter().map(|(_, cues)| cues.len()).sum::<usize>()
            + self.judge.stage.len()
            + self.judge.synonym.len()
            + self.lifeline.alias.len()
    }

    /// What is wrong with the pack: each cue's examples, run.
    pub fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> =
            self.lists().iter().flat_map(|(name, cues)| cues.faults(name)).collect();
        let synonyms = self.judge.synonym.iter().map(|synonym| ("judge.synonym", synonym));
        let synonyms = synonyms.chain(self.lifeline.alias.iter().map(|alias| ("lifeline.alias", alias)));
        faults.extend(synonyms.flat_map(|(name, synonym)| synonym.faults(name)));
        for (index, stage) in self.judge.stage.iter().enumerate() {
            let says = |text: &String| stage.words.iter().any(|word| text.contains(word.as_str()));
            let place = format!("judge.stage[{index}]");
            faults.extend(
                stage
                    .yes
                    .iter()
                    .filter(|text| !says(text))
                    .map(|text| format!("{place}: must match “{text}”")),
            );
            faults.extend(
                stage
                    .no
                    .iter()
                    .filter(|text| says(text))
                    .map(|text| format!("{place}: must not match “{text}”")),
            );
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pack_parses_and_keeps_its_examples() {
        for (file, text) in BUILT_IN {
            let pack = Pack::parse(file, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(pack.faults(), Vec::<String>::new(), "{file}");
        }
    }
}
