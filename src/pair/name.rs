//! Names inside measures and things. Comes in: the words of a target and of a claim. Goes out: whether they name two things of one
//! kind, although most of their words are the same.

use crate::extract::name::{NAME_CHARS, name_before, number_before};
use crate::lang::Pack;

/// Whether a noun that the target names ([`names`]) has another name in the claim: 青山大桥, 红山大桥.
pub fn other_name(wanted: &[(&str, String)], claim: &str, pack: &Pack) -> bool {
    let same = |noun: &str, name: &str| {
        let long = name.chars().count() == NAME_CHARS && name.chars().all(|c| !c.is_ascii_digit());
        claim.contains(&format!("{name}{noun}")) || (long && claim.contains(name))
    };
    wanted.iter().any(|(noun, _)| {
        let mut own = wanted.iter().filter(|(other, _)| other == noun);
        let numbered = pack.judge.numbered.iter().any(|other| other == noun);
        let names = |head: &str| {
            if numbered { number_before(head).is_some() } else { name_before(head, pack).is_some() }
        };
        let named = || claim.match_indices(noun).any(|(at, _)| claim.get(..at).is_some_and(names));
        named() && !own.any(|(noun, name)| same(noun, name))
    })
}

/// A run that both texts share has at least so many characters.
const LEAST_RUN: usize = 3;

/// Whether the longest run that both texts share stands behind different words: 新兴产业|主营业务收入, 工业企业|主营业务收入. A verb, a mark
/// or the beginning of the text before it is no name.
pub fn renamed(target: &str, claim: &str, pack: &Pack) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (target.chars().collect(), claim.chars().collect());
    let Some((a, b)) = longest_run(&one, &other) else { return false };
    let named = |chars: &[char], at: usize| {
        let head: String = chars[..at].iter().collect();
        name_before(&head, pack).is_some()
    };
    named(&one, a) && named(&other, b)
}

/// Where the longest shared run begins in both; `None` when it is too short.
fn longest_run(one: &[char], other: &[char]) -> Option<(usize, usize)> {
    let mut best = (0, 0, 0);
    let mut last = vec![0usize; other.len() + 1];
    for (a, x) in one.iter().enumerate() {
        let mut row = vec![0usize; other.len() + 1];
        for (b, y) in other.iter().enumerate() {
            if x == y {
                row[b + 1] = last[b] + 1;
                if row[b + 1] > best.0 {
                    best = (row[b + 1], a + 1 - row[b + 1], b + 1 - row[b + 1]);
                }
            }
        }
        last = row;
    }
    (best.0 >= LEAST_RUN).then_some((best.1, best.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::name::told_apart;

    #[test]
    fn a_noun_with_a_name_of_its_own_is_another_thing() {
        let pack = &Pack::built_in()[0];
        let other = |target: &str, claim: &str| other_name(&told_apart(target, pack), claim, pack);
        assert!(other("建成青山大桥", "红山大桥建成通车"));
        assert!(other("新建东城区停车位", "新建西城区停车位"));
        assert!(!other("建成青山大桥", "青山大桥建成通车"));
        assert!(!other("建成大桥", "红山大桥建成通车"));
        assert!(!other("组建青山县农商行", "青山农商行挂牌"));
    }

    #[test]
    fn a_noun_with_another_number_is_another_thing() {
        let pack = &Pack::built_in()[0];
        let other = |target: &str, claim: &str| other_name(&told_apart(target, pack), claim, pack);
        assert!(other("加快建设23号线轨道交通线", "建成2号线西延伸轨道交通线"));
        assert!(other("建成青山水厂二期", "青山水厂一期建成"));
        assert!(!other("建成青山水厂二期", "青山水厂一期、二期建成"));
        assert!(!other("建成青山水厂二期", "青山水厂如期建成"));
    }

    #[test]
    fn a_shared_run_behind_other_words_measures_something_else() {
        let pack = &Pack::built_in()[0];
        assert!(renamed("新兴产业主营业务收入", "规模以上工业企业主营业务收入", pack));
        assert!(!renamed("固定资产投资", "完成固定资产投资", pack));
        assert!(!renamed("新增城镇就业", "新增城镇就业", pack));
    }
}
