//! One report against the next: what `duixian diff` runs. Comes in: two reports, as bytes. Goes out: a [`Diff`].

use super::{Input, Options, Report, fit, own_notices, read_all, rules_hash, series};
use crate::align::{self, Halves};
use crate::diff::shown::{Entry, shown};
use crate::diff::{self, Group, Sentence, Side, figures};
use crate::error::Result;
use crate::lang::Pack;
use crate::ledger::diff::{Diff, Found};
use crate::ledger::{AlignmentEntry, alignment};
use crate::outline::Half;
use rayon::prelude::*;

/// The halves of two reports that are set against each other.
const HALVES: [Halves; 2] = [Halves::PlanPlan, Halves::ReviewReview];

/// Sets the later of two reports against the earlier one, section by section and word by word.
///
/// # Errors
/// Those of [`super::check`] for two reports: an input that cannot be read, reports that do not follow each other.
pub fn diff(earlier: &Input, later: &Input, options: &Options) -> Result<Diff> {
    let reports = read_all(&[earlier.clone(), later.clone()], options)?;
    fit::fits(&reports).map_err(|misfit| misfit.error(&reports))?;
    let mut notices = own_notices(&reports);
    let sources = [reports[0].source(0), reports[1].source(1)];
    notices.extend(series::notices(&reports));
    let packs = [0, 1].map(|at| Pack::of(&reports[at].outline.language));
    let (alignment, [earlier, later]) = rayon::join(
        || {
            HALVES
                .par_iter()
                .flat_map_iter(|&halves| in_reading_order(aligned(&reports, halves, options)))
                .collect()
        },
        || [0, 1].map(|at| Side::new(&reports[at].document, &reports[at].outline, packs[at])),
    );
    let alignment: Vec<AlignmentEntry> = alignment;
    let sides = [&earlier, &later];
    let mut groups = groups(&alignment);
    groups.extend(diff::outside(sides));
    let (redlines, rules) =
        rayon::join(|| diff::redlines(sides, &groups, packs[1]), || rules_hash(&options.policy));
    let halves: Vec<&[Sentence]> = redlines.iter().take(alignment.len()).map(Vec::as_slice).collect();
    let figures = figures::pairs(sides, &halves, packs, &options.policy);
    let found = Found { sources, alignment, groups: &groups, redlines: &redlines, figures: &figures, rules };
    Ok(crate::ledger::diff::diff(found, notices, &options.policy))
}

/// What each entry shows. No two pairs of halves have a block in common.
fn groups(alignment: &[AlignmentEntry]) -> Vec<Group> {
    let entry = |entry: &'_ AlignmentEntry| (entry.score * 100.0).round() as i32;
    let entries: Vec<Entry<'_>> =
        alignment.iter().map(|of| Entry { blocks: [&of.earlier, &of.later], score: entry(of) }).collect();
    let group =
        |(entry, blocks): (&AlignmentEntry, _)| Group { halves: Some(entry.halves), outside: None, blocks };
    alignment.iter().zip(shown(&entries)).map(group).collect()
}

/// The entries in the order of the later report; what was dropped stands behind what stood before it.
fn in_reading_order(entries: Vec<AlignmentEntry>) -> Vec<AlignmentEntry> {
    let (dropped, mut standing): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.later.is_empty());
    standing.sort_by_key(|entry| entry.later.first().copied());
    // Of each earlier block, which of the entries that stand it is in.
    let mut before: Vec<(usize, usize)> = Vec::new();
    for (at, entry) in standing.iter().enumerate() {
        before.extend(entry.earlier.iter().map(|&block| (block, at + 1)));
    }
    before.sort_unstable();
    let place = |entry: &AlignmentEntry| {
        let first = entry.earlier.first().copied().unwrap_or_default();
        let next = before.partition_point(|(block, _)| *block < first);
        next.checked_sub(1).map_or(0, |last| before[last].1)
    };
    let mut dropped: Vec<(usize, AlignmentEntry)> =
        dropped.into_iter().map(|entry| (place(&entry), entry)).collect();
    dropped.sort_by_key(|(place, entry)| (*place, entry.earlier.first().copied()));
    let mut dropped = dropped.into_iter().peekable();
    let mut all = Vec::with_capacity(standing.len() + dropped.len());
    for (at, entry) in standing.into_iter().enumerate() {
        while let Some((_, gone)) = dropped.next_if(|(place, _)| *place <= at) {
            all.push(gone);
        }
        all.push(entry);
    }
    all.extend(dropped.map(|(_, gone)| gone));
    all
}

/// What became of the blocks of one half.
fn aligned(reports: &[Report], halves: Halves, options: &Options) -> Vec<AlignmentEntry> {
    let half = if halves == Halves::ReviewReview { Half::Review } else { Half::Plan };
    let [earlier, later] =
        [0, 1].map(|at| align::Side::new(&reports[at].document, &reports[at].outline, half));
    alignment::entries(align::align(&earlier, &later, &options.policy.align), [0, 1], halves)
}
