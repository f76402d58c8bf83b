//! Many to many. Comes in: units joined one to one, which says which sections belong together. Goes out: every two units that belong
//! together, however many others each of them belongs to.

use super::Parts;
use super::likeness::Near;
use super::link::{Joined, Scale};
use std::cmp::Reverse;

/// Two belong together only when one is among so many that fit the other best, so that text which repeats itself does not belong to all of
/// itself. Of the drawn links with words enough in common nine in ten are the best of one of the two, and all but one among the best four.
const MOST: usize = 4;

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
    // For each unit its score with the best, and for each pair whether it is one of the best of one of its two.
    let mut best = [vec![0; joined.earlier.len()], vec![0; joined.later.len()]];
    let mut among = vec![false; fitting.len()];
    for side in [0, 1] {
        let unit = |pair: usize| [fitting[pair].0.earlier, fitting[pair].0.later][side];
        let mut order: Vec<usize> = (0..fitting.len()).collect();
        order.sort_by_key(|&pair| (unit(pair), Reverse(fitting[pair].1.score())));
        for pairs in order.chunk_by(|&one, &other| unit(one) == unit(other)) {
            best[side][unit(pairs[0])] = fitting[pairs[0]].1.score();
            pairs.iter().take(MOST).for_each(|&pair| among[pair] = true);
        }
    }
    *joined = Joined::new(joined.earlier.len(), joined.later.len());
    for ((near, parts), _) in fitting.into_iter().zip(among).filter(|(_, among)| *among) {
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
