//! Text inside Markdown. Comes in: words of a report. Goes out: the same words with every sign escaped that GFM, code hosts or pandoc
//! read, so that they are shown as they stand.
//!
//! Where a backslash is not enough, an empty remark stands inside: code hosts make links of `@name`, `#12` and bare addresses, and
//! pictures of `:name:`, in the text that the Markdown has become, where the backslash is gone.

use crate::text::shown::turns;

/// An empty HTML remark: it parts a text in two and is not seen.
const APART: &str = "<!-- -->";

/// `text` so that it is shown as it is: signs escaped, line breaks as blanks, nothing made of it by chance.
pub(super) fn escape(text: &str) -> String {
    let blank = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let text: String = text.chars().filter(|c| !turns(*c)).map(blank).collect();
    // Blanks at the start would make code, two at the end a line break.
    let chars: Vec<char> = text.trim_matches(' ').chars().collect();
    let at = |index: usize| chars.get(index).copied();
    // What would begin a list: 1. a) (1) and the like; it does so only at the start.
    let counted = chars.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let mut out = String::with_capacity(text.len() + 8);
    for (index, &c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let next = at(index + 1);
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match c {
            // Formulas on code hosts begin and end with it, whatever is before it.
            '$' => out.push_str("<span>\\$</span>"),
            '@' if next.is_some_and(word) => out.extend(["\\@", APART]),
            '#' if next.is_some_and(word) => out.extend(["\\#", APART]),
            // A cell of a table takes the backslash away before it looks for ||.
            '|' if next == Some('|') => out.extend(["\\|", APART]),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' | '!' | '^'
            | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '-' | '+' | '=' | ':' | '(' | '%' if index == 0 => {
                out.push('\\');
                out.push(c);
                if c == ':' && names(&chars, index) {
                    out.push_str(APART);
                }
            }
            '.' if address(&chars, index) => out.extend([APART, "."]),
            '.' | ')'
                if index > 0 && index == counted && !next.is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                out.push('\\');
                out.push(c);
            }
            '+' | '=' if before == Some(c) || next == Some(c) => {
                out.push('\\');
                out.push(c);
            }
            ':' if next == Some('/') || names(&chars, index) => out.extend([":", APART]),
            c => out.push(c),
        }
    }
    out
}

/// A stretch of a redline: ~~removed~~, **added**, or escaped as it is. GFM takes signs of emphasis between a mark and a letter (`。**后`) for
/// text; the empty remark outside makes them signs again.
pub(super) fn redline(change: &str, text: &str) -> String {
    let sign = match change {
        "removed" => "~~",
        "added" => "**",
        _ => return blanks_around(text, escape(text)),
    };
    let words = escape(text);
    if words.is_empty() {
        return blanks_around(text, words);
    }
    let apart = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { "" } else { APART };
    let (before, after) = (apart(words.chars().next()), apart(words.chars().next_back()));
    blanks_around(text, format!("{before}{sign}{words}{sign}{after}"))
}

/// `escaped`, which lacks them, with a blank where `text` begins or ends with white space.
fn blanks_around(text: &str, escaped: String) -> String {
    let blank = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
    let (first, last) = (blank(text.chars().next()), blank(text.chars().next_back()));
    if escaped.is_empty() { first.to_owned() } else { format!("{first}{escaped}{last}") }
}

/// Whether `www` stands before `index`.
fn address(chars: &[char], index: usize) -> bool {
    let begin = index.checked_sub(3).and_then(|begin| chars.get(begin..index));
    begin.is_some_and(|begin| begin.iter().all(|c| c.eq_ignore_ascii_case(&'w')))
}

/// Whether a name between colons begins at `index`, as `:name:`.
fn names(chars: &[char], index: usize) -> bool {
    let name =
        chars.iter().skip(index + 1).take_while(|c| c.is_ascii_alphanumeric() || "+-_".contains(**c)).count();
    name > 0 && chars.get(index + 1 + name) == Some(&':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader with everything on that GFM and its like know shows for Markdown: HTML.
    fn shown(markdown: &str) -> String {
        let mut options = comrak::Options::default();
        let on = &mut options.extension;
        on.alerts = true;
        on.autolink = true;
        on.description_lists = true;
        on.footnotes = true;
        on.greentext = true;
        on.highlight = true;
        on.inline_footnotes = true;
        on.insert = true;
        on.math_code = true;
        on.math_dollars = true;
        on.multiline_block_quotes = true;
        on.spoiler = true;
        on.strikethrough = true;
        on.subscript = true;
        on.superscript = true;
        on.table = true;
        on.tasklist = true;
        on.underline = true;
        on.wikilinks_title_after_pipe = true;
        options.parse.smart = false;
        options.render.r#unsafe = true;
        comrak::markdown_to_html(markdown, &options)
    }

    /// The same without the remarks and frames that the escaping puts in.
    fn bare(html: &str) -> String {
        html.replace(APART, "").replace("<span>", "").replace("</span>", "")
    }

    const SIGNS: &[&str] = &[
        "<script>alert(1)</script>",
        "a|b ||c||",
        "**重点**与_斜_ __线__",
        "# 标题",
        "标题 {#x .y}",
        "[链接](http://example.org) [[内]] [引][1]",
        "`代码` $`a`$",
        "1. 项",
        "2024. 年",
        "1) 项",
        "a. 项",
        "iv) 项",
        "(1) 项",
        "- 项",
        "+ 项",
        "* 项",
        "> 引",
        ">>> 引",
        "~~删~~ H~2~O x^2^ ==亮== ++增++",
        "&lt;&amp;&#35;&copy;",
        "http://example.org https://example.org ftp://example.org www.example.org WWW.example.org a@example.org",
        "mailto:a@example.org xmpp:a@example.org/b",
        "{{ 7 * 7 }} {% raw %}",
        "\\* \\",
        "[^1] ^[注] [^1]: 注",
        "- [ ] 项",
        "![图](x)",
        "=====",
        "---",
        "- - -",
        "***",
        "_ _ _",
        "+++",
        ": 释义",
        ":::",
        "% 题",
        "| 甲 | 乙 |",
        "5$ 与 6$ 之间 $x$ $$y$$",
        "@user 与 @某",
        "#123 owner/repo#5 ＃1 1#地块",
        ":smile: 上午8:30:15 :+1:",
        "<!-- 注 --> <?x?> <![CDATA[x]]>",
        "<a@example.org> <http://example.org>",
        "[!NOTE]",
        "\"引\" '引' -- ... ——",
    ];

    #[test]
    fn every_sign_stays_text() {
        for text in SIGNS {
            let plain =
                text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            assert_eq!(bare(&shown(&escape(text))), format!("<p>{plain}</p>\n"), "{text}");
            assert_eq!(
                bare(&shown(&format!("> {}", escape(text)))),
                format!("<blockquote>\n<p>{plain}</p>\n</blockquote>\n"),
                "{text}"
            );
            let item = bare(&shown(&format!("- 甲\n  - {} · 乙", escape(text))));
            assert!(item.contains(&format!("<li>{plain} · 乙</li>")), "{text}: {item}");
            let heading = bare(&shown(&format!("### {}", escape(text))));
            assert_eq!(heading, format!("<h3>{plain}</h3>\n"), "{text}");
            let row = bare(&shown(&format!("| a | b |\n|---|---|\n| {} | 2 |\n", escape(text))));
            assert!(row.contains(&format!("<td>{plain}</td>\n<td>2</td>")), "{text}: {row}");
        }
    }

    #[test]
    fn what_is_no_sign_is_not_touched() {
        for text in [
            "新建5所，增长6.5%（其中：小学3-5所）",
            "8:30",
            "3+2=5",
            "A.B",
            "review.md",
            "“引”《法》、约10％",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn a_code_host_finds_nothing_to_link_in_the_text() {
        // What code hosts look for runs over one stretch of text; the remark parts it.
        for (text, parted) in [
            ("@user", "\\@<!-- -->user"),
            ("#12", "\\#<!-- -->12"),
            (":+1:", "\\:<!-- -->+1:"),
            ("见 :a: 处", "见 :<!-- -->a: 处"),
            ("http://a", "http:<!-- -->//a"),
            ("www.a", "www<!-- -->.a"),
        ] {
            assert_eq!(escape(text), parted);
        }
    }

    #[test]
    fn a_redline_is_struck_and_bold_whatever_stands_beside_it() {
        for text in SIGNS.iter().chain(&["。", "5.5%", "“甲”", "（乙）", "《丙》，", "丁", "a "])
        {
            let plain = text.trim_matches(' ');
            let plain =
                plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            for (change, tag) in [("removed", "del"), ("added", "strong")] {
                let line = format!("> 前{}后", redline(change, text));
                let html = bare(&shown(&line));
                assert!(html.contains(&format!("前<{tag}>{plain}</{tag}>")), "{line}: {html}");
            }
        }
        assert_eq!(redline("kept", " a_b "), " a\\_b ");
        let both = format!("{}{}左右", redline("removed", "5.5%"), redline("added", "5%"));
        assert_eq!(shown(&both), "<p><del>5.5%</del><!-- --><strong>5%</strong><!-- -->左右</p>\n");
    }

    #[test]
    fn blanks_make_no_code_and_no_line_break() {
        assert_eq!(shown(&escape("    甲  \n  乙  ")), "<p>甲     乙</p>\n");
        assert_eq!(escape("甲\r\n\u{0}\u{202e}乙\u{2028}丙"), "甲   乙 丙");
    }
}
