//! Which figure serves which target when several want it. A reported figure answers one promise; the targets that share
//! wanted figures form a part, and each part is settled by itself, so that the work grows with the parts and not with the report.

use super::{Match, Pairing, Refused};
use crate::policy::Policy;
use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres;
use std::collections::BTreeMap;

/// A reported figure: the claim and the figure's number in it.
type Figure = (usize, usize);

/// A part with more targets than this keeps what each target likes best. Source: the assignment takes the cube of it, and the
/// parts of the reports at hand are far smaller.
const LARGEST_PART: usize = 200;

/// Gives a figure that several targets want to the one for which the whole part comes out best; the others fall back to their
/// next claim.
pub fn settle(pairings: &mut [Pairing], policy: &Policy) {
    let mut wanted: BTreeMap<Figure, Vec<usize>> = BTreeMap::new();
    for (index, pairing) in pairings.iter().enumerate() {
        for figure in pairing.matches.iter().filter_map(|found| figure_of(found, policy)) {
            wanted.entry(figure).or_default().push(index);
        }
    }
    let part_of = parts(pairings.len(), wanted.values());
    let mut members: BTreeMap<usize, (Vec<usize>, Vec<Figure>)> = BTreeMap::new();
    for (index, part) in part_of.iter().enumerate() {
        members.entry(*part).or_default().0.push(index);
    }
    for (figure, by) in &wanted {
        members.entry(part_of[by[0]]).or_default().1.push(*figure);
    }
    for (targets, figures) in
        members.into_values().filter(|(targets, _)| (2..=LARGEST_PART).contains(&targets.len()))
    {
        let given = assigned(&targets, &figures, pairings, policy);
        for (target, given) in targets.into_iter().zip(given) {
            give(&mut pairings[target], given, policy);
        }
    }
}

/// The figure of a match that could be judged.
fn figure_of(found: &Match, policy: &Policy) -> Option<Figure> {
    let good = found.refused.is_none() && !found.shared && found.score >= policy.pair.accept_figure;
    found.figure.filter(|_| good).map(|figure| (found.claim, figure))
}

/// For each of `count` targets the number of its part: the smallest target that it shares a wanted figure with, by any way round.
fn parts<'a>(count: usize, wanted: impl Iterator<Item = &'a Vec<usize>>) -> Vec<usize> {
    let mut part: Vec<usize> = (0..count).collect();
    fn root(part: &mut [usize], mut at: usize) -> usize {
        while part[at] != at {
            part[at] = part[part[at]];
            at = part[at];
        }
        at
    }
    for by in wanted {
        for pair in by.windows(2) {
            let (a, b) = (root(&mut part, pair[0]), root(&mut part, pair[1]));
            part[a.max(b)] = a.min(b);
        }
    }
    (0..count).map(|at| root(&mut part, at)).collect()
}

/// The figure that each target gets; `None` for a target that goes without.
fn assigned(
    targets: &[usize],
    figures: &[Figure],
    pairings: &[Pairing],
    policy: &Policy,
) -> Vec<Option<Figure>> {
    // One column more for each target: to go without, at no gain.
    let mut gains = Matrix::new(targets.len(), figures.len() + targets.len(), 0i64);
    for (row, target) in targets.iter().enumerate() {
        for found in &pairings[*target].matches {
            if let Some(column) =
                figure_of(found, policy).and_then(|figure| figures.binary_search(&figure).ok())
            {
                gains[(row, column)] = i64::from(found.score);
            }
        }
    }
    let (_, columns) = kuhn_munkres(&gains);
    columns
        .into_iter()
        .enumerate()
        .map(|(row, column)| figures.get(column).copied().filter(|_| gains[(row, column)] > 0))
        .collect()
}

/// Marks the claims that are better than the given figure's, and went to other targets, as another thing's.
fn give(pairing: &mut Pairing, given: Option<Figure>, policy: &Policy) {
    for found in &mut pairing.matches {
        match figure_of(found, policy) {
            Some(figure) if Some(figure) == given => break,
            Some(_) => found.refused = Some(Refused::Subject),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::Parts;

    fn pairing(wants: &[(usize, i32)]) -> Pairing {
        let found = |&(claim, score): &(usize, i32)| Match {
            claim,
            figure: Some(0),
            score,
            cover: 0,
            back: 0,
            parts: Parts::default(),
            shared: false,
            refused: None,
        };
        Pairing { matches: wants.iter().map(found).collect(), forms: Vec::new() }
    }

    #[test]
    fn a_figure_answers_one_promise() {
        let mut pairings = [pairing(&[(7, 900)]), pairing(&[(7, 800), (8, 700)])];
        settle(&mut pairings, &Policy::default());
        assert_eq!(pairings[0].matches[0].claim, 7);
        assert_eq!(pairings[1].matches[0].refused, Some(Refused::Subject));
        assert_eq!((pairings[1].matches[1].claim, pairings[1].matches[1].refused), (8, None));
    }

    #[test]
    fn who_has_no_other_claim_goes_without() {
        let mut pairings = [pairing(&[(7, 900)]), pairing(&[(7, 600)])];
        settle(&mut pairings, &Policy::default());
        assert_eq!(pairings[1].matches[0].refused, Some(Refused::Subject));
    }
}
