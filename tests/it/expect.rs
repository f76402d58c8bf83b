//! What a case expects, and how a ledger answers it. The keys are explained in `seeds/cases/README.md`.

use duixian::ledger::{Ledger, Place, Target};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A `case.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// What is tricky here.
    #[serde(rename = "why")]
    _why: String,
    /// Kinds of notices that must reach the reader.
    #[serde(default)]
    pub(crate) notices: Vec<String>,
    /// Targets that must be found.
    #[serde(default)]
    expect: Vec<Expect>,
    /// Words that must not be a target.
    #[serde(default)]
    absent: Vec<Absent>,
    /// Figures that the two reports give differently, or do not.
    #[serde(default)]
    restated: Vec<Differs>,
    /// Figures that answer no target, or do.
    #[serde(default)]
    unpromised: Vec<Claimed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    quote: String,
    subject: Option<String>,
    kind: Option<String>,
    mark: Option<String>,
    reason: Option<String>,
    evidence: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    quote: String,
    kind: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Differs {
    #[serde(default)]
    subject: String,
    count: Option<usize>,
    kind: Option<String>,
    first: Option<String>,
    second: Option<String>,
    gap: Option<String>,
    provisional: Option<bool>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claimed {
    quote: String,
    listed: Option<bool>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// One expectation that the program does not meet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gap {
    /// The case.
    pub(crate) case: String,
    /// The words of the expectation; `notice KIND` for a notice.
    pub(crate) quote: String,
    /// Its subject, where it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) subject: String,
    /// What was expected and what it says instead.
    pub(crate) instead: String,
}

/// Reads a `case.toml`.
pub(crate) fn parse(case: &str, text: &str) -> Expected {
    toml::from_str(text).unwrap_or_else(|error| panic!("{case}: {error}"))
}

/// Every expectation of `expected` that `ledger` does not meet.
pub(crate) fn gaps(case: &str, expected: &Expected, ledger: &Ledger) -> Vec<Gap> {
    let gap = |quote: &str, subject: &str, instead: String| Gap {
        case: case.to_owned(),
        quote: quote.to_owned(),
        subject: subject.to_owned(),
        instead,
    };
    let mut gaps = Vec::new();
    let answers = answers(&expected.expect, ledger);
    for (which, one) in expected.expect.iter().enumerate() {
        if let Some(instead) = unmet(one, answers.get(&which).copied(), ledger) {
            gaps.push(gap(&one.quote, one.subject.as_deref().unwrap_or_default(), instead));
        }
    }
    for one in &expected.absent {
        if let Some(instead) = present(one, ledger) {
            gaps.push(gap(&one.quote, "", instead));
        }
    }
    for one in &expected.restated {
        let what = format!("restated {}", one.subject);
        gaps.extend(differs(one, ledger).map(|instead| gap(what.trim(), "", instead)));
    }
    for one in &expected.unpromised {
        let places = places(text(ledger, 1), &one.quote);
        let is = |place: &Range<usize>| {
            ledger.unpromised.iter().any(|said| said.at.report == 1 && belongs(place, &said.at, ledger))
        };
        let (listed, wanted) = (places.iter().any(is), one.listed.unwrap_or(true));
        if places.is_empty() || listed != wanted {
            gaps.push(gap(&one.quote, "", format!("unpromised: listed {listed} instead of {wanted}")));
        }
    }
    for kind in &expected.notices {
        if !ledger.notices.iter().any(|notice| word(&notice.kind) == *kind) {
            let kinds: Vec<String> = ledger.notices.iter().map(|notice| word(&notice.kind)).collect();
            gaps.push(gap(&format!("notice {kind}"), "", format!("notices given: [{}]", kinds.join(", "))));
        }
    }
    gaps
}

/// For each expected target the one that answers it: best fits first, each target for one expectation only.
fn answers(expected: &[Expect], ledger: &Ledger) -> HashMap<usize, usize> {
    let mut fits = Vec::new();
    for (which, one) in expected.iter().enumerate() {
        let places = places(text(ledger, 0), &one.quote);
        for (index, target) in ledger.targets.iter().enumerate() {
            if places.iter().any(|place| belongs(place, &target.at, ledger)) {
                fits.push((fit(one, target), which, index));
            }
        }
    }
    fits.sort_by_key(|&(fit, which, index)| (std::cmp::Reverse(fit), which, index));
    let (mut answers, mut taken) = (HashMap::new(), HashSet::new());
    for (_, which, index) in fits {
        if !answers.contains_key(&which) && taken.insert(index) {
            answers.insert(which, index);
        }
    }
    answers
}

/// What is wrong with the answer to one expected target.
fn unmet(one: &Expect, answer: Option<usize>, ledger: &Ledger) -> Option<String> {
    if places(text(ledger, 0), &one.quote).is_empty() {
        return Some("reading: these words do not stand in the canonical text".to_owned());
    }
    let Some(index) = answer else { return Some("target: not found".to_owned()) };
    let target = &ledger.targets[index];
    let mut wrong = Vec::new();
    let mut differs = |what: &str, wanted: &Option<String>, said: Option<String>| {
        if let Some(wanted) = wanted
            && said.as_deref().unwrap_or("none") != wanted
        {
            wrong.push(format!("{what}: {} instead of {wanted}", said.as_deref().unwrap_or("none")));
        }
    };
    differs("kind", &one.kind, Some(word(&target.kind)));
    differs("mark", &one.mark, target.mark.as_ref().map(word));
    differs("reason", &one.reason, target.reason.as_ref().map(word));
    if let Some(wanted) = &one.evidence
        && !rests_on(wanted, target, ledger)
    {
        let said: Vec<&str> = target.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        wrong.push(format!("evidence: [{}]", said.join(" | ")));
    }
    if let Some(subject) = &one.subject
        && alike(subject, &format!("{}{}", target.subject, target.quote)) == 0
    {
        wrong.push(format!("subject: {}", target.subject));
    }
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

/// What is wrong with the figures given differently whose subject holds these words.
fn differs(one: &Differs, ledger: &Ledger) -> Option<String> {
    let found: Vec<_> =
        ledger.restated.iter().filter(|entry| entry.subject.contains(one.subject.as_str())).collect();
    let wanted = one.count.unwrap_or(1);
    if found.len() != wanted {
        let subjects: Vec<&str> = ledger.restated.iter().map(|entry| entry.subject.as_str()).collect();
        return Some(format!("{} instead of {wanted}, of all: [{}]", found.len(), subjects.join(", ")));
    }
    let holds = |side: usize, wanted: &Option<String>, at: &Place| {
        let found = |words: &String| {
            at.report == side
                && places(text(ledger, side), words).iter().any(|place| belongs(place, at, ledger))
        };
        wanted.as_ref().is_none_or(found)
    };
    let entry = found.first()?;
    let fits = one.kind.as_ref().is_none_or(|kind| *kind == word(&entry.kind))
        && one.gap.as_ref().is_none_or(|gap| *gap == entry.gap)
        && one.provisional.is_none_or(|provisional| provisional == entry.provisional)
        && holds(0, &one.first, &entry.first.at)
        && holds(1, &one.second, &entry.second.at);
    (!fits).then(|| {
        format!(
            "{}: “{}” “{}” gap {} provisional {}",
            word(&entry.kind),
            entry.first.quote,
            entry.second.quote,
            entry.gap,
            entry.provisional
        )
    })
}

/// How well a target at the right place fits: its kind, its figure, its subject.
fn fit(one: &Expect, target: &Target) -> i64 {
    let kind = one.kind.as_ref().is_none_or(|kind| *kind == word(&target.kind));
    let figure =
        target.quantity.as_ref().is_some_and(|quantity| bare(&one.quote).contains(quantity.value.as_str()));
    let subject = one.subject.as_deref().unwrap_or(&one.quote);
    i64::from(kind) * 10_000
        + i64::from(figure) * 2_000
        + alike(subject, &target.subject) * 2
        + alike(subject, &target.quote)
}

/// How many in a thousand of the characters' pairs of `wanted` stand in `said`.
fn alike(wanted: &str, said: &str) -> i64 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = bare(text).chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (wanted, said) = (pairs(wanted), pairs(said));
    let hits = wanted.iter().filter(|pair| said.contains(pair)).count();
    i64::try_from(hits * 1000 / wanted.len().max(1)).unwrap_or(0)
}

/// Whether a verdict rests on the words; the empty words ask for no evidence.
fn rests_on(wanted: &str, target: &Target, ledger: &Ledger) -> bool {
    if wanted.is_empty() {
        return target.evidence.is_empty();
    }
    let places = places(text(ledger, 1), wanted);
    target.evidence.iter().any(|evidence| places.iter().any(|place| belongs(place, &evidence.at, ledger)))
}

/// The target that should not be there.
fn present(one: &Absent, ledger: &Ledger) -> Option<String> {
    let kinds = one.kind.as_deref().map_or(vec!["quantified", "deliverable"], |kind| vec![kind]);
    let places = places(text(ledger, 0), &one.quote);
    if places.is_empty() {
        return None;
    }
    let holds = |target: &&Target| {
        kinds.contains(&word(&target.kind).as_str())
            && places.iter().any(|place| {
                (target.at.start <= place.start && place.end <= target.at.end)
                    || (place.start <= target.at.start && target.at.end <= place.end)
            })
    };
    let found = ledger.targets.iter().find(holds)?;
    Some(format!("absent: {} “{}”", word(&found.kind), found.quote))
}

/// Whether a place of the ledger covers the wanted one by half of the shorter of the two, blanks left out.
fn belongs(wanted: &Range<usize>, said: &Place, ledger: &Ledger) -> bool {
    let text = text(ledger, said.report);
    let length = |from: usize, to: usize| text.get(from..to).map_or(0, |part| bare(part).len());
    let both = length(wanted.start.max(said.start), wanted.end.min(said.end));
    both > 0 && both * 2 >= length(wanted.start, wanted.end).min(length(said.start, said.end))
}

/// Where `words` stand in `text`, blanks left aside.
pub(crate) fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut plain = String::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        starts.extend(std::iter::repeat_n(at, c.len_utf8()));
        plain.push(c);
    }
    let words = bare(words);
    let last = words.chars().next_back().map_or(0, char::len_utf8);
    (plain.match_indices(&words))
        .filter(|_| !words.is_empty())
        .map(|(at, _)| starts[at]..starts[at + words.len() - 1] + last)
        .collect()
}

/// Without blanks.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A value's name in the ledger.
pub(crate) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn text(ledger: &Ledger, report: usize) -> &str {
    ledger.reports[report].text.as_deref().expect("the ledger was made with its texts")
}
