//! Characters as a report writes them. Tables of fonts say one sign with the code of another that looks the same: a radical for the
//! character, a compatibility form, a ligature. And some say nothing with a code that stands for no character.

use unicode_normalization::UnicodeNormalization;

/// Radicals and strokes that Unicode itself does not turn into the character that looks the same, or into an older form, and that character:
/// from the names of U+2E80 to U+31E3.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺇', '几'),
    ('⺊', '卜'),
    ('⺋', '㔾'),
    ('⺎', '兀'),
    ('⺏', '尣'),
    ('⺒', '巳'),
    ('⺕', '彐'),
    ('⺗', '心'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺬', '示'),
    ('⺮', '竹'),
    ('⺶', '羊'),
    ('⺸', '芈'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⻁', '虎'),
    ('⻃', '覀'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻡', '首'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻲', '亀'),
    ('⼾', '户'),
    ('㇐', '一'),
    ('㇠', '乙'),
];
/// Signs of the office fonts for symbols that stand before an item of a list, in the private codes that they have there.
const BULLETS: &[char] = &[
    '\u{f06c}', '\u{f06e}', '\u{f075}', '\u{f076}', '\u{f09f}', '\u{f0a7}', '\u{f0a8}', '\u{f0b7}',
    '\u{f0d8}', '\u{f0fc}',
];

/// What a table of a font says, as a report writes it; `None` when that is no character: a private one, a control, U+FFFD.
pub(super) fn plain(told: &str) -> Option<String> {
    if told.is_ascii() && !told.bytes().any(|byte| byte.is_ascii_control()) {
        return Some(told.to_owned());
    }
    let mut text = String::with_capacity(told.len());
    for c in told.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{a0}' => text.push(' '),
            '\u{2e3a}' => text.push_str("——"),
            '\u{2e3b}' => text.push_str("———"),
            '\u{2e80}'..='\u{2fd5}' | '\u{31c0}'..='\u{31e3}' => {
                match RADICALS.iter().find(|(radical, _)| *radical == c) {
                    Some((_, character)) => text.push(*character),
                    None => text.extend(c.nfkc()),
                }
            }
            '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}' | '\u{2f800}'..='\u{2fa1f}' => {
                text.extend(c.nfkc());
            }
            c if BULLETS.contains(&c) => text.push('•'),
            '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{f0000}'.. => return None,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => {}
            c if c.is_control() => return None,
            c => text.push(c),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_forms_become_characters_and_others_stay() {
        for (told, said) in [
            ("\u{2fbc}", "高"),
            ("⻓⻔⻋⺠⼾", "长门车民户"),
            ("⸺", "——"),
            ("\u{f9f4}", "林"),
            ("ﬁ", "fi"),
            ("（一）①㎡％．", "（一）①㎡％．"),
            ("\u{a0}", " "),
            ("\u{f0b7}", "•"),
        ] {
            assert_eq!(plain(told).as_deref(), Some(said), "{told}");
        }
        for told in ["\u{e001}", "\u{fffd}", "\u{1}", "\u{0}", "\u{f0000}"] {
            assert_eq!(plain(told), None, "{told:?}");
        }
    }
}
