//! Why one target got its mark: what the ledger holds of it, in words. Nothing is judged or weighed anew.

use super::{Builder, QuoteView, TargetView};
use crate::ledger::{Kind, Ledger, Place, QuantityEntry, Target};
use crate::render::figure;
use crate::render::words::name_of;
use serde::Serialize;
use std::collections::BTreeMap;
use toml::Table;

/// Everything that the template of an explanation may name.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Explained<'a> {
    words: &'a Table,
    target: TargetView<'a>,
    kind_text: String,
    mark_text: String,
    reason_text: String,
    rule_text: String,
    /// Why there is no verdict, where there is none.
    unjudged: Option<String>,
    /// Whether it was set against a later report.
    compared: bool,
    evidence: Vec<Piece<'a>>,
    /// Where the growth between two levels was judged, these levels.
    levels: Option<String>,
    derived: Vec<Piece<'a>>,
    candidates: Vec<Piece<'a>>,
    /// What its relation to the year before means, where it has one.
    ambition_text: Option<String>,
    /// The stretch that was searched.
    stretch: String,
    /// The numbers of the policy that decided.
    limits: Vec<String>,
}

/// A quote with the figure that was taken from it.
#[derive(Debug, Serialize)]
struct Piece<'a> {
    #[serde(flatten)]
    quote: QuoteView<'a>,
    figure: Option<String>,
}

/// The numbers of the policy that each rule asks, by the beginning of its name; the first row that fits counts.
const LIMITS: &[(&str, &[&str])] = &[
    ("figure.short", &["accept_figure", "accept_miss", "sure_margin"]),
    ("figure.asserted", &["topic_figure"]),
    ("figure.substituted", &["topic_figure"]),
    ("figure.", &["accept_figure", "sure_margin"]),
    ("derived.", &["accept_figure", "most_change"]),
    ("thing.late", &["accept_thing", "accept_miss"]),
    ("thing.reversed", &["accept_thing"]),
    ("thing.", &["accept_thing", "sure_margin"]),
    ("report.admitted", &["accept_miss", "topic_figure", "accept_thing"]),
    ("topic.", &["topic"]),
    ("search.", &["topic"]),
];

impl<'a> Explained<'a> {
    /// The explanation of one target of `ledger`; `rule` is what its rule says of itself, in English.
    pub(in crate::render) fn new(
        ledger: &'a Ledger,
        target: &'a Target,
        labels: &'a Table,
        rule: Option<&str>,
    ) -> Self {
        let builder = Builder::new(ledger, labels);
        let words = builder.words;
        let text = |table: &str, name: Option<String>| {
            name.map(|name| words.say(&format!("{table}.{name}"))).unwrap_or_default()
        };
        let compared = target.reason.is_some() || target.search.is_some();
        let own = target.rule.as_deref().and_then(|rule| words.find(&format!("rule.{rule}")));
        Self {
            words: labels,
            target: builder.target(target),
            kind_text: words.say_of("kind_text", target.kind),
            mark_text: text("mark_text", target.mark.map(name_of)),
            reason_text: text("reason_text", target.reason.map(name_of)),
            rule_text: own.filter(|text| !text.is_empty()).or(rule).unwrap_or_default().to_owned(),
            unjudged: target.reason.is_none().then(|| match target.kind {
                Kind::Effort => words.say("explain.effort"),
                _ if compared => words.say("target.unjudged"),
                _ => words.say("explain.not_compared"),
            }),
            compared,
            evidence: builder.evidence(target),
            levels: builder.levels(target),
            derived: (target.standing.iter().flat_map(|standing| &standing.derived))
                .map(|said| builder.piece(&said.quote, &said.at, said.quantity.as_ref(), String::new()))
                .collect(),
            candidates: builder.candidates(target),
            ambition_text: (target.ambition.as_ref())
                .map(|ambition| words.say_of("ambition_text", ambition.relation)),
            stretch: builder.stretch(target),
            limits: builder.limits(target),
        }
    }
}

impl<'a> Builder<'a> {
    fn piece(&self, quote: &'a str, at: &Place, quantity: Option<&QuantityEntry>, note: String) -> Piece<'a> {
        let figure = quantity.map(|quantity| figure::promised(self.words, quantity));
        Piece { quote: self.quote(quote, at, note), figure }
    }

    fn evidence(&self, target: &'a Target) -> Vec<Piece<'a>> {
        let piece = |said: &'a crate::ledger::Evidence| {
            self.piece(&said.quote, &said.at, said.quantity.as_ref(), self.sum(said.score, &said.why))
        };
        target.evidence.iter().map(piece).collect()
    }

    /// How the parts of a score add up to it, in words.
    fn sum(&self, score: f64, why: &BTreeMap<String, f64>) -> String {
        if why.is_empty() {
            return self.words.say("explain.no_score");
        }
        let mut parts: Vec<(&String, f64)> = why.iter().map(|(name, part)| (name, *part)).collect();
        parts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let mut sum = String::new();
        for (nth, (name, part)) in parts.iter().enumerate() {
            let sign = if *part < 0.0 { "explain.minus" } else { "explain.plus" };
            let sign = if nth == 0 && *part >= 0.0 { String::new() } else { self.words.say(sign) };
            let word = self.words.find(&format!("why.{name}")).unwrap_or(name);
            let value = format!("{:.3}", part.abs());
            sum.push_str(&sign);
            sum.push_str(&self.words.fill("explain.part", &[("word", word), ("value", &value)]));
        }
        let whole: f64 = parts.iter().map(|(_, part)| part).sum();
        let mut shown = format!("{score:.2}");
        if !(0.0..=1.0).contains(&whole) {
            shown = self.words.fill("explain.kept", &[("score", &shown)]);
        }
        self.words.fill("explain.score", &[("score", &shown), ("sum", &sum)])
    }

    /// The two levels of a growth that only follows from them.
    fn levels(&self, target: &Target) -> Option<String> {
        let standing = target.standing.as_ref()?;
        let before = standing.derived.first()?.quantity.as_ref()?;
        let now = target.evidence.first()?.quantity.as_ref()?;
        let said = |quantity| figure::promised(self.words, quantity);
        let growth = figure::amount(self.words, &standing.actual, &standing.unit, 0);
        let args = [("before", said(before)), ("now", said(now)), ("growth", growth)];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(self.words.fill("explain.levels", &args))
    }

    /// Every refused passage with its score and why.
    fn candidates(&self, target: &'a Target) -> Vec<Piece<'a>> {
        let piece = |candidate: &'a crate::ledger::Candidate| {
            let (score, text) =
                (format!("{:.2}", candidate.score), self.words.say_of("refused_text", candidate.refused));
            let note = self.words.fill("explain.candidate", &[("score", &score), ("text", &text)]);
            self.piece(&candidate.quote, &candidate.at, None, note)
        };
        target.candidates.iter().map(piece).collect()
    }

    fn stretch(&self, target: &Target) -> String {
        let Some(search) = &target.search else { return String::new() };
        let (start, end) = (search.start.to_string(), search.end.to_string());
        let report = self.short(search.report);
        self.words.fill(
            "method.searched",
            &[("report", &report), ("start", &start), ("end", &end), ("sha", &search.sha256)],
        )
    }

    /// The numbers of the policy that decided, each with its word.
    fn limits(&self, target: &Target) -> Vec<String> {
        let policy = serde_json::to_value(&self.ledger.tool.policy).unwrap_or_default();
        let rule = target.rule.as_deref().unwrap_or_default();
        let mut limits = Vec::new();
        let about = target.quantity.as_ref().filter(|quantity| name_of(quantity.bound) == "about");
        if let Some(quantity) = about.filter(|_| target.standing.is_some()) {
            let rate = quantity.unit.starts_with(['%', '％']) || quantity.unit.contains("百分点");
            let name = if rate { "about_points" } else { "about_share" };
            limits.extend(policy.get(name).map(|value| self.tolerance(name, value)));
        }
        let row = LIMITS.iter().find(|(beginning, _)| rule.starts_with(beginning));
        for name in row.into_iter().flat_map(|(_, names)| names.iter()) {
            let name = match (*name, target.kind) {
                ("topic", Kind::Quantified) => "topic_figure",
                ("topic", _) => "topic_thing",
                (name, _) => name,
            };
            let Some(value) = policy.pointer(&format!("/pair/{name}")) else { continue };
            // Whole numbers are thousandths of a score, as the parts of one; factors and shares are written as they are.
            #[allow(clippy::cast_precision_loss, reason = "a number of at most some thousands")]
            let value = value.as_str().map_or_else(
                || format!("{:.3}", value.as_i64().unwrap_or_default() as f64 / 1000.0),
                str::to_owned,
            );
            let word = self.words.say(&format!("policy_part.{name}"));
            limits.push(self.words.fill("counts.item", &[("word", &word), ("count", &value)]));
        }
        limits
    }
}
