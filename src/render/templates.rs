//! Templates. Comes in: a view. Goes out: a page or a Markdown file. What a template names and is not there is an error.

use super::markdown;
use super::view::{Explained, View};
use super::{Setting, words};
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;
use crate::text::shown::shown;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, escape_formatter};
use serde::Serialize;
use std::borrow::Cow;

/// The embedded templates by name. The ending says how text is escaped.
const TEMPLATES: &[(&str, &str)] = &[
    ("report.html.j2", include_str!("../../templates/report.html.j2")),
    ("first.html.j2", include_str!("../../templates/first.html.j2")),
    ("filter.html.j2", include_str!("../../templates/filter.html.j2")),
    ("target.html.j2", include_str!("../../templates/target.html.j2")),
    ("quote.html.j2", include_str!("../../templates/quote.html.j2")),
    ("place.html.j2", include_str!("../../templates/place.html.j2")),
    ("drawing.html.j2", include_str!("../../templates/drawing.html.j2")),
    ("pieces.html.j2", include_str!("../../templates/pieces.html.j2")),
    ("sources.html.j2", include_str!("../../templates/sources.html.j2")),
    ("method.html.j2", include_str!("../../templates/method.html.j2")),
    ("accuracy.html.j2", include_str!("../../templates/accuracy.html.j2")),
    ("tool.html.j2", include_str!("../../templates/tool.html.j2")),
    ("style.css.j2", include_str!("../../templates/style.css.j2")),
    ("script.js.j2", include_str!("../../templates/script.js.j2")),
    ("report.md.j2", include_str!("../../templates/report.md.j2")),
    ("target.md.j2", include_str!("../../templates/target.md.j2")),
    ("explain.txt.j2", include_str!("../../templates/explain.txt.j2")),
];

/// The ledger as GitHub-flavoured Markdown.
pub(super) fn markdown(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    render("report.md.j2", ledger, setting)
}

/// Why one target got its mark, as plain text.
pub(super) fn explain(view: &Explained<'_>) -> Result<String> {
    // A word that ends in a blank (`: `) may stand at the end of a line.
    let text = written("explain.txt.j2", view)?;
    Ok(text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect())
}

fn render(name: &str, ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written(name, &View::new(ledger, setting.labels)).map(String::into_bytes)
}

/// What a template makes of a view.
pub(super) fn written(name: &str, view: &impl Serialize) -> Result<String> {
    let fault = |cause: minijinja::Error| {
        // `{:#}` shows the source lines and the locals.
        let shown = format!("{cause:#}");
        Error::new(ErrorKind::Template, name, format!("the template cannot be rendered: {shown}"))
            .caused_by(cause)
    };
    let environment = environment().map_err(fault)?;
    let template = environment.get_template(name).map_err(fault)?;
    template.render(Serde(view)).map_err(fault)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html.j2") { AutoEscape::Html } else { AutoEscape::None }
    });
    // Whatever a template prints, nothing of it acts on the reader's screen.
    environment.set_formatter(|out, state, value| match value.as_str().map(shown) {
        Some(Cow::Owned(text)) if value.is_safe() => {
            escape_formatter(out, state, &Value::from_safe_string(text))
        }
        Some(Cow::Owned(text)) => escape_formatter(out, state, &Value::from(text)),
        _ => escape_formatter(out, state, value),
    });
    environment.add_filter("md", |text: &str| markdown::escape(text));
    environment.add_filter("css", |text: &str| css(text));
    environment.add_filter("fill", fill);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// `text` inside a string of a style sheet: everything but letters and digits as its number, so that nothing ends the string, the
/// style element or the line.
fn css(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() && !c.is_control();
    let sign = |c: char| if plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) };
    shown(text).chars().map(sign).collect()
}

/// `words.x|fill(count=3)`: the sentence with its places filled.
fn fill(pattern: &str, args: minijinja::value::Kwargs) -> Result<String, minijinja::Error> {
    let mut named: Vec<(String, String)> = Vec::new();
    for key in args.args() {
        named.push((key.to_owned(), args.get::<Value>(key)?.to_string()));
    }
    let borrowed: Vec<(&str, &str)> =
        named.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Ok(words::fill(pattern, &borrowed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn rendered(name: &str, ledger: &Ledger, language: &str) -> String {
        let setting = Setting { labels: sample::labels(language), width: 80, colour: false };
        String::from_utf8(render(name, ledger, &setting).unwrap_or_else(|error| panic!("{error}"))).unwrap()
    }

    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "“甲”|乙|丙",
        "{{ ledger.seal }}{% if %}",
        "</details></article>",
        "**重**点[链](http://example.org)",
        "\" onclick=\"x\" '",
    ];

    #[test]
    fn hostile_quotes_stay_text() {
        for text in HOSTILE {
            let ledger = sample::ledger_with_quote(text);
            let html = rendered("report.html.j2", &ledger, "zh");
            assert!(!html.contains("<script") && !html.contains("onclick=\"x"), "{text}");
            let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let plain = plain.replace('"', "&quot;").replace('\'', "&#x27;").replace('/', "&#x2f;");
            assert!(html.contains(&plain), "{plain}\n{html}");
            let md = rendered("report.md.j2", &ledger, "zh");
            assert!(md.contains(&markdown::escape(text)), "{text}\n{md}");
            let mut options = comrak::Options::default();
            options.extension.table = true;
            options.extension.autolink = true;
            options.render.r#unsafe = true;
            let page = comrak::markdown_to_html(&md, &options);
            assert!(!page.contains("<script") && !page.contains("example.org\""), "{page}");
            assert_eq!(page.matches("<details>").count(), page.matches("</details>").count(), "{page}");
        }
    }

    #[test]
    fn nothing_of_a_report_acts_on_the_readers_screen() {
        let mut ledger = sample::ledger_with_quote("新建\u{202e}小学\u{1b}[31m5所\u{2066}");
        ledger.reports[0].name = "a\u{202e}b.md".to_owned();
        for name in ["report.html.j2", "report.md.j2"] {
            let text = rendered(name, &ledger, "zh");
            assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{1b}']), "{name}");
            assert!(text.contains("小学") && text.contains("ab.md"), "{name}");
        }
    }

    #[test]
    fn a_very_long_quote_is_shown_whole() {
        let long = "新建学校".repeat(2500);
        let ledger = sample::ledger_with_quote(&long);
        assert!(rendered("report.html.j2", &ledger, "zh").contains(&long));
        assert!(rendered("report.md.j2", &ledger, "en").contains(&long));
    }

    #[test]
    fn every_word_of_the_interface_is_there() {
        for language in ["zh", "en"] {
            for name in ["report.html.j2", "report.md.j2"] {
                let text = rendered(name, &sample::ledger(), language);
                for table in sample::labels(language).keys() {
                    // A lacking word is printed as its dotted path.
                    let lack = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'));
                    let lacking: Vec<_> = lack
                        .filter(|word| {
                            word.strip_prefix(table.as_str())
                                .is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
                        })
                        .collect();
                    assert!(lacking.is_empty(), "{language} {name}: {lacking:?}");
                }
            }
        }
    }

    #[test]
    fn a_page_asks_for_nothing_from_elsewhere() {
        let html = rendered("report.html.j2", &sample::ledger(), "zh");
        assert!(html.contains("default-src 'none'"));
        for sign in ["http://", "https://", "src=", "@import", "url(", "<script", "<link"] {
            assert!(!html.contains(sign), "{sign}");
        }
    }

    #[test]
    fn four_hundred_targets_stay_under_half_a_megabyte() {
        let html = rendered("report.html.j2", &sample::many(400), "zh");
        assert!(html.len() < 500_000, "{}", html.len());
    }

    #[test]
    fn empty_ledgers_render() {
        for language in ["zh", "en"] {
            for name in ["report.html.j2", "report.md.j2"] {
                assert!(!rendered(name, &sample::empty(), language).is_empty());
            }
        }
    }
}
