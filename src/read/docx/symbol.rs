//! Signs that Word writes by a font and a number instead of a character.

/// Numbers of signs in private use: fonts of symbols put theirs here.
const PRIVATE: std::ops::RangeInclusive<u32> = 0xf000..=0xf0ff;
/// Signs of the font Symbol that say something in a sentence, by their number (Adobe's Symbol encoding).
const SYMBOL: &[(u32, char)] = &[
    (0x2b, '+'),
    (0x2d, '-'),
    (0x3c, '<'),
    (0x3d, '='),
    (0x3e, '>'),
    (0x25, '%'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xd7, '·'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x6d, 'μ'),
    (0x44, 'Δ'),
    (0x53, 'Σ'),
    (0x57, 'Ω'),
];

/// The sign with the hexadecimal number `code` in `font`: nothing for an ornament, U+FFFD for what is not known.
pub(super) fn sign(font: &str, code: &str) -> String {
    let Ok(code) = u32::from_str_radix(code.trim(), 16) else { return String::new() };
    let font = font.to_lowercase();
    if font.contains("dings") {
        return String::new();
    }
    let low = if PRIVATE.contains(&code) { code - PRIVATE.start() } else { code };
    if font == "symbol" {
        let known = SYMBOL.iter().find(|(number, _)| *number == low).map(|(_, sign)| *sign);
        return if low == 0xb7 { String::new() } else { known.unwrap_or('\u{fffd}').to_string() };
    }
    if PRIVATE.contains(&code) {
        return '\u{fffd}'.to_string();
    }
    char::from_u32(code).unwrap_or('\u{fffd}').to_string()
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn signs_that_say_something_are_kept_and_ornaments_are_not() {
        for (font, code, said) in [
            ("Symbol", "F0B3", "≥"),
            ("Symbol", "00B1", "±"),
            ("Symbol", "F0B7", ""),
            ("Symbol", "F0FF", "\u{fffd}"),
            ("Wingdings", "F0FC", ""),
            ("宋体", "2460", "①"),
            ("宋体", "F012", "\u{fffd}"),
            ("宋体", "D800", "\u{fffd}"),
            ("宋体", "zz", ""),
        ] {
            assert_eq!(sign(font, code), said, "{font} {code}");
        }
    }
}
