//! The sheet for a sitting. Comes in: a ledger. Goes out: a page of its own with what was missed and what was not mentioned, numbered,
//! each with both places, a question, and boxes to tick; made to be printed on A4.

use super::Setting;
use super::page::{Inline, inline};
use super::templates::written;
use super::view::SheetView;
use crate::error::Result;
use crate::ledger::Ledger;
use serde::Serialize;

/// The view with its style, which is rendered first, because the page's head names its hash.
#[derive(Debug, Serialize)]
pub(super) struct Sheet<'a> {
    #[serde(flatten)]
    view: SheetView<'a>,
    style: Inline,
}

/// The ledger as a sheet of questions.
pub(super) fn render(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("sheet.html.j2", &view(ledger, setting)?, setting.templates).map(String::into_bytes)
}

/// What the sheet's template may name.
pub(super) fn view<'a>(ledger: &'a Ledger, setting: &Setting<'a>) -> Result<Sheet<'a>> {
    let view = SheetView::new(ledger, setting.labels, setting.draft);
    let style = inline(written("sheet.css.j2", &view, setting.templates)?);
    Ok(Sheet { view, style })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn sheet(ledger: &Ledger, language: &str) -> String {
        let setting = Setting::new(sample::labels(language));
        String::from_utf8(render(ledger, &setting).unwrap_or_else(|error| panic!("{error}"))).unwrap()
    }

    #[test]
    fn the_policy_names_the_style() {
        let page = sheet(&sample::ledger(), "zh");
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        assert!(page.contains(&format!("style-src '{}'", inline(style.to_owned()).hash)), "{page}");
    }

    #[test]
    fn what_was_missed_comes_first_and_what_was_met_not_at_all() {
        for language in ["zh", "en"] {
            let page = sheet(&sample::ledger(), language);
            let at = |key: &str| page.find(&format!("id=\"{key}\""));
            assert!(at("2022-00000004") < at("2022-00000003") && at("2022-00000004").is_some(), "{language}");
            assert_eq!((at("2022-00000001"), at("2022-00000002")), (None, None), "{language}");
            assert_eq!(page.matches("type=\"checkbox\"").count(), 6, "{language}");
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "</style><script>alert(1)</script>",
            "\"}body{display:none}\\",
            "{{ ledger.seal }}{% if %}",
            "{promise}{said}",
            "\" onclick=\"x\" '",
            "新建\u{202e}小学\u{1b}[31m5所\0",
        ] {
            let mut ledger = sample::ledger_with_quote(text);
            ledger.targets[3].evidence[0].quote = text.to_owned();
            ledger.targets[3].stated_reason = serde_json::from_value(serde_json::json!({
                "quote": text, "at": ledger.targets[3].evidence[0].at}))
            .unwrap();
            for report in &mut ledger.reports {
                (report.body, report.name) = (Some(text.to_owned()), text.to_owned());
            }
            let page = sheet(&ledger, "zh");
            assert!(!page.contains("<script") && !page.contains("onclick=\"x"), "{page}");
            assert!(!page.contains(['\u{202e}', '\u{1b}', '\0']), "{page}");
            assert_eq!(page.matches("</style>").count(), 1, "{page}");
            let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
            assert!(!style.contains("display:none}"), "{style}");
        }
    }

    #[test]
    fn it_asks_for_nothing_and_holds_long_quotes_whole() {
        let long = "新建学校".repeat(2500);
        let page = sheet(&sample::ledger_with_quote(&long), "en");
        assert!(page.contains(&long) && page.contains("default-src 'none'"));
        for sign in ["http://", "https://", "src=", "@import", "url(", "<script", "<link", " style="] {
            assert!(!page.contains(sign), "{sign}");
        }
    }

    #[test]
    fn ledgers_without_anything_to_ask_have_a_sheet() {
        for language in ["zh", "en"] {
            let none = sample::labels(language)["questions"]["none"].as_str().unwrap();
            assert!(sheet(&sample::empty(), language).contains(none), "{language}");
        }
    }

    #[test]
    fn one_report_alone_is_not_said_to_be_kept() {
        let mut ledger = sample::empty();
        ledger.reports.truncate(1);
        let page = sheet(&ledger, "zh");
        assert!(page.contains("没有读下一年度的报告") && !page.contains("没有未完成"), "{page}");
    }

    #[test]
    fn marks_inside_a_question_are_the_inner_ones_and_a_sum_worked_out_is_asked_about() {
        let mut ledger = sample::ledger();
        ledger.targets[3].quote = "实施“湖滨”工程".to_owned();
        let page = sheet(&ledger, "zh");
        let asked =
            "2022-01-08 报告提出“实施‘湖滨’工程”，2023-01-08 报告的表述是“湖滨大道加快建设”。目前到了哪一步";
        assert!(page.contains(asked) && page.contains(">实施“湖滨”工程</blockquote>"), "{page}");
        ledger.targets[3].rule = Some("derived.short".to_owned());
        assert!(sheet(&ledger, "zh").contains("”。按所提出的口径，结果是多少？"));
    }

    #[test]
    fn a_reason_that_the_report_gives_is_quoted_and_asked_about() {
        let mut ledger = sample::ledger();
        let at = ledger.targets[3].evidence[0].at.clone();
        let stated = serde_json::json!({"quote": "受征地影响", "at": at});
        ledger.targets[3].stated_reason = serde_json::from_value(stated).unwrap();
        let page = sheet(&ledger, "zh");
        assert!(page.contains("报告自述原因") && page.contains("所述原因是“受征地影响”"), "{page}");
    }
}
