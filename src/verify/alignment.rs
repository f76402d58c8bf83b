//! What became of sections and paragraphs. Comes in: the entries of the alignment. Goes out: where a pair of halves is missing, a block
//! stands there twice or not at all, and where an entry's blocks, headings, place or score do not allow what it says. Which blocks belong
//! together is the aligning's to say.

use super::fault::Faults;
use super::limits::whole;
use super::sources::Source;
use crate::lang::Pack;
use crate::ledger::{AlignmentEntry, Halves, How, Ledger};
use crate::outline::Half;
use crate::policy::AlignPolicy;
use crate::read::BlockKind;
use crate::text::fold::fold;
use std::collections::BTreeMap;

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
        shape(&at, entry, faults);
        score(&at, entry, &ledger.tool.policy.align, faults);
    }
    for (earlier, pair) in sources.windows(2).enumerate() {
        let [Some(one), Some(other)] = pair else { continue };
        let reports = [earlier, earlier + 1];
        let compared = follows(one, other);
        for (halves, of) in HALVES {
            let here =
                |(_, entry): &(usize, &AlignmentEntry)| entry.reports == reports && entry.halves == halves;
            let entries: Vec<(usize, &AlignmentEntry)> =
                ledger.alignment.iter().enumerate().filter(here).collect();
            if compared {
                once(&entries, reports, of, [one, other], faults);
                entries.iter().for_each(|&(index, entry)| {
                    let at = format!("/alignment/{index}/how");
                    headings(&at, entry, [one, other], faults);
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

/// That the numbers of blocks allow what the entry says.
fn shape(at: &str, entry: &AlignmentEntry, faults: &mut Faults) {
    let counts = (entry.earlier.len(), entry.later.len());
    let right = match entry.how {
        How::Same | How::Moved => counts == (1, 1),
        How::Renamed => counts.0 == counts.1 && counts.0 > 0,
        How::Merged => counts.0 > counts.1 && counts.1 > 0,
        How::Split => counts.1 > counts.0 && counts.0 > 0,
        How::Dropped => counts.0 == 1 && counts.1 == 0,
        How::New => counts.0 == 0 && counts.1 == 1,
    };
    if !right {
        let what = format!(
            "{} blocks of the earlier and {} of the later report do not allow this",
            counts.0, counts.1
        );
        faults.add(&format!("{at}/how"), what);
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

/// That every block of both halves that carries text stands in exactly one entry, on its side.
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
        let mut counts: BTreeMap<usize, usize> = blocks
            .filter(|(_, (block, half))| **half == halves[side] && block.kind != BlockKind::Furniture)
            .map(|(index, _)| (index, 0))
            .collect();
        for &(index, entry) in entries {
            let (name, blocks) =
                if side == 0 { ("earlier", &entry.earlier) } else { ("later", &entry.later) };
            let at = format!("/alignment/{index}/{name}");
            if blocks.windows(2).any(|pair| pair[0] >= pair[1]) {
                faults.add(&at, "the blocks stand in their order");
            }
            for block in blocks {
                match counts.get_mut(block) {
                    None => faults.add(&at, format!("block {block} is none of this half")),
                    Some(0) => *counts.entry(*block).or_default() += 1,
                    Some(_) => faults.add(&at, format!("block {block} stands in two entries")),
                }
            }
        }
        for block in counts.iter().filter(|(_, count)| **count == 0).map(|(block, _)| block) {
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
            .find(of)
            .is_some_and(|(_, next)| around[1].first().is_some_and(|head| next.later.contains(head)))
    };
    if !entries.iter().any(crosses) && together() {
        faults.add(
            at,
            "nothing stands before it on one side and behind it on the other, and its section is the same",
        );
    }
}
