//! What a figure measures. Comes in: a clause with its figures. Goes out: the words of the measure or thing, carried over
//! from the words before where the figure's own words do not name it.

use super::clause::Reading;
use super::figure::Figure;
use super::list;
use crate::lang::Pack;
use crate::span::Span;

/// The measure of a figure: the words of its piece without lead words and figures, the noun after the figure included;
/// where nothing is left, the words of the clauses before in the sentence.
pub fn subject_of_figure(
    reading: &Reading,
    index: usize,
    piece: Span,
    figure: &Figure,
    pack: &Pack,
) -> String {
    let statement = &reading.statements[index];
    let text = &reading.passages[statement.passage].folded.text;
    let from = statement
        .figures
        .iter()
        .filter(|other| {
            piece.contains(other.number) && other.number.end <= figure.number.start && !other.list
        })
        .map(|other| other.span.end.max(other.number.end))
        .max()
        .unwrap_or(piece.start);
    let before = Span::new(from, figure.span.start.max(from)).slice(text);
    let next = statement
        .figures
        .iter()
        .filter(|other| other.number.start >= figure.number.end && piece.contains(other.number))
        .map(|other| other.span.start)
        .min()
        .unwrap_or(piece.end);
    let after = Span::new(figure.number.end.max(figure.span.end), next).slice(text);
    let own = subject(&format!("{before}{after}"), pack);
    let named = bare(&own, pack);
    if named.chars().count() >= LEAST_SUBJECT && !pack.extract.subjectless.any(&named) {
        return plain(&own, pack);
    }
    let head = Span::new(statement.span.start, from).slice(text);
    let mut carried = bare(&subject(head, pack), pack);
    carried.retain(|c| !c.is_ascii_digit() && c != '.');
    let mut at = index;
    while carried.chars().count() < LEAST_SUBJECT && at > 0 {
        at -= 1;
        let other = &reading.statements[at];
        if other.passage != statement.passage || other.sentence != statement.sentence {
            break;
        }
        carried = subject(reading.clause(other), pack);
    }
    if carried.is_empty() && own.chars().count() < LEAST_SUBJECT {
        carried = statement.section.map(|section| subject(&reading.heads[section], pack)).unwrap_or_default();
    }
    plain(&format!("{carried}{own}"), pack)
}

/// `subject` without the words that say nothing of what is measured; whole where nothing else would be left.
pub fn plain(subject: &str, pack: &Pack) -> String {
    let mut words = subject.to_owned();
    while let Some(idle) = pack.extract.idle.first(&words).filter(|idle| !idle.is_empty()) {
        words.replace_range(idle.start..idle.end, "");
    }
    if words.chars().count() < LEAST_SUBJECT { subject.to_owned() } else { words }
}

/// What a list of examples is a list of: 公园 in 甲公园、乙公园等12个公园, the words behind the figure. `None` where nothing is named behind it,
/// or no list stands before it.
pub fn listed(before: &str, after: &str, pack: &Pack) -> Option<String> {
    let examples = before.contains('、') || pack.extract.list_end.any(before);
    let thing = plain(&subject(after, pack), pack);
    (examples && thing.chars().count() >= LEAST_LISTED).then_some(thing)
}

/// Fewer characters behind the figure of a list are no noun of their own.
const LEAST_LISTED: usize = 3;

/// What a clause promises: its words without lead words; behind those of the clause before in the sentence where they say
/// hardly more than a stage (9月开馆投用).
pub fn subject_of_thing(reading: &Reading, index: usize, clause: &str, pack: &Pack) -> String {
    let own = subject(clause, pack);
    if bare(&own, pack).chars().count() >= LEAST_THING {
        return own;
    }
    let statement = &reading.statements[index];
    let before = index.checked_sub(1).map(|before| &reading.statements[before]);
    let before =
        before.filter(|before| before.passage == statement.passage && before.sentence == statement.sentence);
    before.map_or(String::new(), |before| subject(reading.clause(before), pack)) + &own
}

/// A thing of fewer characters is named in the clause before.
const LEAST_THING: usize = 3;

/// `words` without the words that say a stage: 新开工, 完工 name nothing by themselves.
pub fn bare(words: &str, pack: &Pack) -> String {
    let words = words.trim_start_matches('新');
    let mut bare = String::with_capacity(words.len());
    let mut from = 0;
    for (stage, _) in pack.judge.stages(words) {
        bare.push_str(words.get(from..stage.start).unwrap_or_default());
        from = from.max(stage.end);
    }
    bare.push_str(words.get(from..).unwrap_or_default());
    bare
}

/// Whether the clause says how far a thing is: 青山水厂上半年开工.
pub fn tells_stage(clause: &str, pack: &Pack) -> bool {
    !pack.judge.stages(clause).is_empty()
}

/// A subject of fewer characters names nothing.
const LEAST_SUBJECT: usize = 2;

/// The words of a clause without lead words at its front, marks and digits.
pub fn subject(clause: &str, pack: &Pack) -> String {
    let mut words = clause;
    while let Some(found) =
        pack.extract.lead.first(words).filter(|found| found.start == 0 && !found.is_empty())
    {
        words = words.get(found.end..).unwrap_or_default();
    }
    words
        .trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '、' | '，' | '：' | '；' | '—'))
        .to_owned()
}

/// The subjects of the `figures` figures that the words before the first of them deal out (甲、乙分别增长4%和8%), or of one figure said of
/// each (甲、乙均增长10%). `None` when the words deal nothing out, or not so many.
pub fn dealt_subjects(before: &str, figures: usize, each: bool, pack: &Pack) -> Option<Vec<String>> {
    let at = before.find("分别");
    if at.is_none() && !each {
        return None;
    }
    let (head, verb) = match at {
        Some(at) => (before.get(..at)?, before.get(at + "分别".len()..)?),
        None => (before, ""),
    };
    for joint in &pack.judge.dealt {
        // 城乡居民养老保险和医疗保险…分别 deals out to the two insurances.
        if list::split(head, pack).items.len() == 1
            && let Some((front, back)) = head.split_once(joint.name.as_str())
            && joint.order.len() == figures.max(if figures == 1 { joint.order.len() } else { 0 })
        {
            return Some(
                joint
                    .order
                    .iter()
                    .map(|name| format!("{}{name}{back}{verb}", subject(front, pack)))
                    .collect(),
            );
        }
    }
    let list = list::split(head, pack);
    let count = list.items.len();
    (count > 1 && (figures == count || figures == 1))
        .then(|| list.items.iter().map(|item| subject(&format!("{item}{}{verb}", list.tail), pack)).collect())
}
