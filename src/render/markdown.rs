//! Text inside Markdown. Comes in: words of a report. Goes out: the same words with every sign that GFM reads escaped.

use crate::text::shown::turns;

/// `text` so that GFM shows it as it is: signs escaped, line breaks as blanks, no list, heading or link made by chance.
pub(super) fn escape(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    // What would open a list or a heading only does so at the start.
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 && matches!(chars.get(digits), Some('.' | ')')) {
        out.extend(chars.iter().take(digits));
        out.push('\\');
        at = digits;
    } else if matches!(chars.first(), Some('-' | '+' | '=')) {
        out.push('\\');
    }
    for (index, &c) in chars.iter().enumerate().skip(at) {
        let before = index.checked_sub(1).and_then(|before| chars.get(before)).copied();
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // GFM makes links of bare addresses: http://, www.
            ':' if chars.get(index + 1) == Some(&'/') => out.push_str("\\:"),
            '.' if before.is_some_and(|c| c.eq_ignore_ascii_case(&'w')) => out.push_str("\\."),
            '\n' | '\r' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c if turns(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a GFM reader shows for `text`, tags stripped.
    fn shown(markdown: &str) -> String {
        let mut options = comrak::Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.autolink = true;
        options.extension.tasklist = true;
        options.extension.footnotes = true;
        comrak::markdown_to_html(markdown, &options)
    }

    #[test]
    fn every_sign_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "a|b",
            "**重点**与_斜_",
            "# 标题",
            "[链接](http://example.org)",
            "`代码`",
            "1. 项",
            "2024. 年",
            "- 项",
            "+ 项",
            "> 引",
            "~~删~~",
            "&lt;&amp;",
            "http://example.org www.example.org a@example.org",
            "{{ 7 * 7 }}",
            "\\*",
            "[^1]",
            "- [ ] 项",
            "![图](x)",
            "=====",
        ] {
            let html = shown(&escape(text));
            let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(html, format!("<p>{plain}</p>\n"), "{text}");
        }
    }

    #[test]
    fn a_row_of_a_table_keeps_its_cells() {
        let html = shown(&format!("| a | b |\n|---|---|\n| {} | 2 |\n", escape("甲|乙\n丙")));
        assert!(html.contains("<td>甲|乙 丙</td>\n<td>2</td>"), "{html}");
    }
}
