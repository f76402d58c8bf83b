//! Links to ledger entries.

use super::build::hundredths;
use super::{AlignmentEntry, Halves};
use crate::align::Link;
use std::collections::HashSet;

/// The entries of two halves. `reports` are the indexes of the earlier and the later report.
pub fn entries(links: Vec<Link>, reports: [usize; 2], halves: Halves) -> Vec<AlignmentEntry> {
    let entry = |link: Link| AlignmentEntry {
        reports,
        halves,
        earlier: link.earlier,
        later: link.later,
        how: link.how,
        score: hundredths(link.parts.score()),
        why: (link.parts.named().into_iter())
            .filter(|(_, part)| *part != 0)
            .map(|(name, part)| (name.to_owned(), f64::from(part) / 1000.0))
            .collect(),
    };
    links.into_iter().map(entry).collect()
}

/// Which blocks of an earlier plan and a later review belong together.
#[derive(Debug)]
pub struct Linked(HashSet<(usize, usize)>);

impl Linked {
    /// From the entries of two reports, their indexes given.
    pub fn new(entries: &[AlignmentEntry], reports: [usize; 2]) -> Self {
        let of = |entry: &&AlignmentEntry| entry.reports == reports && entry.halves == Halves::PlanReview;
        let links = |entry: &AlignmentEntry| {
            let later = entry.later.clone();
            let of_one = move |one: usize| later.clone().into_iter().map(move |other| (one, other));
            entry.earlier.clone().into_iter().flat_map(of_one)
        };
        Self(entries.iter().filter(of).flat_map(links).collect())
    }

    /// Whether two blocks belong together.
    pub fn has(&self, earlier: usize, later: usize) -> bool {
        self.0.contains(&(earlier, later))
    }
}
