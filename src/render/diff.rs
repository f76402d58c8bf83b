//! A comparison as a page and as Markdown. Comes in: a [`Diff`]. Goes out: one HTML file whose security policy names its style by its hash
//! and which has no script, or one Markdown file.

use super::Setting;
use super::page::{Inline, inline};
use super::templates::written;
use super::view::diff::DiffView;
use crate::error::Result;
use crate::ledger::diff::Diff;
use serde::Serialize;

/// The view with its style, which is rendered first, because the page's head names its hash.
#[derive(Debug, Serialize)]
pub(super) struct DiffPage<'a> {
    #[serde(flatten)]
    view: DiffView<'a>,
    style: Inline,
}

/// The comparison as one self-contained page.
pub(super) fn html(diff: &Diff, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("diff.html.j2", &view(diff, setting)?, setting.templates).map(String::into_bytes)
}

/// What the page's template may name.
pub(super) fn view<'a>(diff: &'a Diff, setting: &Setting<'a>) -> Result<DiffPage<'a>> {
    let view = DiffView::new(diff, setting);
    let style = inline(written("diff.css.j2", &view, setting.templates)?);
    Ok(DiffPage { view, style })
}

/// The comparison as GitHub-flavoured Markdown.
pub(super) fn markdown(diff: &Diff, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("diff.md.j2", &DiffView::new(diff, setting), setting.templates).map(String::into_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::render::{DIFFS, named};

    fn written(diff: &Diff, format: &str, language: &str) -> String {
        let setting = Setting::new(sample::labels(language));
        let output = named(DIFFS, format).unwrap();
        String::from_utf8((output.render)(diff, &setting).unwrap_or_else(|error| panic!("{error}"))).unwrap()
    }

    #[test]
    fn what_changed_is_said_in_words_and_signs_in_every_format() {
        let diff = sample::diff::diff();
        let html = written(&diff, "html", "zh");
        assert!(html.contains("新建小学<del>5所</del><ins>3所左右</ins>。"), "{html}");
        assert!(html.contains("〔原在第 3 段〕") && html.contains("〔移到第 4 段〕"), "{html}");
        let md = written(&diff, "md", "zh");
        assert!(md.contains("新建小学~~5所~~**3所左右**。"), "{md}");
        assert!(md.contains("| 新建小学 | 5所 | 3所左右 | 降低 −2 所 |"), "{md}");
        let text = written(&diff, "text", "zh");
        assert!(text.contains("新建小学[-5所-]{+3所左右+}。") && text.contains("原在第 3 段"), "{text}");
        for (format, word) in [("html", "改题"), ("md", "≈ 改题"), ("text", "≈ 改题")] {
            assert!(written(&diff, format, "zh").contains(word), "{format}");
        }
        assert!(html.contains("另有对应 <a href=\"#d1\">¶ 2 → ¶ 3</a>"), "{html}");
        assert_eq!(text.matches("另有对应 ¶ 2 → ¶ 3").count(), 2, "both name it: {text}");
    }

    #[test]
    fn ritual_formulas_are_folded_away() {
        let diff = sample::diff::diff();
        assert!(written(&diff, "md", "zh").contains("*（礼仪性用语 1 句）*"));
        assert!(!written(&diff, "md", "zh").contains("各位代表"));
        let html = written(&diff, "html", "zh");
        assert!(html.contains("<details><summary>开头 · ¶ 1 → ¶ 1</summary>"), "{html}");
    }

    #[test]
    fn a_page_without_script_asks_for_nothing_and_its_policy_names_its_style() {
        let html = written(&sample::diff::diff(), "html", "en");
        let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        assert!(html.contains(&format!("style-src '{}'", inline(style.to_owned()).hash)), "{html}");
        assert!(html.contains("default-src 'none'") && !html.contains("script"));
        for sign in ["http://", "https://", "src=", "@import", "<link", " style=", "onclick"] {
            assert!(!html.contains(sign), "{sign}");
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "</style></del><ins>甲",
            "{{ rules }}{% if %}",
            "\" onclick=\"x\" '",
            "**重**点~~删~~|乙|[链](http://example.org)",
            "新建\u{202e}小学\u{1b}[31m5所",
        ] {
            let diff = sample::diff::diff_with(text);
            let html = written(&diff, "html", "zh");
            assert!(!html.contains("<script") && !html.contains("onclick=\"x"), "{html}");
            assert!(!html.contains(['\u{202e}', '\u{1b}']), "{html}");
            for element in ["del", "ins", "table", "details", "style"] {
                let open = html.matches(&format!("<{element}>")).count()
                    + html.matches(&format!("<{element} ")).count();
                assert_eq!(open, html.matches(&format!("</{element}>")).count(), "{element} by {text}");
            }
            let md = written(&diff, "md", "zh");
            let mut options = comrak::Options::default();
            (options.extension.table, options.extension.strikethrough) = (true, true);
            options.render.r#unsafe = true;
            let page = comrak::markdown_to_html(&md, &options);
            assert!(!page.contains("<script") && !page.contains("href=\"http"), "{page}");
            assert!(!written(&diff, "text", "zh").contains(['\u{202e}', '\u{1b}']));
        }
    }

    #[test]
    fn every_word_of_the_interface_is_there() {
        for language in ["zh", "en"] {
            for of in [sample::diff::diff(), sample::diff::nothing()] {
                for format in ["html", "md", "text"] {
                    let text = written(&of, format, language);
                    for table in [
                        "diff.",
                        "how.",
                        "how_sign.",
                        "turn.",
                        "outside.",
                        "page.",
                        "report.",
                        "place.",
                        "notices.",
                    ] {
                        let lack = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'));
                        let lacking =
                            lack.filter(|word| word.strip_prefix(table).is_some_and(|rest| rest.len() > 2));
                        assert_eq!(lacking.collect::<Vec<_>>(), Vec::<&str>::new(), "{language} {format}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_colours_come_only_when_asked() {
        let diff = sample::diff::diff_with(&"很长的标题".repeat(60));
        for (width, colour) in [(40, false), (80, false), (120, true)] {
            let setting = Setting { width, colour, ..Setting::new(sample::labels("zh")) };
            let text =
                String::from_utf8((named(DIFFS, "text").unwrap().render)(&diff, &setting).unwrap()).unwrap();
            assert_eq!(text.contains('\u{1b}'), colour);
            if !colour {
                let wide = text.lines().find(|line| crate::render::width::width(line) > width);
                assert_eq!(wide, None, "{width}");
            }
        }
    }
}
