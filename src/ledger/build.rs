//! Verdicts to ledger entries: places, keys, decimals as strings, counts, the seal.

use super::lifelines::Lives;
use super::{
    Actual, AlignmentEntry, Ambition, BlockEntry, Candidate, Evidence, Kind, Ledger, Mark, NoticeEntry,
    Place, QuantityEntry, Quoted, Range, Refused, ReportEntry, Restated, SCHEMA, Search, SectionTotals,
    Standing, Target, Tool, Totals, Unpromised,
};
use crate::extract::figure::Figure;
use crate::extract::target;
use crate::judge::{Verdict, ambition};
use crate::notice::Notice;
use crate::outline::{Half, Outline};
use crate::pair::pool::Pool;
use crate::pair::{Match, Pairing};
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::read::{BlockKind, Document};
use crate::restate::{Difference, Told};
use crate::span::Span;
use crate::text::fold::fold;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One report with its place in the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Index into `reports`.
    pub index: usize,
    /// The report.
    pub document: &'a Document,
    /// Its outline.
    pub outline: &'a Outline,
}

/// What one target was found to be.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The verdict; `None` where an incomplete text allows none.
    pub verdict: Option<&'a Verdict>,
    /// The claims that were weighed.
    pub pairing: &'a Pairing,
    /// The claims of the later report.
    pub pool: &'a Pool<'a>,
    /// The later report.
    pub later: Source<'a>,
    /// SHA-256 of its review half.
    pub searched: &'a str,
    /// Whether that is the whole review half, every sentence read.
    pub whole: bool,
    /// The numbers that decided.
    pub policy: &'a Policy,
}

/// How one target stands to the year before.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The answer.
    pub ambition: &'a ambition::Ambition,
    /// The claims of the target's own report.
    pub pool: &'a Pool<'a>,
}

/// SHA-256 as lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of these parts one behind the other.
pub fn sha256_of<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    parts.for_each(|part| hash.update(part));
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Source<'_> {
    /// The place of a span.
    pub fn place(&self, span: Span) -> Place {
        let block = self.document.block_at(span.start);
        Place {
            report: self.index,
            start: span.start,
            end: span.end,
            page: self.document.page_at(span.start),
            paragraph: block.map_or(0, |block| block + 1),
            section: self.headings(span),
        }
    }

    /// The headings above a span, outermost first; the title, and a heading that the span itself lies in, are left out.
    pub fn headings(&self, span: Span) -> Vec<String> {
        self.outline
            .path(span.start)
            .into_iter()
            .map(|index| &self.outline.sections[index])
            .filter(|section| section.level > 1 && !section.head.overlaps(span))
            .map(|section| one_line(self.document.slice(section.head)))
            .collect()
    }

    /// The report's entry; without its text when `with_text` is false.
    pub fn entry(&self, with_text: bool) -> ReportEntry {
        let outline = self.outline;
        ReportEntry {
            name: self.document.name.clone(),
            sha256: self.document.sha256.clone(),
            title: outline.title.clone(),
            body: outline.body.clone(),
            delivered: outline.delivered.clone(),
            reviews: outline.reviews,
            plans: outline.plans,
            language: outline.language.clone(),
            review_half: outline.review_half.map(range),
            plan_half: outline.plan_half.map(range),
            complete: self.document.complete,
            text: with_text.then(|| self.document.text.clone()),
            blocks: if with_text { self.blocks() } else { Vec::new() },
        }
    }

    fn blocks(&self) -> Vec<BlockEntry> {
        let levels: HashMap<usize, u8> = self
            .outline
            .sections
            .iter()
            .filter(|section| !section.run_in)
            .filter_map(|section| Some((self.document.block_at(section.head.start)?, section.level)))
            .collect();
        self.document
            .blocks
            .iter()
            .enumerate()
            .map(|(index, block)| BlockEntry {
                start: block.span.start,
                end: block.span.end,
                kind: match (levels.get(&index), block.kind) {
                    (Some(_), _) => "heading",
                    (None, BlockKind::Furniture) => "furniture",
                    (None, BlockKind::Table) => "table",
                    (None, BlockKind::Item) => "item",
                    (None, _) => "paragraph",
                }
                .to_owned(),
                level: levels.get(&index).copied(),
                page: self.document.page_at(block.span.start),
                half: self.outline.halves.get(index).copied().unwrap_or(Half::None),
            })
            .collect()
    }

    /// A notice about this report.
    pub fn notice(&self, notice: &Notice) -> NoticeEntry {
        NoticeEntry {
            kind: notice.kind,
            severity: notice.severity,
            message: notice.message.clone(),
            args: notice.args.clone(),
            report: Some(self.index),
            at: notice.span.map(|span| self.place(span)),
        }
    }
}

/// White space of any length as one blank, none between Han characters.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A span as printed.
fn range(span: Span) -> Range {
    Range { start: span.start, end: span.end }
}

/// A quantity as printed, with where its figure stands.
pub fn quantity(quantity: &Quantity, stands: Option<Span>) -> QuantityEntry {
    QuantityEntry {
        bound: quantity.bound,
        value: quantity.value.normalize().to_string(),
        high: quantity.high.map(|high| high.normalize().to_string()),
        scale: quantity.scale.normalize().to_string(),
        unit: quantity.unit.clone(),
        basis: quantity.basis,
        hedges: quantity.hedges.clone(),
        figure: stands.map(range),
    }
}

/// A figure of a report as printed.
fn figure(figure: &Figure) -> QuantityEntry {
    quantity(&figure.quantity, figure.stands)
}

/// One target's entry; without `before` (no figure, or no review half) it has no ambition, without `finding` (a single report, or an
/// effort) no verdict.
pub fn target(
    source: Source<'_>,
    target: &target::Target,
    before: Option<Before<'_>>,
    finding: Option<Finding<'_>>,
) -> Target {
    let quote = source.document.slice(target.quote).to_owned();
    let mut entry = Target {
        key: String::new(),
        set_in: source.outline.reviews,
        for_year: source.outline.plans,
        kind: target.kind,
        quote,
        subject: target.subject.clone(),
        at: source.place(target.quote),
        quantity: target.figure.as_ref().map(figure),
        mark: None,
        reason: None,
        rule: None,
        confidence: None,
        strict: None,
        lenient: None,
        standing: None,
        evidence: Vec::new(),
        stated_reason: None,
        candidates: Vec::new(),
        search: None,
        ambition: before.map(|before| before.entry(source)),
        lifeline: Vec::new(),
        ruling: None,
    };
    if let Some(finding) = finding.filter(|_| target.kind != Kind::Effort) {
        judged(&mut entry, source, finding);
    }
    entry
}

impl Before<'_> {
    fn entry(&self, source: Source<'_>) -> Ambition {
        let Self { ambition, pool } = self;
        let actual = ambition.actual.map(|actual| claimed(source, pool, actual.claim, actual.figure));
        Ambition { relation: ambition.relation, actual }
    }
}

/// A claim with one of its figures.
fn claimed(source: Source<'_>, pool: &Pool<'_>, claim: usize, number: usize) -> Actual {
    let claim = &pool.claims[claim];
    let figures = &pool.reading.statements[claim.statement].figures;
    Actual {
        quote: source.document.slice(claim.quote).to_owned(),
        at: source.place(claim.quote),
        quantity: figure(&figures[number]),
    }
}

fn judged(entry: &mut Target, earlier: Source<'_>, finding: Finding<'_>) {
    let Finding { verdict, pairing, pool, later, searched, whole, policy } = finding;
    let evidence = verdict.map_or(&[][..], |verdict| verdict.decision.evidence.as_slice());
    if let Some(Verdict { rule, decision, stated }) = verdict {
        entry.stated_reason = stated.map(|span| Quoted {
            quote: later.document.slice(span).to_owned(),
            at: later.place(span),
            quantity: None,
        });
        entry.mark = Some(decision.reason.mark());
        entry.reason = Some(decision.reason);
        entry.rule = Some((*rule).to_owned());
        entry.confidence = Some(decision.confidence);
        entry.strict = Some(decision.strict);
        entry.lenient = Some(decision.lenient);
        entry.standing = decision.sum.as_ref().map(|sum| Standing {
            target: sum.target.to_string(),
            actual: sum.actual.to_string(),
            gap: (sum.actual - sum.target).normalize().to_string(),
            unit: sum.unit.clone(),
            derived: decision
                .derived
                .iter()
                .map(|level| Quoted {
                    quote: earlier.document.slice(level.quote).to_owned(),
                    at: earlier.place(level.quote),
                    quantity: Some(quantity(&level.quantity, level.stands)),
                })
                .collect(),
        });
    }
    let quote = |found: &Match| later.document.slice(pool.claims[found.claim].quote).to_owned();
    let place = |found: &Match| later.place(pool.claims[found.claim].quote);
    entry.evidence = evidence
        .iter()
        .map(|found| {
            let figures = &pool.reading.statements[pool.claims[found.claim].statement].figures;
            Evidence {
                quote: quote(found),
                at: place(found),
                quantity: found.figure.and_then(|figure| figures.get(figure)).map(figure),
                score: hundredths(found.score),
                why: (found.parts.named().into_iter())
                    .filter(|(_, part)| *part != 0)
                    .map(|(name, part)| (name.to_owned(), f64::from(part) / 1000.0))
                    .collect(),
            }
        })
        .collect();
    let least = if entry.quantity.is_some() { policy.pair.accept_figure } else { policy.pair.accept_thing };
    entry.candidates = pairing
        .matches
        .iter()
        .filter(|found| !evidence.iter().any(|used| used.claim == found.claim))
        .take(MOST_CANDIDATES)
        .map(|found| Candidate {
            quote: quote(found),
            at: place(found),
            score: hundredths(found.score),
            refused: found.refused.unwrap_or(if found.score >= least {
                Refused::Outranked
            } else {
                Refused::Weak
            }),
        })
        .collect();
    if verdict.is_none_or(|verdict| verdict.decision.reason.mark() == Mark::NotMentioned) {
        let span = later.outline.review_half.unwrap_or_default();
        entry.search = Some(Search {
            report: later.index,
            start: span.start,
            end: span.end,
            sha256: searched.to_owned(),
            complete: whole,
            forms: pairing.forms.clone(),
        });
    }
}

/// How many refused passages are listed for one target.
const MOST_CANDIDATES: usize = 3;

/// Thousandths as a number from 0 to 1 with two decimals.
pub(super) fn hundredths(score: i32) -> f64 {
    f64::from((score.clamp(0, 1000) + 5) / 10) / 100.0
}

/// Gives every target its key: the year and 8 hex digits over its folded quote, its folded subject, and its number among equal ones.
pub fn keys(targets: &mut [Target]) {
    let base = |target: &Target| {
        let year = target.for_year.map_or("0000".to_owned(), |year| format!("{year:04}"));
        (year, format!("{}\u{0}{}", fold(&target.quote), fold(&target.subject)))
    };
    let bases: Vec<(String, String)> = targets.par_iter().map(base).collect();
    let mut seen: HashMap<&(String, String), usize> = HashMap::new();
    let nth = |base| {
        let count = seen.entry(base).or_default();
        *count += 1;
        *count - 1
    };
    let nths: Vec<usize> = bases.iter().map(nth).collect();
    targets.par_iter_mut().zip(&bases).zip(nths).for_each(|((target, (year, base)), nth)| {
        let digest = sha256(format!("{base}\u{0}{nth}").as_bytes());
        target.key = format!("{year}-{}", digest.get(..8).unwrap_or_default());
    });
}

/// A key that two targets share. Different words can come to the same 8 digits, though below some ten thousand targets it
/// is next to impossible; then neither may stand for the other.
pub fn shared_key(targets: &[Target]) -> Option<&str> {
    let mut seen = HashSet::new();
    targets.iter().map(|target| target.key.as_str()).find(|key| !seen.insert(*key))
}

/// Counts the marks.
pub fn totals(targets: &[Target]) -> Totals {
    let mut totals = Totals { extracted: targets.len(), ..Totals::default() };
    for kind in [Kind::Quantified, Kind::Deliverable, Kind::Effort] {
        totals.by_kind.insert(word(&kind), targets.iter().filter(|target| target.kind == kind).count());
    }
    let mut known: HashMap<(usize, Vec<String>), usize> = HashMap::new();
    for target in targets {
        let section: Vec<String> = target.at.section.iter().take(2).cloned().collect();
        let index = *known.entry((target.at.report, section.clone())).or_insert_with(|| {
            totals.by_section.push(SectionTotals {
                report: target.at.report,
                section,
                ..SectionTotals::default()
            });
            totals.by_section.len() - 1
        });
        let section = &mut totals.by_section[index];
        if target.kind == Kind::Effort {
            totals.effort += 1;
            section.effort += 1;
            continue;
        }
        totals.checkable += 1;
        section.checkable += 1;
        match target.mark {
            Some(Mark::Met) => (totals.met += 1, section.met += 1).0,
            Some(Mark::Missed) => (totals.missed += 1, section.missed += 1).0,
            Some(Mark::NotMentioned) => (totals.not_mentioned += 1, section.not_mentioned += 1).0,
            None => (totals.unjudged += 1, section.unjudged += 1).0,
        }
        let count = |map: &mut BTreeMap<String, usize>, key: Option<String>| {
            if let Some(key) = key {
                *map.entry(key).or_default() += 1;
            }
        };
        count(&mut totals.by_reason, target.reason.as_ref().map(word));
        count(&mut totals.strict, target.strict.as_ref().map(word));
        count(&mut totals.lenient, target.lenient.as_ref().map(word));
    }
    totals
}

/// A value's name in the ledger: `not_mentioned`.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Some words of a report with their place.
pub fn quoted(source: Source<'_>, span: Span) -> Quoted {
    Quoted { quote: source.document.slice(span).to_owned(), at: source.place(span), quantity: None }
}

/// A figure that two reports give differently; `of` gives a report and the claims of its review half.
pub fn restated<'a>(found: &Difference, of: impl Fn(usize) -> (Source<'a>, &'a Pool<'a>)) -> Restated {
    let quoted = |told: Told| {
        let (source, pool) = of(told.report);
        let said = claimed(source, pool, told.claim, told.figure);
        Quoted { quote: said.quote, at: said.at, quantity: Some(said.quantity) }
    };
    Restated {
        subject: found.subject.clone(),
        year: found.year,
        kind: found.kind,
        first: quoted(found.first),
        second: quoted(found.second),
        growth: found.growth.map(quoted),
        from: found.from.to_string(),
        to: found.to.to_string(),
        gap: (found.to - found.from).normalize().to_string(),
        unit: found.unit.clone(),
        provisional: found.provisional,
    }
}

/// A claim's figure that answers no target.
pub fn unpromised(later: Source<'_>, pool: &Pool<'_>, claim: usize, figure: usize) -> Unpromised {
    let Actual { quote, at, quantity } = claimed(later, pool, claim, figure);
    Unpromised { quote, at, quantity }
}

/// What is found, before it is counted and sealed.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The targets, without keys.
    pub targets: Vec<Target>,
    /// The promises of plans that no report was compared with: no targets of the ledger, but in the lifelines.
    pub others: Vec<Target>,
    /// What became of the promises through the years.
    pub lives: Option<Lives<'a>>,
    /// Sections and paragraphs of each report against those of the next.
    pub alignment: Vec<AlignmentEntry>,
    /// The figures given differently.
    pub restated: Vec<Restated>,
    /// The claims that answer no target.
    pub unpromised: Vec<Unpromised>,
    /// The notices.
    pub notices: Vec<NoticeEntry>,
}

/// Puts the parts together and seals them.
pub fn ledger(reports: Vec<ReportEntry>, found: Found<'_>, rules: String, policy: &Policy) -> Ledger {
    let Found { mut targets, others, lives, alignment, restated, unpromised, notices } = found;
    let own = targets.len();
    targets.extend(others);
    keys(&mut targets);
    let lifelines = lives.map_or(Vec::new(), |lives| {
        for (number, line) in lives.short(&targets) {
            targets[number].lifeline = line;
        }
        lives.lifelines(&targets)
    });
    targets.truncate(own);
    let totals = Totals { unpromised: unpromised.len(), ..totals(&targets) };
    let mut ledger = Ledger {
        schema: SCHEMA.to_owned(),
        tool: Tool {
            name: "duixian".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules,
            policy: policy.clone(),
        },
        seal: String::new(),
        reports,
        targets,
        alignment,
        lifelines,
        restated,
        unpromised,
        totals,
        notices,
    };
    ledger.seal = seal(&ledger);
    ledger
}

/// SHA-256 of a ledger's compact JSON without its seal: an empty seal is not written.
pub fn seal(ledger: &Ledger) -> String {
    if !ledger.seal.is_empty() {
        return seal(&Ledger { seal: String::new(), ..ledger.clone() });
    }
    let mut hash = Hashing(Sha256::new());
    // Writing into a hash cannot fail, and the ledger's keys are strings.
    let written = serde_json::to_writer(std::io::BufWriter::new(&mut hash), ledger);
    debug_assert!(written.is_ok(), "a ledger is JSON");
    hex(&hash.0.finalize())
}

/// A hash as a writer.
struct Hashing(Sha256);

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
