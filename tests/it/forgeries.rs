//! What a forger might change in a ledger before sealing it anew, one kind a row.

use serde_json::{Value, json};

/// A target of the invented pair by its quote.
fn target<'a>(value: &'a mut Value, quote: &str) -> &'a mut Value {
    let targets = value["targets"].as_array_mut().expect("targets");
    let is = |target: &&mut Value| target["quote"].as_str().is_some_and(|words| words.contains(quote));
    targets.iter_mut().find(is).unwrap_or_else(|| panic!("no target {quote}"))
}

/// The step of a lifeline of the series: that of this promise for this year.
fn step<'a>(value: &'a mut Value, subject: &str, year: u16) -> &'a mut Value {
    let lines = value["lifelines"].as_array_mut().expect("lifelines");
    let is = |line: &&mut Value| line["subject"].as_str().is_some_and(|words| words.contains(subject));
    let line = lines.iter_mut().find(is).unwrap_or_else(|| panic!("no lifeline {subject}"));
    let steps = line["steps"].as_array_mut().expect("steps");
    steps.iter_mut().find(|step| step["for_year"] == year).unwrap_or_else(|| panic!("no step for {year}"))
}

/// The first entry of the invented pair's alignment that became this.
fn aligned<'a>(value: &'a mut Value, halves: &str, how: &str) -> &'a mut Value {
    let entries = value["alignment"].as_array_mut().expect("an alignment");
    let is = |entry: &&mut Value| entry["halves"] == halves && entry["how"] == how;
    entries.iter_mut().find(is).unwrap_or_else(|| panic!("nothing {how} in {halves}"))
}

/// One way to forge a ledger: what is done, in words and in code.
pub(crate) type Forgery = (&'static str, &'static str, fn(&mut Value));

/// How many unpromised claims there are.
fn claims_of(value: &Value) -> usize {
    value["unpromised"].as_array().expect("unpromised").len()
}

const LEVELS: &str = "restated-level-of-the-year-before";
const GROWTH: &str = "restated-growth-and-rounding";
const UNPROMISED: &str = "unpromised-and-promised";

pub(crate) const INVESTMENT: &str = "固定资产投资增长";
const REVENUE: &str = "一般公共预算收入增长";
const RETAIL: &str = "社会消费品零售总额增长";

pub(crate) const FORGERIES: &[Forgery] = &[
    ("chenghu", "a digit of a target's quote", |v| {
        target(v, RETAIL)["quote"] = "社会消费品零售总额增长 5% 以上".into()
    }),
    ("chenghu", "a digit of an evidence's quote", |v| {
        let quote = &mut target(v, INVESTMENT)["evidence"][0]["quote"];
        *quote = quote.as_str().expect("a quote").replace("6.1", "7.1").into();
    }),
    ("chenghu", "a span one byte longer", |v| {
        let end = &mut target(v, RETAIL)["at"]["end"];
        *end = (end.as_u64().expect("a number") + 1).into();
    }),
    ("chenghu", "a span moved by one character", |v| {
        for side in ["start", "end"] {
            let at = &mut target(v, RETAIL)["at"][side];
            *at = (at.as_u64().expect("a number") + 3).into();
        }
    }),
    ("chenghu", "a quote of nothing", |v| {
        let target = target(v, RETAIL);
        target["quote"] = "".into();
        target["at"]["end"] = target["at"]["start"].clone();
    }),
    ("chenghu", "a place in another paragraph", |v| target(v, RETAIL)["at"]["paragraph"] = 3.into()),
    ("chenghu", "a page where there is none", |v| target(v, RETAIL)["at"]["page"] = 3.into()),
    ("chenghu", "a heading", |v| target(v, RETAIL)["at"]["section"][0] = "一、2024年工作回顾".into()),
    ("chenghu", "the place of a figure", |v| {
        let start = &mut target(v, RETAIL)["quantity"]["figure"]["start"];
        *start = (start.as_u64().expect("a number") - 3).into();
    }),
    ("chenghu", "the place of another figure", |v| {
        target(v, RETAIL)["quantity"]["figure"] = target(v, INVESTMENT)["quantity"]["figure"].clone();
    }),
    ("chenghu", "the place of a figure left out", |v| {
        target(v, RETAIL)["evidence"][0]["quantity"]["figure"] = Value::Null;
    }),
    ("chenghu", "a stated reason beside another mark", |v| {
        target(v, RETAIL)["stated_reason"] = target(v, REVENUE)["stated_reason"].clone();
    }),
    ("chenghu", "a word of a stated reason", |v| {
        target(v, REVENUE)["stated_reason"]["quote"] = "受房地产调整影响".into();
    }),
    ("chenghu", "a stated reason from elsewhere", |v| {
        let other = target(v, INVESTMENT)["evidence"][0].clone();
        target(v, REVENUE)["stated_reason"] =
            json!({"quote": other["quote"], "at": other["at"], "quantity": null});
    }),
    ("chenghu", "standing.target", |v| target(v, RETAIL)["standing"]["target"] = "5".into()),
    ("chenghu", "standing.actual", |v| target(v, INVESTMENT)["standing"]["actual"] = "7.1".into()),
    ("chenghu", "standing.gap", |v| target(v, INVESTMENT)["standing"]["gap"] = "-0.8".into()),
    ("chenghu", "standing.unit", |v| target(v, INVESTMENT)["standing"]["unit"] = "亿元".into()),
    ("chenghu", "a sum, and what it is made of", |v| {
        let target = target(v, INVESTMENT);
        target["evidence"][0]["quantity"]["value"] = "7.1".into();
        target["standing"]["actual"] = "7.1".into();
        target["standing"]["gap"] = "0.1".into();
    }),
    ("chenghu", "a promise above last year's actual, called below", |v| {
        target(v, "引进高层次人才")["ambition"]["relation"] = "below_last_actual".into();
    }),
    ("chenghu", "a promise below last year's actual, called level with it", |v| {
        target(v, "完成造林")["ambition"]["relation"] = "flat".into();
    }),
    ("chenghu", "the actual of last year taken away, its relation left", |v| {
        target(v, "完成造林")["ambition"]["actual"] = Value::Null;
    }),
    ("chenghu", "the comparison with last year taken away", |v| {
        target(v, "完成造林")["ambition"] = Value::Null;
    }),
    ("chenghu", "a figure of last year in another unit", |v| {
        let other = target(v, "引进高层次人才")["ambition"]["actual"].clone();
        target(v, "完成造林")["ambition"]["actual"] = other;
    }),
    ("chenghu", "a ruling that nobody made", |v| target(v, RETAIL)["ruling"] = json!({"mark": "met"})),
    ("chenghu", "a lifeline", |v| target(v, RETAIL)["lifeline"] = json!([{"change": "lowered"}])),
    (LEVELS, "a level of a restated figure", |v| {
        v["restated"][0]["first"]["quantity"]["value"] = "83".into()
    }),
    (LEVELS, "a level, and the sum with it", |v| {
        let entry = &mut v["restated"][0];
        entry["first"]["quantity"]["value"] = "83".into();
        entry["from"] = "83".into();
        entry["gap"] = "-2".into();
    }),
    (LEVELS, "the sum of a restated figure", |v| v["restated"][0]["gap"] = "-6".into()),
    (LEVELS, "the year of a restated figure", |v| v["restated"][0]["year"] = 2024.into()),
    (LEVELS, "a word of a restated figure's quote", |v| {
        let quote = &mut v["restated"][0]["second"]["quote"];
        *quote = quote.as_str().expect("a quote").replace("81", "86").into();
    }),
    (LEVELS, "a restated figure that stands twice", |v| {
        let entry = v["restated"][0].clone();
        v["restated"].as_array_mut().expect("restated").push(entry);
    }),
    (GROWTH, "a stated growth that follows from its levels", |v| {
        v["restated"][0]["growth"]["quantity"]["value"] = "3".into();
        v["restated"][0]["to"] = "3".into();
        v["restated"][0]["gap"] = "0.1".into();
    }),
    (GROWTH, "what lies between two levels", |v| {
        v["restated"][0]["from"] = "4.2".into();
        v["restated"][0]["gap"] = "3.8".into();
    }),
    (GROWTH, "a growth called a level", |v| v["restated"][0]["kind"] = "level".into()),
    ("restated-provisional", "a provisional figure called final", |v| {
        v["restated"][0]["provisional"] = false.into();
    }),
    (UNPROMISED, "evidence of a target called unpromised", |v| {
        let evidence = target(v, "新建口袋公园")["evidence"][0].clone();
        let claims = v["unpromised"].as_array_mut().expect("unpromised");
        claims.insert(
            0,
            json!({"quote": evidence["quote"], "at": evidence["at"], "quantity": evidence["quantity"]}),
        );
        v["totals"]["unpromised"] = claims_of(v).into();
    }),
    (UNPROMISED, "an unpromised claim that stands twice", |v| {
        let claim = v["unpromised"][0].clone();
        v["unpromised"].as_array_mut().expect("unpromised").insert(0, claim);
        v["totals"]["unpromised"] = claims_of(v).into();
    }),
    (UNPROMISED, "an unpromised claim left out, the count left", |v| {
        v["unpromised"].as_array_mut().expect("unpromised").remove(0);
    }),
    (UNPROMISED, "the count of unpromised claims", |v| v["totals"]["unpromised"] = 1.into()),
    (UNPROMISED, "the figure of an unpromised claim", |v| {
        v["unpromised"][0]["quantity"]["value"] = "70".into();
    }),
    (UNPROMISED, "an unpromised claim of the plan half", |v| {
        let promise = target(v, "新建口袋公园").clone();
        v["unpromised"][0]["quote"] = promise["quote"].clone();
        v["unpromised"][0]["at"] = promise["at"].clone();
        v["unpromised"][0]["quantity"] = promise["quantity"].clone();
    }),
    ("chenghu", "the alignment left out", |v| v["alignment"] = json!([])),
    ("chenghu", "a passage that was dropped, hidden", |v| {
        let entries = v["alignment"].as_array_mut().expect("an alignment");
        let dropped = entries.iter().position(|entry| entry["how"] == "dropped").expect("a dropped one");
        entries.remove(dropped);
    }),
    ("chenghu", "a passage that was dropped, called the same", |v| {
        aligned(v, "plan-plan", "dropped")["how"] = "same".into();
    }),
    ("chenghu", "a passage that stands twice", |v| {
        let other = aligned(v, "plan-review", "renamed")["later"].clone();
        aligned(v, "plan-review", "dropped")["later"] = other;
    }),
    ("chenghu", "two passages together twice", |v| {
        let twice = aligned(v, "plan-review", "renamed").clone();
        let entries = v["alignment"].as_array_mut().expect("an alignment");
        let at = entries.iter().position(|entry| *entry == twice).expect("it is there");
        entries.insert(at, twice);
    }),
    ("chenghu", "two passages that became one, torn apart", |v| {
        let merged = aligned(v, "plan-plan", "merged");
        let mut other = merged.clone();
        let first = merged["earlier"].as_array_mut().expect("blocks").remove(0);
        other["earlier"] = json!([first]);
        let rest = merged.clone();
        let entries = v["alignment"].as_array_mut().expect("an alignment");
        let at = entries.iter().position(|entry| *entry == rest).expect("it is there");
        entries.insert(at, other);
    }),
    ("chenghu", "one link of many to many left out", |v| {
        let entries = v["alignment"].as_array_mut().expect("an alignment");
        let is =
            |entry: &serde_json::Value| entry["halves"] == "review-review" && entry["earlier"] == json!([12]);
        let at = entries.iter().position(is).expect("it is there");
        entries.remove(at);
    }),
    ("chenghu", "a passage of the other half", |v| {
        aligned(v, "plan-plan", "dropped")["earlier"] = json!([4]);
    }),
    ("chenghu", "a section renamed, called the same", |v| {
        aligned(v, "review-review", "renamed")["how"] = "same".into();
    }),
    ("chenghu", "a section that stayed, called moved", |v| {
        aligned(v, "review-review", "renamed")["how"] = "moved".into();
    }),
    ("chenghu", "the score of an alignment", |v| {
        aligned(v, "review-review", "renamed")["score"] = json!(0.98);
    }),
    ("chenghu", "a part of the score of an alignment", |v| {
        aligned(v, "review-review", "renamed")["why"]["content"] = json!(0.9);
    }),
    ("chenghu", "an alignment with no report", |v| {
        aligned(v, "plan-plan", "same")["reports"] = json!([0, 2]);
    }),
    ("chenghu", "a mark", |v| target(v, INVESTMENT)["mark"] = "met".into()),
    ("chenghu", "a reason", |v| target(v, RETAIL)["reason"] = "reached".into()),
    ("chenghu", "a verdict, with all that hangs on it", |v| {
        let target = target(v, INVESTMENT);
        for (field, word) in [
            ("mark", "met"),
            ("reason", "reached"),
            ("rule", "figure.reached"),
            ("strict", "met"),
            ("lenient", "met"),
        ] {
            target[field] = word.into();
        }
    }),
    ("chenghu", "a bound, with all that hangs on it", |v| {
        let target = target(v, INVESTMENT);
        target["quantity"]["bound"] = "at_most".into();
        for (field, word) in [
            ("mark", "met"),
            ("reason", "exceeded"),
            ("rule", "figure.exceeded"),
            ("strict", "met"),
            ("lenient", "met"),
        ] {
            target[field] = word.into();
        }
    }),
    ("chenghu", "a rule that there is not", |v| target(v, RETAIL)["rule"] = "figure.better".into()),
    ("chenghu", "the rule of another reason", |v| target(v, RETAIL)["rule"] = "figure.reached".into()),
    ("chenghu", "a strict reading", |v| target(v, INVESTMENT)["strict"] = "met".into()),
    ("chenghu", "a lenient reading", |v| target(v, RETAIL)["lenient"] = "missed".into()),
    ("hedge-amount-within", "a confidence that the readings forbid", |v| {
        for target in v["targets"].as_array_mut().expect("targets") {
            if target["strict"] != target["lenient"] {
                target["confidence"] = "sure".into();
            }
        }
    }),
    ("chenghu", "a total", |v| v["totals"]["met"] = 99.into()),
    ("chenghu", "a total of a section", |v| v["totals"]["by_section"][0]["met"] = 99.into()),
    ("chenghu", "a total of a reason", |v| v["totals"]["by_reason"]["short"] = 0.into()),
    ("chenghu", "the hash of a report", |v| v["reports"][1]["sha256"] = "0".repeat(64).into()),
    ("chenghu", "the hash of a search", |v| {
        target(v, "外贸进出口增长")["search"]["sha256"] = "0".repeat(64).into()
    }),
    ("chenghu", "the end of a search", |v| target(v, "外贸进出口增长")["search"]["end"] = 3000.into()),
    ("chenghu", "a search of a part", |v| target(v, "外贸进出口增长")["search"]["complete"] = false.into()),
    ("chenghu", "a search left out", |v| target(v, "外贸进出口增长")["search"] = Value::Null),
    ("chenghu", "the year of a report", |v| v["reports"][0]["plans"] = 2025.into()),
    ("chenghu", "the year of a target", |v| target(v, RETAIL)["for_year"] = 2025.into()),
    ("chenghu", "the half of a report", |v| v["reports"][1]["review_half"]["end"] = 3000.into()),
    ("chenghu", "a word of the text", |v| {
        let text = &mut v["reports"][1]["text"];
        *text = text.as_str().expect("a text").replacen("6.1%", "7.1%", 1).into();
    }),
    ("chenghu", "a block", |v| v["reports"][1]["blocks"][5]["half"] = "plan".into()),
    ("chenghu", "a score", |v| {
        let score = &mut target(v, RETAIL)["evidence"][0]["score"];
        *score = json!(score.as_f64().expect("a number") - 0.01);
    }),
    ("chenghu", "a part of a score", |v| target(v, RETAIL)["evidence"][0]["why"]["cover"] = json!(0.001)),
    ("chenghu", "a score above 1", |v| target(v, "外贸进出口增长")["candidates"][0]["score"] = json!(1.2)),
    ("chenghu", "a digit of a refused passage", |v| {
        let quote = &mut target(v, "外贸进出口增长")["candidates"][0]["quote"];
        *quote = format!("{}1", quote.as_str().expect("a quote")).into();
    }),
    ("chenghu", "evidence left out", |v| target(v, RETAIL)["evidence"] = json!([])),
    ("chenghu", "evidence of the plan half", |v| {
        let promised = target(v, RETAIL).clone();
        let said = &mut target(v, RETAIL)["evidence"][0];
        said["quote"] = promised["quote"].clone();
        said["at"] = promised["at"].clone();
    }),
    ("chenghu", "a key", |v| target(v, RETAIL)["key"] = "2024-00000000".into()),
    ("chenghu", "an effort that is judged", |v| {
        let targets = v["targets"].as_array_mut().expect("targets");
        let effort = targets.iter_mut().find(|target| target["kind"] == "effort").expect("an effort");
        effort["mark"] = "met".into();
    }),
    ("chenghu", "a tolerance", |v| v["tool"]["policy"]["about_points"] = "1.5".into()),
    ("page-cut-before-unit", "a field that there is not", |v| v["targets"][0]["note"] = "met".into()),
    ("single-line-report", "the place of a notice", |v| {
        let notices = v["notices"].as_array_mut().expect("notices");
        let end = notices.iter_mut().find_map(|notice| notice.pointer_mut("/at/end")).expect("a place");
        *end = (end.as_u64().expect("a number") - 3).into();
    }),
    ("two-different-bodies", "a notice of another report", |v| v["notices"][0]["report"] = 7.into()),
    ("single-line-report", "a notice left out", |v| v["notices"] = json!([])),
    ("series", "a promise made larger, called smaller", |v| {
        step(v, "城镇新增就业", 2020)["change"] = "lowered".into();
        for target in v["targets"].as_array_mut().expect("targets") {
            for entry in target["lifeline"].as_array_mut().expect("a life") {
                if entry["change"] == "raised" && entry["for_year"] == 2020 {
                    entry["change"] = "lowered".into();
                }
            }
        }
    }),
    ("series", "how often it was promised", |v| step(v, "城镇新增就业", 2021)["nth"] = 2.into()),
    ("series", "a word of a promise of the last plan", |v| {
        step(v, "城镇新增就业", 2023)["quote"] = "城镇新增就业2900人以上".into();
    }),
    ("series", "a figure of the last plan", |v| {
        step(v, "城镇新增就业", 2023)["quantity"]["value"] = "2900".into();
    }),
    ("series", "the key of a promise of the last plan", |v| {
        step(v, "城镇新增就业", 2023)["key"] = "2023-00000000".into();
    }),
    ("series", "what a promise is called", |v| {
        let lines = v["lifelines"].as_array_mut().expect("lifelines");
        lines[0]["subject"] = "财政收入".into();
    }),
    ("series", "what differs, taken away", |v| step(v, "居民消费价格", 2020)["differs"] = json!([])),
    ("series", "a thing carried on, called one more time", |v| {
        step(v, "文化馆", 2020)["change"] = "repeated".into();
    }),
    ("series", "a life left out", |v| {
        v["lifelines"].as_array_mut().expect("lifelines").remove(0);
    }),
    ("series", "a target's own life cut short", |v| {
        target(v, "建成青岩县文化馆")["lifeline"].as_array_mut().expect("a life").pop();
    }),
    ("series", "a promise dropped that was met", |v| {
        let life = target(v, "改造老旧小区8个")["lifeline"].as_array_mut().expect("a life");
        life.push(json!({"for_year": 2020, "key": null, "change": "dropped"}));
    }),
    ("series", "a promise dropped that the next plan has", |v| {
        let life = json!([target(v, "建成青岩县文化馆")["lifeline"][0], {"for_year": 2020, "key": null, "change": "dropped"}]);
        target(v, "建成青岩县文化馆")["lifeline"] = life;
        let lines = v["lifelines"].as_array_mut().expect("lifelines");
        lines.retain(|line| !line["subject"].as_str().expect("a subject").contains("文化馆"));
    }),
    ("series", "a late delivery out of the report that was due", |v| {
        let said = target(v, "新建公共停车位300个")["evidence"][0].clone();
        let first = step(v, "文化馆", 2019).clone();
        let mut late = first;
        for (field, value) in
            [("change", json!("delivered")), ("key", Value::Null), ("quantity", Value::Null)]
        {
            late[field] = value;
        }
        late["quote"] = said["quote"].clone();
        late["at"] = said["at"].clone();
        let lines = v["lifelines"].as_array_mut().expect("lifelines");
        let is = |line: &&mut Value| line["subject"].as_str().is_some_and(|words| words.contains("文化馆"));
        lines.iter_mut().find(is).expect("the line")["steps"].as_array_mut().expect("steps").push(late);
    }),
];
