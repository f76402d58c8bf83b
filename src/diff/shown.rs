//! Where the text of each block is shown. Comes in: which blocks belong together, many to many. Goes out: for each entry the blocks whose
//! redline it shows, each block once: where it fits best.

use std::cmp::Reverse;
use std::collections::HashMap;

/// Blocks of the two reports that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The earlier and the later report's. Those of one side stand together wherever one of them stands.
    pub blocks: [&'a [usize]; 2],
    /// How well they fit; any whole number.
    pub score: i32,
}

/// For each entry the earlier and the later blocks whose text it shows. First the best of those of which nothing is shown yet, so that as much
/// as can be stands one against another; then what is left over is shown where that is to which it belongs best. Nothing where all is shown
/// elsewhere.
pub fn shown(entries: &[Entry<'_>]) -> Vec<[Vec<usize>; 2]> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| (Reverse(entries[at].score), at));
    let mut shown = vec![[Vec::new(), Vec::new()]; entries.len()];
    let mut places: [HashMap<usize, usize>; 2] = [HashMap::new(), HashMap::new()];
    for left_over in [false, true] {
        for &at in &order {
            let blocks = entries[at].blocks;
            let [earlier, later] = [0, 1]
                .map(|side: usize| blocks[side].first().and_then(|first| places[side].get(first).copied()));
            if (earlier.is_some() || later.is_some()) != left_over {
                continue;
            }
            let here = earlier.or(later).unwrap_or(at);
            for (side, known) in [earlier, later].into_iter().enumerate() {
                if known.is_none() {
                    shown[here][side].extend_from_slice(blocks[side]);
                    places[side].extend(blocks[side].iter().map(|&block| (block, here)));
                }
            }
        }
    }
    shown.iter_mut().flatten().for_each(|blocks: &mut Vec<usize>| blocks.sort_unstable());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_is_shown_once_where_it_fits_best() {
        let of = |entries: &[(&[usize], &[usize], i32)]| {
            let entries: Vec<Entry> =
                entries.iter().map(|&(one, other, score)| Entry { blocks: [one, other], score }).collect();
            shown(&entries)
        };
        let (none, no): (Vec<usize>, &[usize]) = (Vec::new(), &[]);
        assert_eq!(
            of(&[(&[5], &[9], 70), (&[5], &[10], 50), (&[7], &[10], 60)]),
            [[vec![5], vec![9]], [none.clone(), none.clone()], [vec![7], vec![10]]],
            "two that are each shown with another"
        );
        assert_eq!(
            of(&[(&[5], &[9], 60), (&[5], &[10], 70), (&[7], &[10], 50)]),
            [[none.clone(), none.clone()], [vec![5, 7], vec![9, 10]], [none.clone(), none.clone()]],
            "what fits nothing better stands with what it belongs to"
        );
        assert_eq!(
            of(&[(&[5], &[9], 70), (&[7], &[9], 60), (&[7], &[10], 50)]),
            [[vec![5], vec![9]], [none.clone(), none.clone()], [vec![7], vec![10]]],
            "one against another before several against one"
        );
        assert_eq!(
            of(&[(&[1, 2], &[3], 60), (&[4], no, 0), (no, &[5], 0)]),
            [[vec![1, 2], vec![3]], [vec![4], none.clone()], [none, vec![5]]]
        );
    }
}
