//! Links to ledger entries.

use super::build::hundredths;
use super::{AlignmentEntry, Halves};
use crate::align::Link;

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
