//! Claims of a review half. Comes in: its statements. Goes out: one claim a clause, with the words that its figures
//! measure and the stretch that is quoted.

use super::clause::{Reading, Statement, Time};
use super::figure::Figure;
use super::measure::{bare, dealt_subjects, subject};
use super::target::years;
use crate::lang::Pack;
use crate::span::Span;
use crate::text::sentence;

/// One statement that may serve as evidence.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Index into the reading's statements.
    pub statement: usize,
    /// The clause's folded words, the subject carried over from the clause before where it has none of its own.
    pub words: String,
    /// The quote in the canonical text; from the clause that holds the subject when that one was carried over.
    pub quote: Span,
    /// What each figure of the statement measures.
    pub measures: Vec<Measure>,
    /// What time it speaks of.
    pub time: Time,
    /// Whether the carried words tell of something made or added: 新建农村公路…，达到55公里.
    pub makes: bool,
}

/// What a figure of a claim measures.
#[derive(Debug, Clone)]
pub struct Measure {
    /// The folded words that say it.
    pub words: String,
    /// It counts a part of the year only.
    pub part_counted: bool,
    /// It was meant, ordered or asked for, and is no result.
    pub intended: bool,
}

/// How many clauses back a subject may stand.
const MOST_CARRIED: usize = 2;

/// The claims of a review half that looks back on `year`, in order of the text.
pub fn claims(reading: &Reading, year: Option<u16>, pack: &Pack) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut time = Time::Year;
    let mut place = (usize::MAX, Span::default());
    let mut part = false;
    for (index, statement) in reading.statements.iter().enumerate() {
        let clause = reading.clause(statement);
        // In a section about a term a word of time holds to the end of the paragraph, elsewhere to the end of the sentence.
        let fresh =
            place.0 != statement.passage || (statement.time == Time::Year && place.1 != statement.sentence);
        part = counts_part(clause, pack)
            || (part && place.1 == statement.sentence && place.0 == statement.passage);
        part &= !pack.judge.whole_year.any(clause);
        place = (statement.passage, statement.sentence);
        time = time_said(clause, year, pack).unwrap_or(if fresh { statement.time } else { time });
        if clause.chars().count() < 2 || pack.judge.ahead.any(clause) {
            continue;
        }
        let mut first = index;
        while first > 0
            && index - first < MOST_CARRIED
            && names_nothing(reading, &reading.statements[first], pack)
            && reading.statements[first - 1].passage == statement.passage
            && reading.statements[first - 1].sentence == statement.sentence
        {
            first -= 1;
        }
        let span = Span::new(reading.statements[first].span.start, statement.span.end);
        let carried = reading.words(statement.passage, Span::new(span.start, statement.span.start));
        claims.push(Claim {
            statement: index,
            words: reading.words(statement.passage, span).to_owned(),
            quote: reading.back(statement.passage, span),
            measures: measures(reading, index, span.start, pack)
                .into_iter()
                .zip(&statement.figures)
                .map(|(words, figure)| measure(reading, statement, figure, words, pack))
                .map(|measure| Measure { part_counted: measure.part_counted || part, ..measure })
                .collect(),
            time,
            makes: pack.quantity.makes(carried),
        });
    }
    claims
}

/// The measure of one figure with what stands before it in its clause.
fn measure(reading: &Reading, statement: &Statement, figure: &Figure, words: String, pack: &Pack) -> Measure {
    let start = statement.span.start;
    let ahead = reading.words(statement.passage, Span::new(start, figure.span.start.max(start)));
    Measure {
        words,
        part_counted: pack.judge.part_counted.any(ahead),
        intended: pack.judge.intended.any(ahead) || pack.judge.hoped.any(ahead),
    }
}

/// Whether a clause says a part of the year and nothing else, so that the clauses behind it count that part: 截至2024年11月底.
fn counts_part(clause: &str, pack: &Pack) -> bool {
    pack.judge.part_counted.first(clause).is_some_and(|part| {
        let around = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
        around(clause.get(..part.start)) <= LONGEST_YEAR && around(clause.get(part.end..)) <= LONGEST_END
    })
}

/// Before the month stand at most so many characters: 截至2024年.
const LONGEST_YEAR: usize = 7;

/// Behind it at most so many: 底.
const LONGEST_END: usize = 1;

/// Whether a clause speaks of its figure without naming the measure again: 增长5%, 达到20家, 建成280个.
fn names_nothing(reading: &Reading, statement: &Statement, pack: &Pack) -> bool {
    let clause = reading.clause(statement);
    if pack.extract.subjectless.first(clause).is_some_and(|found| found.start == 0) {
        return true;
    }
    let [figure] = statement.figures.as_slice() else { return false };
    let text = &reading.passages[statement.passage].folded.text;
    let head = Span::new(statement.span.start, figure.span.start.max(statement.span.start)).slice(text);
    let tail = Span::new(figure.number.end.max(figure.span.end), statement.span.end).slice(text);
    tail.is_empty() && bare(&subject(head, pack), pack).chars().count() < 2
}

/// The time that a clause names; `None` when it names none.
fn time_said(clause: &str, year: Option<u16>, pack: &Pack) -> Option<Time> {
    let said = years(clause);
    if pack.judge.cumulative.any(clause) {
        Some(Time::Term)
    } else if pack.judge.this_year.any(clause) || year.is_some_and(|year| said.contains(&year)) {
        Some(Time::Year)
    } else {
        (!said.is_empty() && year.is_some()).then_some(Time::OtherYear)
    }
}

/// For each figure of a statement, what it measures: the words between the figure before and itself, and the noun after it;
/// where that is no subject, the words before that.
fn measures(reading: &Reading, index: usize, from: usize, pack: &Pack) -> Vec<String> {
    let statement = &reading.statements[index];
    let text = &reading.passages[statement.passage].folded.text;
    let carried = Span::new(from, statement.span.start).slice(text);
    if let Some(first) = statement.figures.first() {
        let before = Span::new(from, first.span.start.max(from)).slice(text);
        let dealt = dealt_subjects(before, statement.figures.len(), false, pack)
            .filter(|dealt| dealt.len() == statement.figures.len());
        if let Some(dealt) = dealt {
            return dealt;
        }
    }
    let items = sentence::items(text, statement.span);
    let mut last_named = String::new();
    statement
        .figures
        .iter()
        .enumerate()
        .map(|(nth, figure)| {
            let start = statement.figures[..nth]
                .last()
                .map_or(statement.span.start, |other| other.span.end.max(other.number.end));
            let end = items
                .iter()
                .find(|item| item.contains(figure.number))
                .map_or(statement.span.end, |item| item.end);
            let next = statement.figures.get(nth + 1).map_or(end, |other| other.span.start.min(end));
            // The item before that tells a move of its own (规模大幅增加、) measures something else.
            let start = items
                .iter()
                .map(|item| item.start)
                .filter(|&item| start < item && item <= figure.span.start)
                .rfind(|&item| {
                    pack.quantity.ends_in_move(Span::new(start, item).slice(text).trim_end_matches('、'))
                })
                .unwrap_or(start);
            let before = Span::new(start, figure.span.start.max(start)).slice(text);
            let after = Span::new(figure.number.end, next).slice(text);
            let own = format!("{before}{after}");
            let named = subject(&own, pack);
            if named.chars().count() < 2
                || pack.extract.subjectless.first(&named).is_some_and(|found| found.start == 0)
            {
                format!("{carried}{last_named}{own}")
            } else {
                last_named = own.clone();
                own
            }
        })
        .collect()
}
