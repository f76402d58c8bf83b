//! Templates. Comes in: a view. Goes out: a page or a Markdown file. What a template names and is not there is an error.

use super::markdown;
use super::overrides::Templates;
use super::view::{Builder, ClaimsView, Explained, Part, View};
use super::{Setting, words};
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;
use crate::text::shown::shown;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, escape_formatter};
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;
use std::error::Error as _;

/// The embedded templates by name. The ending says how text is escaped.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("report.html.j2", include_str!("../../templates/report.html.j2")),
    ("first.html.j2", include_str!("../../templates/first.html.j2")),
    ("filter.html.j2", include_str!("../../templates/filter.html.j2")),
    ("list.html.j2", include_str!("../../templates/list.html.j2")),
    ("target.html.j2", include_str!("../../templates/target.html.j2")),
    ("quote.html.j2", include_str!("../../templates/quote.html.j2")),
    ("place.html.j2", include_str!("../../templates/place.html.j2")),
    ("drawing.html.j2", include_str!("../../templates/drawing.html.j2")),
    ("pieces.html.j2", include_str!("../../templates/pieces.html.j2")),
    ("source.html.j2", include_str!("../../templates/source.html.j2")),
    ("method.html.j2", include_str!("../../templates/method.html.j2")),
    ("lifelines.html.j2", include_str!("../../templates/lifelines.html.j2")),
    ("restated.html.j2", include_str!("../../templates/restated.html.j2")),
    ("unpromised.html.j2", include_str!("../../templates/unpromised.html.j2")),
    ("accuracy.html.j2", include_str!("../../templates/accuracy.html.j2")),
    ("linked.html.j2", include_str!("../../templates/linked.html.j2")),
    ("tool.html.j2", include_str!("../../templates/tool.html.j2")),
    ("style.css.j2", include_str!("../../templates/style.css.j2")),
    ("script.js.j2", include_str!("../../templates/script.js.j2")),
    ("report.md.j2", include_str!("../../templates/report.md.j2")),
    ("list.md.j2", include_str!("../../templates/list.md.j2")),
    ("target.md.j2", include_str!("../../templates/target.md.j2")),
    ("unpromised.md.j2", include_str!("../../templates/unpromised.md.j2")),
    ("sheet.html.j2", include_str!("../../templates/sheet.html.j2")),
    ("sheet.css.j2", include_str!("../../templates/sheet.css.j2")),
    ("diff.html.j2", include_str!("../../templates/diff.html.j2")),
    ("passage.html.j2", include_str!("../../templates/passage.html.j2")),
    ("sentences.html.j2", include_str!("../../templates/sentences.html.j2")),
    ("diff.css.j2", include_str!("../../templates/diff.css.j2")),
    ("diff.md.j2", include_str!("../../templates/diff.md.j2")),
    ("passage.md.j2", include_str!("../../templates/passage.md.j2")),
];

/// What `explain` prints: no format of a report, so that no user's template stands in for it.
const EXPLAIN: (&str, &str) = ("explain.txt.j2", include_str!("../../templates/explain.txt.j2"));

/// What a report made by a user's templates may cost, in the engine's fuel: one for an instruction, one for 64 bytes. The page of a pair
/// with 400 targets costs less than a tenth. It ends endless loops, and bounds the memory.
pub(super) const MOST_FUEL: u64 = 20_000_000;
/// Templates may include each other so deep.
pub(super) const MOST_NESTED: usize = 50;

/// The ledger as GitHub-flavoured Markdown.
pub(super) fn markdown(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    let (builder, writer) = (Builder::new(ledger, setting.labels), Writer::new(setting.templates)?);
    let view = View::by(&builder, setting);
    let base = Value::from(Serde(&view));
    let lists = writer.lists("list.md.j2", &builder, &view, &base)?;
    let claims = writer.claims("unpromised.md.j2", &builder, &base)?;
    writer.write("report.md.j2", context! { lists, claims_lists => claims, ..base }).map(String::into_bytes)
}

/// Why one target got its mark, as plain text.
pub(super) fn explain(view: &Explained<'_>) -> Result<String> {
    // A word that ends in a blank (`: `) may stand at the end of a line.
    let text = written(EXPLAIN.0, view, None)?;
    Ok(text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect())
}

/// What a template makes of a view.
pub(super) fn written(name: &str, view: &impl Serialize, own: Option<&Templates>) -> Result<String> {
    Writer::new(own)?.write(name, Value::from(Serde(view)))
}

/// The engine, ready for several templates.
pub(super) struct Writer<'t> {
    environment: Environment<'t>,
    own: Option<&'t Templates>,
}

impl<'t> Writer<'t> {
    /// With a user's own templates in the places of the embedded ones.
    pub(super) fn new(own: Option<&'t Templates>) -> Result<Self> {
        let environment = environment(own).map_err(|cause| fault(&cause, own))?;
        Ok(Self { environment, own })
    }

    /// What a template makes of what it sees.
    pub(super) fn write(&self, name: &str, seen: Value) -> Result<String> {
        let written = self.environment.get_template(name).and_then(|template| template.render(seen));
        written.map_err(|cause| fault(&cause, self.own))
    }

    /// The targets of each of the parts, by a template that sees `part` and `list` beside the view.
    pub(super) fn lists(
        &self,
        name: &str,
        builder: &Builder<'_>,
        view: &View<'_>,
        base: &Value,
    ) -> Result<Vec<String>> {
        let list = |part: &Part<'_>| {
            let list = Value::from(Serde(builder.list(part.report)));
            self.write(name, context! { part => Value::from(Serde(part)), list, ..base.clone() })
        };
        view.parts.par_iter().map(list).collect::<Vec<_>>().into_iter().collect()
    }

    /// The claims of each report that answer no target, by a template that sees `claims` beside the view.
    pub(super) fn claims(&self, name: &str, builder: &Builder<'_>, base: &Value) -> Result<Vec<String>> {
        let claims = |claims: &ClaimsView<'_>| {
            self.write(name, context! { claims => Value::from(Serde(claims)), ..base.clone() })
        };
        builder.claims().par_iter().map(claims).collect::<Vec<_>>().into_iter().collect()
    }
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
        // Most of what is printed has nothing to escape: the engine would go through its formatting all the same.
        Some(Cow::Borrowed(text)) if value.is_safe() || !markup(text) => Ok(out.write_str(text)?),
        Some(Cow::Owned(text)) if value.is_safe() => {
            escape_formatter(out, state, &Value::from_safe_string(text))
        }
        Some(Cow::Owned(text)) => escape_formatter(out, state, &Value::from(text)),
        _ => escape_formatter(out, state, value),
    });
    environment.add_filter("md", |value: &Value| text(value).map(markdown::escape));
    environment.add_filter("redline", |value: &Value, change: &Value| {
        Ok::<_, minijinja::Error>(markdown::redline(text(change)?, text(value)?))
    });
    environment.add_filter("css", |value: &Value| text(value).map(css));
    environment.add_filter("fill", fill);
    for (name, source) in TEMPLATES.iter().chain([&EXPLAIN]) {
        environment.add_template(name, own.and_then(|own| own.source(name)).unwrap_or(source))?;
    }
    Ok(environment)
}

/// Whether the engine would escape something of a text, in whatever kind of file.
fn markup(text: &str) -> bool {
    let marks = |byte: &u8| matches!(byte, b'"' | b'&' | b'\'' | b'/' | b'<' | b'>');
    text.as_bytes().chunks(32).any(|chunk| chunk.iter().fold(false, |any, byte| any | marks(byte)))
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

/// `text` inside a string of a style sheet: everything but letters and digits as its number, so that nothing ends the string, the
/// style element or the line.
fn css(text: &str) -> String {
    let sign = |c: char| if c.is_alphanumeric() { c.to_string() } else { format!("\\{:06x}", u32::from(c)) };
    shown(text).chars().map(sign).collect()
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
    use crate::render::{embedded, page, sample};
    use base64::Engine as _;
    use sha2::{Digest, Sha256};

    fn rendered(name: &str, ledger: &Ledger, language: &str) -> String {
        let setting = Setting::new(sample::labels(language));
        let written = match name {
            "report.html.j2" => page::render(ledger, &setting),
            _ => markdown(ledger, &setting),
        };
        String::from_utf8(written.unwrap_or_else(|error| panic!("{error}"))).unwrap()
    }

    fn page(ledger: &Ledger) -> String {
        rendered("report.html.j2", ledger, "zh")
    }

    /// What stands between two parts of a page, once.
    fn between<'a>(page: &'a str, open: &str, close: &str) -> &'a str {
        assert_eq!((page.matches(open).count(), page.matches(close).count()), (1, 1), "{open}");
        page.split_once(open).unwrap().1.split_once(close).unwrap().0
    }

    /// A page as bare as it was written: style and script, which are ours, taken out.
    fn without_ours(page: &str) -> String {
        let (style, script) = (between(page, "<style>", "</style>"), between(page, "<script>", "</script>"));
        page.replace(style, "").replace(script, "")
    }

    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "“甲”|乙|丙",
        "{{ ledger.seal }}{% if %}",
        "</details></article>",
        "**重**点[链](http://example.org)",
        "\" onclick=\"x\" '",
        "</style><style>*{display:none}</style>",
        "</script><svg onload=alert(1)>",
        "-->]]><!--</mark></blockquote>",
        "{{ }}{# #}",
    ];

    #[test]
    fn hostile_quotes_stay_text() {
        for &text in HOSTILE {
            let mut ledger = sample::ledger_with_quote(text);
            sample::give_texts(&mut ledger);
            // Everywhere else that words of a report or a file's name come to: attributes, pictures, the style's page header.
            for report in &mut ledger.reports {
                (report.name, report.body, report.title) =
                    (text.to_owned(), Some(text.to_owned()), Some(text.to_owned()));
            }
            for target in &mut ledger.targets {
                target.subject = text.to_owned();
                target.at.section.push(text.to_owned());
                target.standing.iter_mut().for_each(|standing| standing.unit = text.to_owned());
                target.quantity.iter_mut().for_each(|quantity| quantity.unit = text.to_owned());
            }
            let html = page(&ledger);
            let bare = without_ours(&html);
            for made in ["<script", "<style", "<svg onload", "onclick=\"x", "<!--"] {
                let ours = usize::from(["<script", "<style"].contains(&made));
                assert_eq!(bare.matches(made).count(), ours, "{made} by {text}");
            }
            for element in ["article", "details", "mark", "blockquote", "svg", "p"] {
                let opened = bare.matches(&format!("<{element} ")).count()
                    + bare.matches(&format!("<{element}>")).count();
                assert_eq!(opened, bare.matches(&format!("</{element}>")).count(), "{element} by {text}");
            }
            let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let plain = plain.replace('"', "&quot;").replace('\'', "&#x27;").replace('/', "&#x2f;");
            // Each target alone, and again in the report's text.
            assert!(html.matches(&plain).count() >= 2 * ledger.targets.len(), "{plain}\n{html}");
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
        let mut ledger = sample::ledger_with_quote("新建\u{202e}小学\u{0}\u{1b}[31m5所\u{2066}");
        sample::give_texts(&mut ledger);
        ledger.reports[0].body = Some("甲\u{202e}\u{0}\n乙".to_owned());
        ledger.reports[0].name = "a\u{202e}b.md".to_owned();
        for name in ["report.html.j2", "report.md.j2"] {
            let text = rendered(name, &ledger, "zh");
            assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\u{0}']), "{name}");
            assert!(text.contains("小学") && text.contains("ab.md"), "{name}");
        }
    }

    #[test]
    fn a_very_long_quote_is_shown_whole() {
        let long = "新建学校".repeat(2500);
        let mut ledger = sample::ledger_with_quote(&long);
        sample::give_texts(&mut ledger);
        // In its card, and in the report's text.
        assert!(page(&ledger).matches(&long).count() >= 2);
        assert!(rendered("report.md.j2", &ledger, "en").contains(&long));
    }

    #[test]
    fn every_word_of_the_interface_is_there() {
        for language in ["zh", "en"] {
            for name in ["report.html.j2", "report.md.j2"] {
                let text = rendered(name, &sample::ledger(), language);
                let text = if name.ends_with(".html.j2") { without_ours(&text) } else { text };
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
        let mut ledger = sample::ledger();
        sample::give_texts(&mut ledger);
        let html = page(&ledger);
        assert!(html.contains("default-src 'none'") && !html.contains("unsafe"));
        for sign in ["http://", "https://", "src=", "@import", "<link", "fetch(", "import("] {
            assert!(!html.contains(sign), "{sign}");
        }
        // A place in this page is no request.
        assert_eq!(html.matches("url(").count(), html.matches("url(#hatch)").count());
    }

    #[test]
    fn only_the_style_and_the_script_that_the_policy_names_act() {
        let html = page(&sample::ledger());
        for (name, directive) in [("style", "style-src"), ("script", "script-src")] {
            let text = between(&html, &format!("<{name}>"), &format!("</{name}>"));
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
            assert!(html.contains(&format!("{directive} 'sha256-{hash}'")), "{name}");
        }
        let bare = without_ours(&html);
        assert!(!bare.contains("style=") && !bare.contains(" onclick=") && !bare.contains("javascript:"));
        assert!(between(&html, "<script>", "</script>").len() < 8500);
    }

    #[test]
    fn every_way_inside_a_page_leads_somewhere() {
        let mut ledger = sample::ledger();
        sample::give_texts(&mut ledger);
        let whole = page(&ledger);
        for key in ["2022-00000001-at", "2022-00000001-e1", "2022-00000002-at", "2022-00000004-e1"] {
            assert_eq!(whole.matches(&format!("id=\"{key}\"")).count(), 1, "{key}");
            assert!(whole.contains(&format!("class=\"in-source\" href=\"#{key}\"")), "{key}");
        }
        for html in [whole, page(&sample::ledger()), page(&sample::empty())] {
            for way in
                html.split("href=\"#").skip(1).filter_map(|rest| rest.split_once('"')).map(|(way, _)| way)
            {
                assert_eq!(html.matches(&format!(" id=\"{way}\"")).count(), 1, "{way}");
            }
        }
    }

    #[test]
    fn without_the_reports_texts_the_quotes_stand_alone() {
        let html = page(&sample::ledger());
        assert!(!html.contains("in-source\"") && !html.contains("id=\"sources\""));
        assert!(html.contains("<q>新建区文化馆1座</q></blockquote>"));
    }

    #[test]
    fn a_card_has_a_name_and_its_other_evidence_a_label() {
        let mut ledger = sample::ledger();
        let mut other = ledger.targets[0].evidence[0].clone();
        other.quote = "另有一处".to_owned();
        ledger.targets[0].evidence.push(other);
        let html = page(&ledger);
        assert!(html.contains(&format!("aria-label=\"已完成：{}\"", ledger.targets[0].subject)));
        assert!(html.contains("<p class=\"who\">另见</p>\n<blockquote lang=\"zh\"><q>另有一处"), "{html}");
        assert!(rendered("report.md.j2", &ledger, "zh").contains("另见：\n\n> 另有一处"));
    }

    #[test]
    fn a_row_above_others_says_what_it_counts() {
        let mut ledger = sample::ledger();
        let mut above = ledger.totals.by_section[0].clone();
        above.section.pop();
        ledger.totals.by_section.insert(0, above);
        let (html, md) = (page(&ledger), rendered("report.md.j2", &ledger, "zh"));
        assert_eq!(html.matches("（标题下直接列出）").count(), 1, "{html}");
        assert!(html.contains("<th scope=\"row\" class=\"in1\""), "{html}");
        assert!(
            md.contains("| 二、2022年主要工作（标题下直接列出） |") && md.contains("| &emsp;（一）产业 |"),
            "{md}"
        );
    }

    #[test]
    fn nothing_ends_a_string_of_the_style() {
        assert_eq!(css("甲a1"), "甲a1");
        assert_eq!(css("\"</style>\\\n"), "\\000022\\00003c\\00002fstyle\\00003e\\00005c\\00000a");
    }

    #[test]
    fn two_hundred_targets_with_both_texts_stay_under_half_a_megabyte() {
        let mut ledger = sample::many(200);
        sample::give_texts(&mut ledger);
        let html = page(&ledger);
        assert!(html.len() < 500_000, "{}", html.len());
        let html = page(&sample::many(400));
        assert!(html.len() < 600_000, "{}", html.len());
    }

    #[test]
    fn a_tenth_of_the_fuel_is_enough_for_four_hundred_targets() {
        let ledger = sample::many(400);
        let own = embedded().map(|(name, source)| (name.to_owned(), source.to_owned())).collect();
        let own = Templates::new("own", own).unwrap();
        let mut environment = environment(Some(&own)).unwrap();
        environment.set_fuel(Some(MOST_FUEL / 10));
        let setting = Setting { templates: Some(&own), ..Setting::new(sample::labels("zh")) };
        let builder = Builder::new(&ledger, setting.labels);
        let writer = Writer { environment, own: None };
        let view = View::by(&builder, &setting);
        for name in ["list.html.j2", "list.md.j2"] {
            let lists = writer.lists(name, &builder, &view, &Value::from(Serde(&view)));
            assert!(lists.is_ok_and(|lists| lists[0].len() > 100_000), "{name}");
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
