//! What became of sections and paragraphs. Comes in: the entries of the alignment. Goes out: where a pair of halves is missing, two blocks
//! stand together twice or a block nowhere, where the blocks of an entry do not belong to the same ones, and where an entry's blocks,
//! headings, place or score do not allow what it says. Which blocks belong together is the aligning's to say.

use super::fault::Faults;
use super::limits::whole;
use super::sources::Source;
use crate::lang::Pack;
use crate::ledger::{AlignmentEntry, Halves, How, Ledger};
use crate::outline::Half;
use crate::policy::AlignPolicy;
use crate::read::BlockKind;
use crate::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Every pair of halves, in the order of the ledger, with the half of the earlier and of the later report.
const HALVES: [(Halves, [Half; 2]); 3] = [
    (Halves::PlanPlan, [Half::Plan, Half::Plan]),
    (Halves::ReviewReview, [Half::Review, Half::Review]),
    (Halves::PlanReview, [Half::Plan, Half::Review]),
];

/// Rounding the parts of a mean takes off so much: less than a thousandth each.
const ROUNDED: i32 = 5;

/// Checks the alignment.
pub(super) fn alignment(ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    let mut last = ([0, 0], Halves::PlanPlan);
    for (index, entry) in ledger.alignment.iter().enumerate() {
        let at = format!("/alignment/{index}");
        let [earlier, later] = entry.reports;
        if later != earlier.saturating_add(1) || later >= ledger.reports.len() {
            faults.add(&format!("{at}/reports"), "these are not two reports next to each other");
        }
        let order = (entry.reports, entry.halves);
        if order < last {
            faults.add(&at, "the entries stand in the order of the reports and halves");
        }
        last = order;
        score(&at, entry, &ledger.tool.policy.align, faults);
    }
    for (earlier, pair) in sources.windows(2).enumerate() {
        let reports = [earlier, earlier + 1];
        for (halves, of) in HALVES {
            let here =
                |(_, entry): &(usize, &AlignmentEntry)| entry.reports == reports && entry.halves == halves;
            let entries: Vec<(usize, &AlignmentEntry)> =
                ledger.alignment.iter().enumerate().filter(here).collect();
            let partners = Partners::new(&entries, faults);
            entries.iter().for_each(|&(index, entry)| {
                partners.stand_together(index, entry, faults);
                partners.allow(index, entry, faults);
            });
            let [Some(one), Some(other)] = pair else { continue };
            if follows(one, other) {
                once(&entries, reports, of, [one, other], faults);
                entries.iter().for_each(|&(index, entry)| {
                    let at = format!("/alignment/{index}/how");
                    if partners.counts(entry) == (1, 1) {
                        headings(&at, entry, [one, other], faults);
                    }
                    moved(&at, entry, &entries, [one, other], faults);
                });
            } else if let Some((index, _)) = entries.first() {
                faults.add(&format!("/alignment/{index}"), "these two reports are not compared");
            }
        }
    }
}

/// Whether the later report is of the year that the earlier one plans, as far as they say.
fn follows(earlier: &Source, later: &Source) -> bool {
    let (plans, reviews) = (earlier.outline.plans, later.outline.reviews);
    earlier.outline.plan_half.is_some()
        && later.outline.review_half.is_some()
        && plans.zip(reviews).is_none_or(|(plans, reviews)| plans == reviews)
        && earlier.document.sha256 != later.document.sha256
}

/// To which blocks of the other side each block belongs, over all entries of two halves.
struct Partners([BTreeMap<usize, BTreeSet<usize>>; 2]);

impl Partners {
    /// Gathers them, and finds two blocks that stand together in two entries.
    fn new(entries: &[(usize, &AlignmentEntry)], faults: &mut Faults) -> Self {
        let mut of = [BTreeMap::new(), BTreeMap::new()];
        for (index, entry) in entries {
            for (&one, &other) in
                entry.earlier.iter().flat_map(|one| entry.later.iter().map(move |other| (one, other)))
            {
                if !of[0].entry(one).or_insert_with(BTreeSet::new).insert(other) {
                    let what = format!("blocks {one} and {other} stand together in two entries");
                    faults.add(&format!("/alignment/{index}"), what);
                }
                of[1].entry(other).or_insert_with(BTreeSet::new).insert(one);
            }
        }
        Self(of)
    }

    fn of(&self, side: usize, blocks: &[usize]) -> Option<&BTreeSet<usize>> {
        self.0[side].get(blocks.first()?)
    }

    /// To how many earlier blocks the later ones belong, and to how many later ones the earlier.
    fn counts(&self, entry: &AlignmentEntry) -> (usize, usize) {
        let count = |side: usize, blocks: &[usize]| self.of(side, blocks).map_or(0, BTreeSet::len);
        (count(1, &entry.later), count(0, &entry.earlier))
    }

    /// That those blocks of a side, and no others, stand together that belong to the same blocks.
    fn stand_together(&self, index: usize, entry: &AlignmentEntry, faults: &mut Faults) {
        if entry.earlier.is_empty() || entry.later.is_empty() {
            return;
        }
        for (side, name, blocks) in [(0, "earlier", &entry.earlier), (1, "later", &entry.later)] {
            let partners = self.of(side, blocks);
            let kin =
                partners.and_then(|partners| partners.first()).and_then(|one| self.0[1 - side].get(one));
            let alike = |block: &&usize| self.0[side].get(block) == partners;
            if !kin.into_iter().flatten().filter(alike).eq(blocks) {
                let what = "the blocks that belong to the same ones stand together, and no others";
                faults.add(&format!("/alignment/{index}/{name}"), what);
            }
        }
    }

    /// That the numbers of blocks allow what the entry says.
    fn allow(&self, index: usize, entry: &AlignmentEntry, faults: &mut Faults) {
        let (were, became) = self.counts(entry);
        let right = match entry.how {
            How::Same | How::Moved => (were, became) == (1, 1),
            How::Renamed => were == became && were > 0,
            How::Merged => were > became && became > 0,
            How::Split => became > were && were > 0,
            How::Dropped => became == 0 && entry.earlier.len() == 1 && entry.later.is_empty(),
            How::New => were == 0 && entry.later.len() == 1 && entry.earlier.is_empty(),
        };
        if !right {
            let what = format!(
                "{were} earlier blocks belong to its later ones and {became} later ones to its earlier ones, which does not allow this"
            );
            faults.add(&format!("/alignment/{index}/how"), what);
        }
    }
}

/// That the parts of a score add up to it, lie in the limits of the policy and reach what it asks for.
fn score(at: &str, entry: &AlignmentEntry, policy: &AlignPolicy, faults: &mut Faults) {
    let mut sum = 0;
    for (name, part) in &entry.why {
        let at = format!("{at}/why/{name}");
        let Some(part) = whole(*part, 1000.0) else {
            faults.add(&at, "a part of a score has three decimals");
            return;
        };
        sum = part.saturating_add(sum);
        let given = match name.as_str() {
            "content" => 0..=policy.content.saturating_add(policy.heading),
            "heading" => 0..=policy.heading,
            "section" => 0..=policy.section,
            "place" => 0..=policy.place,
            "nearest" => 0..=policy.nearest,
            "opening" => policy.opening.saturating_mul(2)..=0,
            _ => {
                faults.add(&at, "there is no such part of a score");
                continue;
            }
        };
        if !given.contains(&part) || part == 0 {
            faults.add(&at, format!("the policy gives no part of {part} thousandths"));
        }
    }
    let sum = sum.clamp(0, 1000);
    let right = f64::from((sum + 5) / 10) / 100.0;
    faults.same(&format!("{at}/score"), "the parts add up to another score", &entry.score, &right);
    let alone = entry.earlier.is_empty() || entry.later.is_empty();
    if alone && !entry.why.is_empty() {
        faults.add(&format!("{at}/why"), "what stands alone is like nothing");
    }
    if !alone && sum + ROUNDED < policy.accept {
        let what = format!("the policy joins from {} thousandths on", policy.accept);
        faults.add(&format!("{at}/score"), what);
    }
}

/// That every block of both halves that carries text stands in an entry, on its side; one that stands alone in no other.
fn once(
    entries: &[(usize, &AlignmentEntry)],
    reports: [usize; 2],
    halves: [Half; 2],
    sources: [&Source; 2],
    faults: &mut Faults,
) {
    for side in [0, 1] {
        let (document, outline) = (&sources[side].document, &sources[side].outline);
        let blocks = document.blocks.iter().zip(&outline.halves).enumerate();
        // Of each block in how many entries it stands, and whether alone in one of them.
        let mut counts: BTreeMap<usize, (usize, bool)> = blocks
            .filter(|(_, (block, half))| **half == halves[side] && block.kind != BlockKind::Furniture)
            .map(|(index, _)| (index, (0, false)))
            .collect();
        for &(index, entry) in entries {
            let (name, blocks) =
                if side == 0 { ("earlier", &entry.earlier) } else { ("later", &entry.later) };
            let at = format!("/alignment/{index}/{name}");
            if blocks.windows(2).any(|pair| pair[0] >= pair[1]) {
                faults.add(&at, "the blocks stand in their order");
            }
            let alone = entry.earlier.is_empty() || entry.later.is_empty();
            for block in blocks {
                match counts.get_mut(block) {
                    None => faults.add(&at, format!("block {block} is none of this half")),
                    Some((1.., was)) if *was || alone => {
                        faults.add(&at, format!("block {block} stands alone, and in another entry"));
                    }
                    Some((count, was)) => {
                        *count += 1;
                        *was = alone;
                    }
                }
            }
        }
        for block in counts.iter().filter(|(_, (count, _))| *count == 0).map(|(block, _)| block) {
            let report = reports[side];
            faults.add(
                "/alignment",
                format!("block {block} of report {report} stands in no entry of its half"),
            );
        }
    }
}

/// The letters of the heading that stands in a block, without its number.
fn heading(source: &Source, block: usize) -> Option<String> {
    let span = source.document.blocks.get(block)?.span;
    let of_block = |at: usize| span.start <= at && at < span.end;
    let section = source.outline.sections.iter().find(|section| of_block(section.head.start))?;
    let text = fold(source.document.slice(section.head));
    let schemes = &Pack::of(&source.outline.language).outline.scheme;
    let number = schemes.iter().find_map(|scheme| scheme.matches(&text)).unwrap_or(0);
    Some(text.get(number..)?.chars().filter(|c| c.is_alphabetic()).collect())
}

/// That what is called the same has one heading or none, and what is called renamed two.
fn headings(at: &str, entry: &AlignmentEntry, [one, other]: [&Source; 2], faults: &mut Faults) {
    let ([earlier], [later]) = (entry.earlier.as_slice(), entry.later.as_slice()) else { return };
    let equal = heading(one, *earlier) == heading(other, *later);
    match entry.how {
        How::Same if !equal => faults.add(at, "its heading is another one"),
        How::Renamed if equal => faults.add(at, "its heading is the same, or it has none"),
        _ => {}
    }
}

/// The blocks whose headings stand over a block, the innermost first.
fn above(source: &Source, block: usize) -> Vec<usize> {
    let Some(span) = source.document.blocks.get(block).map(|block| block.span) else { return Vec::new() };
    let sections = source.outline.path(span.start).into_iter().rev().map(|at| &source.outline.sections[at]);
    let blocks = sections.filter_map(|section| source.document.block_at(section.head.start));
    blocks.filter(|&head| head < block).collect()
}

/// That what is called moved stands on the other side of something else, or under sections that do not belong together.
fn moved(
    at: &str,
    entry: &AlignmentEntry,
    entries: &[(usize, &AlignmentEntry)],
    [one, other]: [&Source; 2],
    faults: &mut Faults,
) {
    let (How::Moved, [earlier], [later]) = (entry.how, entry.earlier.as_slice(), entry.later.as_slice())
    else {
        return;
    };
    let crosses = |(_, next): &(usize, &AlignmentEntry)| {
        let sides = next.earlier.iter().flat_map(|one| next.later.iter().map(move |other| (one, other)));
        sides
            .into_iter()
            .any(|(one, other)| (one < earlier) != (other < later) && one != earlier && other != later)
    };
    let together = || {
        let around = [above(one, *earlier), above(other, *later)];
        let of = |(_, next): &&(usize, &AlignmentEntry)| {
            around[0].first().is_some_and(|head| next.earlier.contains(head))
        };
        entries
            .iter()
            .filter(of)
            .any(|(_, next)| around[1].first().is_some_and(|head| next.later.contains(head)))
    };
    if !entries.iter().any(crosses) && together() {
        faults.add(
            at,
            "nothing stands before it on one side and behind it on the other, and its section is the same",
        );
    }
}
