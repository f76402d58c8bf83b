//! Templates. Comes in: a view. Goes out: a page or a Markdown file. What a template names and is not there is an error.

use super::markdown;
use super::overrides::Templates;
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
use std::error::Error as _;

/// The embedded templates by name. The ending says how text is escaped.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("report.html.j2", include_str!("../../templates/report.html.j2")),
    ("target.html.j2", include_str!("../../templates/target.html.j2")),
    ("method.html.j2", include_str!("../../templates/method.html.j2")),
    ("accuracy.html.j2", include_str!("../../templates/accuracy.html.j2")),
    ("linked.html.j2", include_str!("../../templates/linked.html.j2")),
    ("style.css.j2", include_str!("../../templates/style.css.j2")),
    ("report.md.j2", include_str!("../../templates/report.md.j2")),
    ("target.md.j2", include_str!("../../templates/target.md.j2")),
];

/// What `explain` prints: no format of a report, so that no user's template stands in for it.
const EXPLAIN: (&str, &str) = ("explain.txt.j2", include_str!("../../templates/explain.txt.j2"));

/// What a report made by a user's templates may cost, in the engine's fuel: one for an instruction, one for 64 bytes. The page of a pair
/// with 400 targets costs less than a tenth. It ends endless loops, and bounds the memory.
pub(super) const MOST_FUEL: u64 = 20_000_000;
/// Templates may include each other so deep.
pub(super) const MOST_NESTED: usize = 50;

/// The ledger as one self-contained page.
pub(super) fn html(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    render("report.html.j2", ledger, setting)
}

/// The ledger as GitHub-flavoured Markdown.
pub(super) fn markdown(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    render("report.md.j2", ledger, setting)
}

/// Why one target got its mark, as plain text.
pub(super) fn explain(view: &Explained<'_>) -> Result<String> {
    // A word that ends in a blank (`: `) may stand at the end of a line.
    let text = written(EXPLAIN.0, view, None)?;
    Ok(text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect())
}

fn render(name: &str, ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written(name, &View::new(ledger, setting), setting.templates).map(String::into_bytes)
}

/// What a template makes of a view.
fn written(name: &str, view: &impl Serialize, own: Option<&Templates>) -> Result<String> {
    let fault = |cause: minijinja::Error| fault(&cause, own);
    let environment = environment(own).map_err(fault)?;
    let template = environment.get_template(name).map_err(fault)?;
    template.render(Serde(view)).map_err(fault)
}

/// What is wrong with a template: the file, the line, and the lines around it.
pub(super) fn fault(cause: &minijinja::Error, own: Option<&Templates>) -> Error {
    // The innermost cause tells the place; those around it tell which template included it.
    let mut inner = cause;
    while let Some(next) = inner.source().and_then(|source| source.downcast_ref::<minijinja::Error>()) {
        inner = next;
    }
    let name = inner.name().unwrap_or_default();
    let file = match own.filter(|own| own.source(name).is_some()) {
        Some(own) => own.file(name),
        None => name.to_owned(),
    };
    let line = inner.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let what = match (inner.kind(), inner.detail()) {
        (minijinja::ErrorKind::OutOfFuel, _) => {
            "the template does not come to an end, or makes too much; look for a loop that is too long"
                .to_owned()
        }
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    // The engine's account goes on with the values of all variables, which can be the whole ledger.
    let account = inner.display_debug_info().to_string();
    let lines: Vec<&str> = account
        .lines()
        .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == 'i'))
        .collect();
    Error::new(ErrorKind::Template, file, format!("{line}{what}\n{}", lines.join("\n")))
}

/// The engine with the embedded templates, a user's own in their places.
pub(super) fn environment(own: Option<&Templates>) -> Result<Environment<'_>, minijinja::Error> {
    let mut environment = Environment::new();
    if own.is_some() {
        environment.set_fuel(Some(MOST_FUEL));
    }
    environment.set_recursion_limit(MOST_NESTED);
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
    environment.add_filter("md", |value: &Value| text(value).map(markdown::escape));
    environment.add_filter("fill", fill);
    for (name, source) in TEMPLATES.iter().chain([&EXPLAIN]) {
        environment.add_template(name, own.and_then(|own| own.source(name)).unwrap_or(source))?;
    }
    Ok(environment)
}

/// What a filter for texts is given.
fn text(value: &Value) -> Result<&str, minijinja::Error> {
    if value.is_undefined() {
        return Err(minijinja::ErrorKind::UndefinedError.into());
    }
    let no_text = || {
        let said = format!("a string is wanted, not a {}", value.kind());
        minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, said)
    };
    value.as_str().ok_or_else(no_text)
}

/// `words.x|fill(count=3)`: the sentence with its places filled.
fn fill(pattern: &Value, args: minijinja::value::Kwargs) -> Result<String, minijinja::Error> {
    let pattern = text(pattern)?;
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
    use crate::render::{embedded, sample};

    fn rendered(name: &str, ledger: &Ledger, language: &str) -> String {
        let setting = Setting::new(sample::labels(language));
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
    fn a_tenth_of_the_fuel_is_enough_for_four_hundred_targets() {
        let ledger = sample::many(400);
        let own = embedded().map(|(name, source)| (name.to_owned(), source.to_owned())).collect();
        let own = Templates::new("own", own).unwrap();
        let mut environment = environment(Some(&own)).unwrap();
        environment.set_fuel(Some(MOST_FUEL / 10));
        for name in ["report.html.j2", "report.md.j2"] {
            let view = View::new(&ledger, &Setting::new(sample::labels("zh")));
            let made = environment.get_template(name).unwrap().render(Serde(&view));
            assert!(made.is_ok_and(|text| text.len() > 100_000), "{name}");
        }
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
