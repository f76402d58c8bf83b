//! What a published page says of itself to machines: JSON-LD in the words of schema.org. Comes in: a ledger, who publishes, and where.
//! Goes out: JSON that is safe inside a script element.
//!
//! The page is a `Report` about two reports, and holds a list of `Claim`s: the targets, each with the report that it stands in and the
//! page's link to it. No mark is given: a `ClaimReview` would rate whether a claim is true, and a mark says only what the later report
//! says of a target; away from its quotes it would be taken for more.

use super::Setting;
use crate::ledger::{Kind, Ledger, Target};
use crate::text::shown::shown;
use serde_json::{Map, Value, json};

/// The description of the page; `None` unless a publisher and an address are given.
pub(super) fn linked(ledger: &Ledger, setting: &Setting<'_>, title: &str) -> Option<String> {
    let (publisher, url) = (setting.publisher?, setting.url?);
    let word = |table: &str, key: &str| setting.labels.get(table)?.get(key)?.as_str();
    let bodies = bodies(ledger);
    let body = |name: &str| {
        bodies.iter().position(|known| *known == name).map(|at| json!({"@id": format!("{url}#body-{at}")}))
    };
    let reports: Vec<Value> = (ledger.reports.iter().enumerate())
        .map(|(at, report)| {
            lean(json!({"@type": "Report", "@id": format!("{url}#report-{at}"), "name": report.title.as_deref().unwrap_or(&report.name),
                "author": report.body.as_deref().and_then(body), "datePublished": report.delivered,
                "inLanguage": report.language,
                "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": report.sha256}}))
        })
        .collect();
    let claims: Vec<Value> = (ledger.targets.iter().filter(|target| target.kind != Kind::Effort).enumerate())
        .map(|(at, target)| json!({"@type": "ListItem", "position": at + 1, "item": claim(target, url)}))
        .collect();
    let about: Vec<Value> = (bodies.iter().enumerate())
        .map(|(at, name)| json!({"@type": "GovernmentOrganization", "@id": format!("{url}#body-{at}"), "name": name}))
        .collect();
    let page = lean(
        json!({"@context": "https://schema.org", "@type": "Report", "@id": url, "url": url, "name": title,
        "description": word("page", "account"), "inLanguage": word("page", "lang"),
        "creativeWorkStatus": setting.draft.then(|| word("page", "draft")).flatten(),
        "publisher": {"@type": "Organization", "name": publisher}, "about": about, "isBasedOn": reports,
        "mainEntity": {"@type": "ItemList", "numberOfItems": claims.len(), "itemListElement": claims}}),
    );
    Some(harmless(&page.to_string()))
}

/// The bodies whose reports these are, each once, in the order of the reports.
fn bodies(ledger: &Ledger) -> Vec<&str> {
    let mut bodies: Vec<&str> = Vec::new();
    for body in ledger.reports.iter().filter_map(|report| report.body.as_deref()) {
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    bodies
}

fn claim(target: &Target, url: &str) -> Value {
    let year = target.for_year.map(|year| year.to_string());
    lean(
        json!({"@type": "Claim", "@id": format!("{url}#{}", target.key), "text": target.quote, "temporalCoverage": year,
        "appearance": {"@id": format!("{url}#report-{}", target.at.report)}}),
    )
}

/// The object without what is not known.
fn lean(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let known = |(_, value): &(String, Value)| !value.is_null() && value.as_str() != Some("");
            Value::Object(fields.into_iter().filter(known).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// JSON in which no text can end a script element, begin a remark or act on a screen.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in shown(json).chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{by_name, sample};

    fn page(ledger: &Ledger, publisher: Option<&str>, url: Option<&str>) -> String {
        let setting = Setting { publisher, url, ..Setting::new(sample::labels("zh")) };
        String::from_utf8((by_name("html").unwrap().render)(ledger, &setting).unwrap()).unwrap()
    }

    /// What stands in the page's one block of JSON-LD.
    fn block(page: &str) -> Option<Value> {
        let (_, rest) = page.split_once("<script type=\"application/ld+json\">")?;
        assert!(!rest.contains("ld+json"), "one block");
        Some(serde_json::from_str(rest.split_once("</script>")?.0).unwrap())
    }

    #[test]
    fn only_a_page_with_publisher_and_address_describes_itself() {
        let (publisher, url) = (Some("示例观察"), Some("https://example.org/r.html"));
        let ledger = sample::ledger();
        assert_eq!(block(&page(&ledger, None, None)), None);
        assert_eq!(block(&page(&ledger, publisher, None)), None);
        assert_eq!(block(&page(&ledger, None, url)), None);
        assert!(block(&page(&ledger, publisher, url)).is_some());
    }

    #[test]
    fn it_names_the_reports_and_the_targets_and_rates_nothing() {
        let ledger = sample::ledger();
        let said = block(&page(&ledger, Some("示例观察"), Some("https://example.org/r.html"))).unwrap();
        assert_eq!((&said["@type"], &said["publisher"]["name"]), (&json!("Report"), &json!("示例观察")));
        assert_eq!(said["creativeWorkStatus"], "草稿");
        assert_eq!(
            said["about"],
            json!([{"@type": "GovernmentOrganization", "@id": "https://example.org/r.html#body-0", "name": "示例区人民政府"}])
        );
        assert_eq!(said["isBasedOn"][1]["datePublished"], "2023-01-08");
        let list = &said["mainEntity"];
        assert_eq!(list["numberOfItems"], 3);
        let item = &list["itemListElement"][1];
        assert_eq!(item["position"], 2);
        assert_eq!(
            item["item"],
            json!({"@type": "Claim", "@id": "https://example.org/r.html#2022-00000003",
            "text": "新建区文化馆1座", "temporalCoverage": "2022", "appearance": {"@id": "https://example.org/r.html#report-0"}})
        );
        let list = list.to_string();
        for word in ["Rating", "Review", "met", "missed", "未完成"] {
            assert!(!list.contains(word), "{word}: {list}");
        }
    }

    #[test]
    fn hostile_words_stay_inside_the_block() {
        for text in [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "\"}]",
            "\u{2028}&amp;\u{202e}",
            "{{ title }}",
        ] {
            let mut ledger = sample::ledger_with_quote(text);
            ledger.reports[0].title = Some(text.to_owned());
            let page = page(&ledger, Some(text), Some("https://example.org/?a=1&b=2"));
            let said = block(&page).unwrap();
            assert_eq!(
                said["mainEntity"]["itemListElement"][0]["item"]["text"].as_str().unwrap(),
                shown(text),
                "{text}"
            );
            assert_eq!(said["url"], "https://example.org/?a=1&b=2");
            assert!(!page.contains("alert(1)</script>"), "{page}");
        }
    }
}
