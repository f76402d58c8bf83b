//! Nouns with a name of their own: 青山大桥, 北城水厂. Comes in: folded words. Goes out: the nouns of the pack's list in them, each with
//! its name.

use crate::lang::Pack;

/// At most so many characters before a noun are its name.
pub const NAME_CHARS: usize = 2;

/// The nouns of the pack's list in a text that have a name of their own, each with that name.
pub fn names<'a>(text: &str, pack: &'a Pack) -> Vec<(&'a str, String)> {
    let of = |noun: &'a String| {
        text.match_indices(noun.as_str())
            .filter_map(|(at, _)| Some((noun.as_str(), name_before(text.get(..at)?, pack)?)))
            .collect::<Vec<_>>()
    };
    pack.judge.named.iter().flat_map(of).collect()
}

/// The one or two characters before a noun that name it: Han characters that are no verb and no mark.
pub fn name_before(head: &str, pack: &Pack) -> Option<String> {
    let verbs = pack.quantity.basis.iter().flat_map(|list| &list.words);
    let verb = |head: &str| {
        head.is_empty() || verbs.clone().chain(&pack.judge.no_name).any(|word| head.ends_with(word.as_str()))
    };
    let mut name = String::new();
    for c in head.chars().rev().take(NAME_CHARS) {
        let left = head.get(..head.len() - name.len())?;
        if !c.is_alphabetic() || verb(left) {
            break;
        }
        name.insert(0, c);
    }
    (!name.is_empty()).then_some(name)
}
