//! The reason that a report itself gives for what was missed. Comes in: a target and the reports. Goes out: where such a reason
//! stands beside another mark, away from the evidence, or gives no cause. Whether it is the cause of this very matter, and
//! whether one was left out, is not asked here.

use super::fault::Faults;
use super::sources::Source;
use crate::lang::Pack;
use crate::ledger::{Mark, Place, Target};
use crate::span::Span;
use crate::text::fold::{Folded, fold};
use crate::text::sentence::sentences;

/// Checks the stated reason of a target; its quote and its half are checked with the others.
pub(super) fn target(at: &str, target: &Target, sources: &[Option<Source>], faults: &mut Faults) {
    let Some(stated) = &target.stated_reason else { return };
    let at = format!("{at}/stated_reason");
    if target.mark != Some(Mark::Missed) {
        faults.add(&at, "only beside what is missed a reason is quoted");
    }
    if stated.quantity.is_some() {
        faults.add(&format!("{at}/quantity"), "a reason has no figure");
    }
    let Some(Some(source)) = sources.get(stated.at.report) else { return };
    if !target
        .evidence
        .iter()
        .any(|said| said.at.report == stated.at.report && near(&said.at, &stated.at, source))
    {
        faults.add(&format!("{at}/at"), "it must stand in the sentence of the evidence or in the one behind");
    }
    let cues = &Pack::of(&source.outline.language).judge;
    let words = fold(&stated.quote);
    if !cues.cause.any(&words) && !cues.refers_back.any(&words) {
        faults.add(&format!("{at}/quote"), "no word in it gives a cause");
    }
}

/// Whether `reason` lies in a sentence that `evidence` touches, or in the one behind, of the same paragraph.
fn near(evidence: &Place, reason: &Place, source: &Source) -> bool {
    let span = |place: &Place| Span { start: place.start, end: place.end };
    let Some(block) = source.document.block_at(evidence.start) else { return false };
    let folded = Folded::new(&source.document.text, source.document.blocks[block].span);
    let all: Vec<Span> = sentences(&folded.text).into_iter().map(|one| folded.back(one)).collect();
    let last = all.iter().rposition(|one| one.overlaps(span(evidence)));
    let touched = all.iter().filter(|one| one.overlaps(span(evidence)));
    let behind = last.and_then(|last| all.get(last + 1));
    touched.chain(behind).any(|one| one.contains(span(reason)))
}
