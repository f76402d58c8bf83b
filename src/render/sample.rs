//! A small invented ledger for the tests of the renderers.

pub(crate) mod diff;

use crate::ledger::{Ledger, Place, Target};
use serde_json::{Value, json};
use std::sync::OnceLock;
use toml::Table;

/// The labels of one interface language.
pub(crate) fn labels(language: &str) -> &'static Table {
    static TABLES: OnceLock<[Table; 2]> = OnceLock::new();
    let [zh, en] = TABLES.get_or_init(|| {
        [include_str!("../lang/labels/zh.toml"), include_str!("../lang/labels/en.toml")]
            .map(|text| text.parse().unwrap())
    });
    if language == "zh" { zh } else { en }
}

fn report(name: &str, reviews: u16) -> Value {
    json!({"name": name, "sha256": "ab".repeat(32), "title": "政府工作报告", "body": "示例区人民政府",
        "delivered": format!("{}-01-08", reviews + 1), "reviews": reviews, "plans": reviews + 1, "language": "zh",
        "review_half": {"start": 0, "end": 900}, "plan_half": {"start": 900, "end": 1800}, "complete": true})
}

fn place(report: usize, paragraph: usize, section: &[&str]) -> Value {
    json!({"report": report, "start": 10, "end": 40, "page": null, "paragraph": paragraph, "section": section})
}

fn effort(key: &str, quote: &str) -> Value {
    json!({"key": key, "set_in": 2021, "for_year": 2022, "kind": "effort", "quote": quote, "subject": "营商环境",
        "at": place(0, 21, &["二、2022年主要工作", "（二）民生"]), "quantity": null, "mark": null, "reason": null,
        "rule": null, "confidence": null, "strict": null, "lenient": null, "standing": null, "evidence": [],
        "candidates": [], "search": null, "ambition": null, "lifeline": [], "ruling": null})
}

fn met(key: &str, quote: &str) -> Value {
    json!({"key": key, "set_in": 2021, "for_year": 2022, "kind": "quantified", "quote": quote,
        "subject": "新认定高新技术企业", "at": place(0, 20, &["二、2022年主要工作", "（一）产业"]),
        "quantity": {"bound": "at_least", "value": "20", "high": null, "scale": "1", "unit": "家",
            "basis": "count", "hedges": []},
        "mark": "met", "reason": "exceeded", "rule": "figure.exceeded", "confidence": "sure", "strict": "met",
        "lenient": "met",
        "standing": {"target": "20", "actual": "30", "gap": "10", "unit": "家", "derived": [
            {"quote": "累计达到90家", "at": place(1, 6, &["一、2022年工作回顾"])}]},
        "evidence": [{"quote": "新认定高新技术企业30家", "at": place(1, 7, &["一、2022年工作回顾"]),
            "quantity": null, "score": 0.83, "why": {"subject": 0.6, "section": 0.1}}],
        "candidates": [{"quote": "高新技术企业产值30亿元", "at": place(1, 8, &["一、2022年工作回顾"]),
            "score": 0.41, "refused": "unit"}],
        "search": null, "ambition": null, "lifeline": [], "ruling": null})
}

fn silent(key: &str, quote: &str) -> Value {
    json!({"key": key, "set_in": 2021, "for_year": 2022, "kind": "deliverable", "quote": quote, "subject": "文化馆",
        "at": place(0, 22, &["二、2022年主要工作", "（二）民生"]), "quantity": null, "mark": "not_mentioned",
        "reason": "silent", "rule": "nothing.silent", "confidence": "sure", "strict": "not_mentioned",
        "lenient": "not_mentioned", "standing": null, "evidence": [], "candidates": [],
        "search": {"report": 1, "start": 0, "end": 900, "sha256": "cd".repeat(32), "complete": true,
            "forms": ["文化馆", "区文化馆"]},
        "ambition": null, "lifeline": [], "ruling": null})
}

fn partial(key: &str, quote: &str) -> Value {
    json!({"key": key, "set_in": 2021, "for_year": 2022, "kind": "deliverable", "quote": quote, "subject": "湖滨大道",
        "at": place(0, 23, &["二、2022年主要工作", "（二）民生"]), "quantity": null, "mark": "missed",
        "reason": "partial", "rule": "stage.earlier", "confidence": "check", "strict": "missed", "lenient": "met",
        "standing": null, "evidence": [{"quote": "湖滨大道加快建设", "at": place(1, 9, &["一、2022年工作回顾"]),
            "quantity": null, "score": 0.7, "why": {}}],
        "candidates": [], "search": null, "ambition": null, "lifeline": [], "ruling": null})
}

fn whole(targets: Vec<Value>, notices: Value) -> Ledger {
    let effort = targets.iter().filter(|target| target["kind"] == "effort").count();
    let of = |mark: &str| targets.iter().filter(|target| target["mark"] == mark).count();
    let checkable = targets.len() - effort;
    let counts = json!({"met": of("met"), "missed": of("missed"), "not_mentioned": of("not_mentioned")});
    let reason = |name: &str| targets.iter().filter(|target| target["reason"] == name).count();
    let kind = |name: &str| targets.iter().filter(|target| target["kind"] == name).count();
    let by_kind =
        json!({"quantified": kind("quantified"), "deliverable": kind("deliverable"), "effort": effort});
    let by_reason =
        json!({"exceeded": reason("exceeded"), "partial": reason("partial"), "silent": reason("silent")});
    let section = json!({"report": 0, "section": ["二、2022年主要工作", "（一）产业"], "checkable": 1, "effort": 0,
        "met": 1, "missed": 0, "not_mentioned": 0});
    let ledger = json!({"schema": "duixian-ledger/1",
        "tool": {"name": "duixian", "version": "0.0.0", "rules": "ef".repeat(32), "policy": {}},
        "seal": "01".repeat(32), "reports": [report("earlier.md", 2021), report("later.md", 2022)],
        "targets": targets, "alignment": [], "restated": [], "unpromised": [],
        "totals": {"extracted": checkable + effort, "effort": effort, "checkable": checkable, "met": of("met"),
            "missed": of("missed"), "not_mentioned": of("not_mentioned"), "by_reason": by_reason,
            "by_kind": by_kind, "by_section": [section], "strict": counts, "lenient": counts},
        "notices": notices});
    serde_json::from_value(ledger).unwrap()
}

/// One target of each mark, one effort, one notice.
pub(crate) fn ledger() -> Ledger {
    ledger_with_quote("新建区文化馆1座")
}

/// The same with `quote` as the quote of every target.
pub(crate) fn ledger_with_quote(quote: &str) -> Ledger {
    let notices = json!([{"kind": "guessed_year", "severity": "warning",
        "message": "the year of the plan half was taken to be 2022", "args": {"half": "plan", "year": "2022"},
        "report": 0, "at": null}]);
    whole(
        vec![
            met("2022-00000001", quote),
            effort("2022-00000002", quote),
            silent("2022-00000003", quote),
            partial("2022-00000004", quote),
        ],
        notices,
    )
}

/// A ledger of `count` targets.
pub(crate) fn many(count: usize) -> Ledger {
    let quote = "新建扩建中小学校和幼儿园不少于12所，新增学位8000个以上";
    let one = |index: usize| {
        let key = format!("2022-{index:08x}");
        match index % 3 {
            0 => met(&key, quote),
            1 => silent(&key, quote),
            _ => partial(&key, quote),
        }
    };
    whole((0..count).map(one).collect(), json!([]))
}

/// Two reports, nothing found in them.
pub(crate) fn empty() -> Ledger {
    let mut ledger = whole(vec![], json!([]));
    for report in &mut ledger.reports {
        (report.body, report.reviews, report.plans, report.delivered) = (None, None, None, None);
    }
    ledger.totals = crate::ledger::Totals::default();
    ledger
}

/// Gives every report a text that holds all that is quoted from it, a paragraph each, and puts the places there.
pub(crate) fn give_texts(ledger: &mut Ledger) {
    for index in 0..ledger.reports.len() {
        let (mut text, mut blocks) = (String::new(), Vec::new());
        let mut put = |quote: &str, at: &mut Place| {
            if at.report == index {
                (at.start, at.end) = (text.len(), text.len() + quote.len());
                text.push_str(quote);
                text.push('。');
                blocks.push(json!({"start": at.start, "end": text.len(), "kind": "paragraph", "level": null,
                    "page": null, "half": "plan"}));
                at.paragraph = blocks.len();
                text.push('\n');
            }
        };
        for target in &mut ledger.targets {
            put(&target.quote, &mut target.at);
            target.evidence.iter_mut().for_each(|said| put(&said.quote, &mut said.at));
            target.candidates.iter_mut().for_each(|said| put(&said.quote, &mut said.at));
            let standing = target.standing.iter_mut();
            standing
                .flat_map(|standing| &mut standing.derived)
                .for_each(|said| put(&said.quote, &mut said.at));
        }
        ledger.reports[index].blocks = serde_json::from_value(Value::Array(blocks)).unwrap();
        ledger.reports[index].text = Some(text);
    }
}

/// One quantified target that was met.
pub(crate) fn target(key: &str, quote: &str) -> Target {
    serde_json::from_value(met(key, quote)).unwrap()
}

/// Gives it a level restated, a growth that does not follow from its levels, and two claims of one clause that answer no target.
pub(crate) fn give_given(ledger: &mut Ledger) {
    let quantity = ledger.targets[0].quantity.clone().unwrap();
    let said = |report: usize, quote: &str, start: usize| {
        json!({"quote": quote, "quantity": quantity, "at": {"report": report, "start": start, "end": start + quote.len(),
            "page": 2, "paragraph": 7, "section": ["一、2022年工作回顾", "（一）产业"]}})
    };
    ledger.restated = serde_json::from_value(json!([
        {"subject": "限上企业", "year": 2021, "kind": "level", "first": said(0, "限上企业50家", 10),
            "second": said(1, "限上企业由2021年的52家增至60家", 10), "growth": null, "from": "50", "to": "52", "gap": "2",
            "unit": "家", "provisional": true},
        {"subject": "财政收入", "year": 2022, "kind": "growth_against_levels", "first": said(0, "财政收入10亿元", 50),
            "second": said(1, "财政收入9.8亿元", 70), "growth": said(1, "增长3%", 92), "from": "-2", "to": "3",
            "gap": "5", "unit": "%", "provisional": false},
    ]))
    .unwrap();
    let claims = [said(1, "新建口袋公园3个、驿站5座", 200), said(1, "新建口袋公园3个、驿站5座", 200)];
    ledger.unpromised = serde_json::from_value(json!(claims)).unwrap();
    ledger.totals.unpromised = claims.len();
}

/// Gives the first target a life: promised before, raised in the next plan, and gone from the last.
pub(crate) fn give_lifelines(ledger: &mut Ledger) {
    let target = ledger.targets[0].clone();
    let at = place(1, 30, &["二、2023年主要工作"]);
    let steps = json!([
        {"for_year": 2020, "key": "2020-00000000", "change": "first", "nth": 1, "differs": [], "quote": target.quote,
            "at": target.at, "quantity": target.quantity},
        {"for_year": 2022, "key": target.key, "change": "redefined", "nth": 2, "differs": ["bound"],
            "quote": target.quote, "at": target.at, "quantity": target.quantity},
        {"for_year": 2023, "key": "2023-00000000", "change": "raised", "nth": 3, "differs": [], "quote": target.quote,
            "at": at, "quantity": target.quantity},
        {"for_year": 2024, "key": null, "change": "dropped", "nth": 3, "differs": [], "quote": null, "at": null,
            "quantity": null},
    ]);
    ledger.targets[0].lifeline = serde_json::from_value(steps.clone()).unwrap();
    let mut other = steps.clone();
    other.as_array_mut().unwrap().truncate(2);
    ledger.lifelines = serde_json::from_value(json!([
        {"subject": target.subject, "steps": steps}, {"subject": "文化馆", "steps": other},
    ]))
    .unwrap();
}
