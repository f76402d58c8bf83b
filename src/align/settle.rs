//! Many to many. Comes in: units joined one to one, which says which sections belong together. Goes out: every two units that belong
//! together, however many others each of them belongs to.

use super::Parts;
use super::likeness::Near;
use super::link::{Joined, Scale};

/// Joins anew: what fits well, and what fits less where one of the two fits no other much better.
pub(super) fn settle(scale: &Scale<'_>, joined: &mut Joined) {
    let taken = taken(scale, joined);
    let mut fitting: Vec<(Near, Parts)> = Vec::new();
    for (pair, near) in scale.likeness.pairs().iter().enumerate() {
        let own = scale.is_full(near) && joined.has(near.earlier, near.later);
        let open = own || !(taken[0][near.earlier] || taken[1][near.later]);
        if open && scale.may_be(near, joined) {
            let parts = scale.parts(pair, joined);
            if parts.score() >= scale.policy.accept {
                fitting.push((*near, parts));
            }
        }
    }
    let mut best = [vec![0; joined.earlier.len()], vec![0; joined.later.len()]];
    for (near, parts) in &fitting {
        for (best, unit) in best.iter_mut().zip([near.earlier, near.later]) {
            best[unit] = parts.score().max(best[unit]);
        }
    }
    *joined = Joined::new(joined.earlier.len(), joined.later.len());
    for (near, parts) in fitting {
        let (score, best) = (parts.score(), [best[0][near.earlier], best[1][near.later]]);
        let (less, more) = (best[0].min(best[1]), best[0].max(best[1]));
        let chosen = score >= scale.policy.joins || score + scale.policy.rival >= less;
        if chosen && (scale.holds(&near) || score * 1000 >= more * scale.policy.share) {
            joined.join(near.earlier, near.later, parts);
        }
    }
}

/// For each unit whether it shares so much with its partner that nothing is left for others.
fn taken(scale: &Scale<'_>, joined: &Joined) -> [Vec<bool>; 2] {
    let mut taken = [vec![false; joined.earlier.len()], vec![false; joined.later.len()]];
    let full = |near: &&Near| scale.is_full(near) && joined.has(near.earlier, near.later);
    for near in scale.likeness.pairs().iter().filter(full) {
        taken[0][near.earlier] = true;
        taken[1][near.later] = true;
    }
    taken
}
