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
    pack.judge.named_in(text).flat_map(of).collect()
}

/// The nouns in a text that a name or a number tells apart from others of their kind, each with it: 青山大桥, 23号线.
pub fn told_apart<'a>(text: &str, pack: &'a Pack) -> Vec<(&'a str, String)> {
    let numbered = |noun: &'a String| {
        text.match_indices(noun.as_str())
            .filter_map(|(at, _)| Some((noun.as_str(), number_before(text.get(..at)?)?)))
            .collect::<Vec<_>>()
    };
    names(text, pack).into_iter().chain(pack.judge.numbered.iter().flat_map(numbered)).collect()
}

/// The number right before a noun that it tells apart: 23 of 23号线, 二 of 二期.
pub fn number_before(head: &str) -> Option<String> {
    let digits = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let number: String = head.chars().rev().take_while(digits).collect();
    (!number.is_empty()).then(|| number.chars().rev().collect())
}

/// Whether a text ends in enough characters for a name.
fn ends_in_name(text: &str) -> bool {
    text.chars().rev().take_while(|c| c.is_alphabetic()).take(NAME_CHARS).count() == NAME_CHARS
}

/// The one or two characters before a noun that name it: Han characters that are no verb and no mark.
pub fn name_before(head: &str, pack: &Pack) -> Option<String> {
    let verbs = pack.quantity.basis.iter().flat_map(|list| &list.words);
    let verb = |head: &str| {
        head.is_empty() || verbs.clone().chain(&pack.judge.no_name).any(|word| head.ends_with(word.as_str()))
    };
    // 青山县农商行 and 青山农商行 are one.
    let places = pack.judge.scopes.iter().map(|[end, _]| end.as_str());
    let place =
        places.filter_map(|end| head.strip_suffix(end)).find(|rest| ends_in_name(rest) && !verb(rest));
    let head = place.unwrap_or(head);
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
