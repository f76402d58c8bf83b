//! Places and quotes. Comes in: the ledger as plain JSON, and the reports. Goes out: where a quote is not the text at its
//! place, a place is not where the outline has it, or a quote stands in the wrong half.

use super::fault::Faults;
use super::file::{escaped, sha256};
use super::sources::Source;
use crate::ledger::{Kind, Ledger, Mark, Place, Reason, Target};
use crate::outline::Half;
use crate::span::Span;
use crate::text::fold::Folded;
use crate::text::sentence::sentences;
use serde_json::Value;

/// Checks every object that has an `at`, wherever it stands, with its `quote` if it has one; how many quotes were compared.
pub(super) fn places(value: &Value, sources: &[Option<Source>], faults: &mut Faults) -> usize {
    let mut quotes = 0;
    // The reports' own texts and blocks are compared as a whole.
    let parts = value.as_object().into_iter().flatten().filter(|(name, _)| *name != "reports");
    for (name, part) in parts {
        walk(&format!("/{}", escaped(name)), part, sources, faults, &mut quotes);
    }
    quotes
}

fn walk(at: &str, value: &Value, sources: &[Option<Source>], faults: &mut Faults, quotes: &mut usize) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(&format!("{at}/{index}"), item, sources, faults, quotes);
            }
        }
        Value::Object(fields) => {
            if let Some(place) = fields.get("at").filter(|place| !place.is_null()) {
                let quote = fields.get("quote").map(|quote| quote.as_str().unwrap_or_default());
                *quotes += usize::from(self::place(at, place, quote, sources, faults));
            }
            for (name, field) in fields.iter().filter(|(name, _)| *name != "at") {
                walk(&format!("{at}/{}", escaped(name)), field, sources, faults, quotes);
            }
        }
        _ => {}
    }
}

/// One place, and the quote at it; whether a quote was compared.
fn place(
    at: &str,
    place: &Value,
    quote: Option<&str>,
    sources: &[Option<Source>],
    faults: &mut Faults,
) -> bool {
    let here = format!("{at}/at");
    let Ok(place) = serde_json::from_value::<Place>(place.clone()) else {
        faults.add(&here, "this is no place in a report");
        return false;
    };
    let Some(source) = sources.get(place.report) else {
        faults.add(&here, format!("there is no report {}", place.report));
        return false;
    };
    let Some(source) = source else { return false };
    let span = Span { start: place.start, end: place.end };
    if span.start >= span.end || !span.fits(&source.document.text) {
        let (start, end, length) = (span.start, span.end, source.document.text.len());
        faults.add(
            &here,
            format!("{start} to {end} are no bytes of the text, which has {length}, or cut a character"),
        );
        return false;
    }
    faults.same(&here, "the outline has this place otherwise", &place, &source.place(place.report, span));
    if let Some(quote) = quote {
        let right = source.document.slice(span);
        faults.same(&format!("{at}/quote"), "the quote is not the text at its place", quote, right);
    }
    quote.is_some()
}

/// That a target stands in the plan half of its report, its years with it; that evidence and candidates stand in the review half of
/// the next report, and what a sum or an ambition starts from in that of its own.
pub(super) fn halves(
    at: &str,
    target: &Target,
    ledger: &Ledger,
    sources: &[Option<Source>],
    faults: &mut Faults,
) {
    let (own, next) = (target.at.report, target.at.report.saturating_add(1));
    let mut lies = |at: String, place: &Place, report: usize, half: Half, words: &str| {
        if place.report != report {
            faults.same(&format!("{at}/at/report"), words, &place.report, &report);
        } else if let Some(Some(source)) = sources.get(report)
            && !source.lies_in(Span::new(place.start, place.end), half)
        {
            faults.add(&format!("{at}/at"), words);
        }
    };
    lies(at.to_owned(), &target.at, own, Half::Plan, "a target must stand in the plan half");
    let later = "it must stand in the review half of the next report";
    for (index, said) in target.evidence.iter().enumerate() {
        lies(format!("{at}/evidence/{index}"), &said.at, next, Half::Review, later);
    }
    for (index, said) in target.candidates.iter().enumerate() {
        lies(format!("{at}/candidates/{index}"), &said.at, next, Half::Review, later);
    }
    if let Some(said) = &target.stated_reason {
        lies(format!("{at}/stated_reason"), &said.at, next, Half::Review, later);
    }
    let earlier = "it must stand in the review half of the target's own report";
    for (index, said) in target.standing.iter().flat_map(|standing| &standing.derived).enumerate() {
        lies(format!("{at}/standing/derived/{index}"), &said.at, own, Half::Review, earlier);
    }
    let ambition = serde_json::to_value(&target.ambition).unwrap_or_default();
    let actual = ambition.pointer("/actual/at").and_then(|at| serde_json::from_value(at.clone()).ok());
    if let Some(actual) = actual {
        lies(format!("{at}/ambition/actual"), &actual, own, Half::Review, earlier);
    }
    if let Some(report) = ledger.reports.get(own) {
        let said = "it is not the year of the target's report";
        faults.same(&format!("{at}/set_in"), said, &target.set_in, &report.reviews);
        faults.same(&format!("{at}/for_year"), said, &target.for_year, &report.plans);
    }
}

/// Sentences of a half that are longer than the policy lets be read.
pub(super) fn unread(source: &Source, half: Half, most: usize) -> Vec<Span> {
    let text = &source.document.text;
    let of = |block: Span| {
        // Folding makes no character more than three times as long, so that most blocks need no second look.
        let folded = if block.len() * 3 > most { Folded::new(text, block) } else { Folded::default() };
        let long = sentences(&folded.text).into_iter().filter(|sentence| sentence.len() > most);
        long.map(|sentence| folded.back(sentence)).collect::<Vec<_>>()
    };
    source.blocks(half).flat_map(of).collect()
}

/// The search: there where nothing was found and nowhere else, over the whole review half, with its hash.
pub(super) fn search(
    at: &str,
    target: &Target,
    ledger: &Ledger,
    sources: &[Option<Source>],
    faults: &mut Faults,
) {
    let at = format!("{at}/search");
    let compared = target.kind != Kind::Effort && ledger.reports.len() > target.at.report.saturating_add(1);
    let wanted = compared && matches!(target.mark, None | Some(Mark::NotMentioned));
    let Some(search) = &target.search else {
        if wanted {
            faults.add(&at, "it must say what was searched");
        }
        return;
    };
    if !wanted {
        faults.add(&at, "only what was not found has a search");
        return;
    }
    let later = target.at.report.saturating_add(1);
    faults.same(&format!("{at}/report"), "the next report is searched", &search.report, &later);
    if search.forms.first() != Some(&target.subject) {
        faults.add(&format!("{at}/forms"), "the first of the words looked for must be the subject");
    }
    if target.reason == Some(Reason::Silent) && !search.complete {
        faults.add(&format!("{at}/complete"), "an incomplete search allows no silent");
    }
    if target.mark.is_none() && search.complete {
        faults.add(&format!("{at}/complete"), "a complete search leaves no target without a mark");
    }
    let Some(Some(source)) = sources.get(later) else { return };
    let half = source.outline.review_half.unwrap_or_default();
    let said = "the review half lies otherwise";
    faults.same(&format!("{at}/start"), said, &search.start, &half.start);
    faults.same(&format!("{at}/end"), said, &search.end, &half.end);
    let right = sha256(source.document.slice(half).as_bytes());
    faults.same(&format!("{at}/sha256"), "the text searched has another SHA-256", &search.sha256, &right);
    let whole =
        source.document.complete && unread(source, Half::Review, ledger.tool.policy.most_sentence).is_empty();
    faults.same(&format!("{at}/complete"), "the text is complete, or not", &search.complete, &whole);
}
