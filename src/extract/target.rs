//! Targets of a plan half. Comes in: its statements. Goes out: atomic targets, one measure or one thing each, with the
//! words to search for them.

use super::clause::{Reading, Statement, Time};
use super::commit::is_commitment;
use super::figure::Figure;
use super::kind::{self, Setting};
use super::list;
use super::measure::{self, subject};
use crate::lang::Pack;
use crate::span::Span;
use crate::text::sentence;
use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What kind of commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A figure for the year.
    Quantified,
    /// A nameable thing that happens or does not.
    Deliverable,
    /// Everything else: listed, counted, outside the denominator.
    Effort,
}

/// One atomic commitment.
#[derive(Debug, Clone)]
pub struct Target {
    /// What kind.
    pub kind: Kind,
    /// The quote in the canonical text.
    pub quote: Span,
    /// Index into the reading's statements.
    pub statement: usize,
    /// The quote in the folded text of the statement's passage.
    pub span: Span,
    /// The figure, of a quantified target.
    pub figure: Option<Figure>,
    /// The figure's number among those of a 分别 list, and how many there are.
    pub rank: Option<(usize, usize)>,
    /// The measure or thing, folded, without lead words and figure; carried over from the clause before where the quote
    /// does not name it.
    pub subject: String,
    /// What the examples of the subject are examples of: 乡村旅游示范片区 in 甲镇、乙镇等12个乡村旅游示范片区. A report of it need not name them.
    pub listed: Option<String>,
}

/// The targets of a plan half that looks ahead to `year`, in order of the text. Statements of a term of several years give none.
pub fn targets(reading: &Reading, year: Option<u16>, pack: &Pack) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut promised = Promised::new();
    for piece in open_pieces(reading, year, pack) {
        from_piece(reading, &piece, pack, &mut promised, &mut targets);
    }
    targets
}

/// A stretch of a plan half that may hold targets.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// Index into the reading's statements.
    pub statement: usize,
    /// The stretch, in the folded text of the statement's passage.
    pub span: Span,
    /// The figures in it that are commitments.
    pub figures: Vec<&'a Figure>,
}

/// The stretches of a plan half that may hold targets, in order of the text.
pub fn open_pieces<'a>(reading: &'a Reading, year: Option<u16>, pack: &Pack) -> Vec<Piece<'a>> {
    let mut open = Vec::new();
    let mut back = Back::default();
    for (index, statement) in reading.statements.iter().enumerate() {
        let clause = reading.clause(statement);
        if statement.time == Time::Term
            || clause.len() < SHORTEST
            || back.at(reading, statement, pack)
            || looks_elsewhere(reading, statement, year, pack)
        {
            continue;
        }
        let commits = |figure: &&Figure| is_commitment(reading, statement, figure, year, pack);
        let figures: Vec<&Figure> = statement.figures.iter().filter(commits).collect();
        let text = &reading.passages[statement.passage].folded.text;
        for span in pieces(text, statement.span, &figures, pack) {
            let figures = figures.iter().copied().filter(|figure| span.contains(figure.number)).collect();
            open.push(Piece { statement: index, span, figures });
        }
    }
    open
}

/// Whether the text looks back: from a sentence that opens with 过去一年 to one that promises again, or to the end of the paragraph.
#[derive(Debug, Default)]
struct Back {
    passage: usize,
    sentence: Span,
    now: bool,
}

impl Back {
    fn at(&mut self, reading: &Reading, statement: &Statement, pack: &Pack) -> bool {
        if self.passage != statement.passage {
            *self = Self { passage: statement.passage, ..Self::default() };
        }
        if self.sentence != statement.sentence {
            self.sentence = statement.sentence;
            let sentence = reading.sentence(statement);
            if pack.extract.opens_past.any(sentence) {
                self.now = true;
            } else if pack.extract.this_year.any(sentence) || pack.extract.promises.any(sentence) {
                self.now = false;
            }
        } else if pack.extract.this_year.any(reading.clause(statement)) {
            self.now = false;
        }
        self.now
    }
}

/// A clause of fewer bytes (three Han characters) promises nothing by itself.
const SHORTEST: usize = 9;

/// Whether a clause looks back, or is ritual.
fn looks_elsewhere(reading: &Reading, statement: &Statement, year: Option<u16>, pack: &Pack) -> bool {
    let clause = reading.clause(statement);
    let cues = &pack.extract;
    cues.past.any(clause)
        || cues.ritual.any(clause)
        || years(clause).into_iter().any(|said| year.is_some_and(|year| said < year))
}

/// The years that a text names: 2024年.
pub fn years(text: &str) -> Vec<u16> {
    text.match_indices('年')
        .filter_map(|(at, _)| {
            let digits = text.get(at.checked_sub(4)?..at)?;
            let longer =
                text.get(..at - 4).and_then(|head| head.chars().last()).is_some_and(|c| c.is_ascii_digit());
            (!longer && (digits.starts_with("19") || digits.starts_with("20")))
                .then(|| digits.parse().ok())
                .flatten()
        })
        .collect()
}

fn from_piece(
    reading: &Reading,
    piece: &Piece<'_>,
    pack: &Pack,
    promised: &mut Promised,
    targets: &mut Vec<Target>,
) {
    let (index, inside, piece) = (piece.statement, &piece.figures, piece.span);
    let statement = &reading.statements[index];
    let text = &reading.passages[statement.passage].folded.text;
    let dealt = inside.first().and_then(|first| {
        let before = Span::new(piece.start, first.span.start.max(piece.start)).slice(text);
        measure::dealt_subjects(before, inside.len(), first.each, pack)
    });
    for (rank, figure) in inside.iter().enumerate() {
        let target = Target {
            kind: Kind::Quantified,
            quote: reading.back(statement.passage, piece),
            statement: index,
            span: piece,
            figure: Some((*figure).clone()),
            rank: (inside.len() > 1).then_some((rank, inside.len())),
            subject: measure::subject_of_figure(reading, index, piece, figure, pack),
            listed: listed(text, piece, inside, figure, pack),
        };
        match &dealt {
            Some(subjects) if inside.len() == 1 => {
                targets.extend(
                    subjects.iter().map(|subject| Target { subject: subject.clone(), ..target.clone() }),
                );
            }
            Some(subjects) => targets.push(Target { subject: subjects[rank].clone(), ..target }),
            None if said_before(&target, pack.extract.restates.any(piece.slice(text)), promised) => {}
            None => targets.push(target),
        }
    }
    things(reading, index, piece, !inside.is_empty(), pack, targets);
}

/// What the list before the only figure of a piece gives examples of.
fn listed(text: &str, piece: Span, inside: &[&Figure], figure: &Figure, pack: &Pack) -> Option<String> {
    let before = Span::new(piece.start, figure.span.start.max(piece.start)).slice(text);
    let after = Span::new(figure.number.end.max(figure.span.end).min(piece.end), piece.end).slice(text);
    (inside.len() == 1).then(|| measure::listed(before, after, pack)).flatten()
}

/// The figures promised so far, by value and unit, with the subjects they were promised of.
type Promised = HashMap<(Decimal, String), Vec<(usize, String)>>;

/// Whether the same figure was promised before, in another statement, of a subject that holds this one's words or is held by it, or of any
/// where the clause `restates`; notes it if not.
fn said_before(target: &Target, restates: bool, promised: &mut Promised) -> bool {
    let Some(quantity) = target.figure.as_ref().map(|figure| &figure.quantity) else { return false };
    let of =
        promised.entry((quantity.value.saturating_mul(quantity.scale), quantity.unit.clone())).or_default();
    let said = of.iter().take(MOST_COMPARED).any(|(statement, subject)| {
        *statement != target.statement && (restates || alike(subject, &target.subject))
    });
    if !said {
        of.push((target.statement, target.subject.clone()));
    }
    said
}

/// Whether two subjects are one: one holds the other, or they have nearly all characters in common (城镇新增就业, 新增城镇就业).
fn alike(one: &str, other: &str) -> bool {
    if one.contains(other) || other.contains(one) {
        return true;
    }
    let set = |text: &str| text.chars().collect::<std::collections::BTreeSet<char>>();
    let (one, other) = (set(one), set(other));
    let both = one.intersection(&other).count();
    both * MOST_ALIKE.1 >= one.union(&other).count() * MOST_ALIKE.0
}

/// Two subjects with nine characters in ten in common are one.
const MOST_ALIKE: (usize, usize) = (9, 10);

/// Of the subjects with one figure so many are compared: it bounds the work on texts longer than any report.
const MOST_COMPARED: usize = 100;

/// Deliverables and efforts of one piece of a clause.
fn things(
    reading: &Reading,
    index: usize,
    piece: Span,
    has_figure: bool,
    pack: &Pack,
    targets: &mut Vec<Target>,
) {
    let statement = &reading.statements[index];
    let clause = reading.words(statement.passage, piece);
    let parts = list::split(clause, pack);
    let named = |clause: &str| measure::subject_of_thing(reading, index, clause, pack);
    let setting = setting(reading, index, clause, has_figure, parts.items.len(), pack);
    let features = kind::features(&setting);
    if kind::tables().deliverable.score(&features) <= 0 {
        if !has_figure && (pack.extract.verb.any(clause) || measure::tells_stage(clause, pack)) {
            targets.push(thing(reading, index, piece, Kind::Effort, named(clause)));
        }
        return;
    }
    // 继续取消 in 继续取消和下放… is no item of a list.
    let names = |item: &String| {
        let verb = pack.extract.verb.first(item).is_some_and(|verb| verb.end == item.len());
        !verb && measure::bare(&subject(item, pack), pack).chars().count() >= LEAST_NAME
    };
    let apart = parts.items.len() > 1
        && parts.items.iter().all(names)
        && kind::tables().separate.score(&features) > 0;
    if has_figure && !apart {
        // 打造甲中心等平台10家: the figure, and the one that is named.
        if parts.ended && parts.items.len() == 1 {
            targets.push(thing(reading, index, piece, Kind::Deliverable, subject(&parts.items[0], pack)));
        }
        return;
    }
    if !apart {
        targets.push(thing(reading, index, piece, Kind::Deliverable, named(clause)));
        return;
    }
    for item in &parts.items {
        targets.push(thing(
            reading,
            index,
            piece,
            Kind::Deliverable,
            subject(&format!("{item}{}", parts.tail), pack),
        ));
    }
}

/// An item of fewer characters names nothing by itself: 运营好 in 运营好、维护好景观带.
const LEAST_NAME: usize = 2;

/// What the tables see of a piece.
pub fn setting<'a>(
    reading: &'a Reading,
    index: usize,
    clause: &'a str,
    has_figure: bool,
    items: usize,
    pack: &Pack,
) -> Setting<'a> {
    let statement = &reading.statements[index];
    let near = |other: Option<usize>| {
        other
            .and_then(|other| reading.statements.get(other))
            .filter(|other| other.passage == statement.passage && other.sentence == statement.sentence)
            .map_or("", |other| reading.clause(other))
    };
    Setting {
        before: near(index.checked_sub(1)),
        after: near(Some(index + 1)),
        nth: statement.nth,
        ..Setting::alone(clause, has_figure, items, pack)
    }
}

fn thing(reading: &Reading, index: usize, piece: Span, kind: Kind, subject: String) -> Target {
    let passage = reading.statements[index].passage;
    Target {
        kind,
        quote: reading.back(passage, piece),
        statement: index,
        span: piece,
        figure: None,
        rank: None,
        subject,
        listed: None,
    }
}

/// Cuts a clause at 、 into pieces that stand alone: after an item with a target figure, and before an item with a verb of its own.
pub fn pieces(text: &str, clause: Span, figures: &[&Figure], pack: &Pack) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = clause.start;
    let mut last_end = clause.start;
    let mut has_figure = false;
    for item in sentence::items(text, clause) {
        let words = item.slice(text);
        let own_verb = pack.extract.verb.first(words).is_some_and(|found| found.start == 0)
            && words.chars().count() >= LEAST_PIECE;
        let holds = figures.iter().any(|figure| item.contains(figure.number));
        let before_stands = Span::new(start, last_end).slice(text).chars().count() >= LEAST_PIECE;
        let together = figures.iter().any(|figure| figure.list && item.contains(figure.number));
        // 甲、乙开工建设、丙建成投用: each side says how far it is.
        let staged =
            ends_in_stage(Span::new(start, last_end).slice(text), pack) && ends_in_stage(words, pack);
        if item.start > start && !together && ((has_figure && holds) || (own_verb && before_stands) || staged)
        {
            pieces.push(Span::new(start, last_end));
            start = item.start;
            has_figure = false;
        }
        has_figure |= holds;
        last_end = item.end;
    }
    pieces.push(Span::new(start, clause.end));
    pieces
}

/// Whether the last words say a stage.
fn ends_in_stage(words: &str, pack: &Pack) -> bool {
    pack.judge.stages(words).last().is_some_and(|(stage, _)| words.len() - stage.end <= LATEST_STAGE)
}

/// At most two Han characters, in bytes, stand behind a stage that ends an item: 开工|建设.
const LATEST_STAGE: usize = 6;

/// An item shorter than this many characters does not stand alone.
const LEAST_PIECE: usize = 4;
