//! What the templates of a comparison see. Comes in: a [`Diff`] and words. Goes out: the outline side by side, the figures that changed,
//! and the redline in runs, every code put into words.

use super::targets::place;
use super::{NoticeView, notice_text, shorts};
use crate::ledger::diff::{
    Aligned, Became, Diff, DiffTotals, FigureChange, Head, HeadKind, OutsideEntry, PieceChange, SentenceEntry,
};
use crate::ledger::{AlignmentEntry, Halves, How, Range, ReportEntry};
use crate::render::words::{Words, name_of};
use crate::render::{Setting, figure};
use crate::span::Span;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use toml::Table;

/// Everything that the templates of a comparison may name.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DiffView<'a> {
    pub(in crate::render) words: &'a Table,
    pub(in crate::render) draft: bool,
    pub(in crate::render) title: String,
    pub(in crate::render) reports: Vec<SideView<'a>>,
    /// What became of the sections and of the text, counted.
    pub(in crate::render) sentences: Vec<String>,
    pub(in crate::render) halves: Vec<HalfView<'a>>,
    /// How many figures stand as they were.
    pub(in crate::render) figures_kept: String,
    pub(in crate::render) outside: Vec<PassageView<'a>>,
    pub(in crate::render) notices: Vec<NoticeView>,
    pub(in crate::render) program: String,
    pub(in crate::render) schema: &'a str,
    pub(in crate::render) rules: &'a str,
}

/// One of the two reports.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SideView<'a> {
    pub(in crate::render) short: String,
    pub(in crate::render) name: &'a str,
    pub(in crate::render) dated: String,
    pub(in crate::render) looks: String,
    pub(in crate::render) sha256: &'a str,
    pub(in crate::render) lang: &'a str,
    pub(in crate::render) complete: bool,
}

/// The plan halves, or the review halves.
#[derive(Debug, Serialize)]
pub(in crate::render) struct HalfView<'a> {
    pub(in crate::render) code: String,
    pub(in crate::render) word: String,
    pub(in crate::render) rows: Vec<Row<'a>>,
    pub(in crate::render) figures: Vec<FigureView<'a>>,
    pub(in crate::render) passages: Vec<PassageView<'a>>,
}

/// One line of the outline side by side.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Row<'a> {
    pub(in crate::render) how: String,
    pub(in crate::render) sign: String,
    pub(in crate::render) word: String,
    /// How deep it lies, from 0.
    pub(in crate::render) depth: usize,
    pub(in crate::render) heading: bool,
    pub(in crate::render) anchor: String,
    pub(in crate::render) earlier: Vec<Cell<'a>>,
    pub(in crate::render) later: Vec<Cell<'a>>,
}

/// The first words of a block.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Cell<'a> {
    pub(in crate::render) text: &'a str,
    /// Whether they are the beginning of a sentence that goes on.
    pub(in crate::render) cut: bool,
    pub(in crate::render) paragraph: usize,
    pub(in crate::render) lang: &'a str,
}

/// A figure that changed.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FigureView<'a> {
    pub(in crate::render) subject: &'a str,
    pub(in crate::render) turn: String,
    pub(in crate::render) word: String,
    pub(in crate::render) gap: Option<String>,
    pub(in crate::render) sides: [FigureSideView<'a>; 2],
}

/// The figure of one report.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FigureSideView<'a> {
    pub(in crate::render) words: &'a str,
    pub(in crate::render) quote: &'a str,
    pub(in crate::render) place: String,
    pub(in crate::render) lang: &'a str,
}

/// A group of blocks with its redline.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PassageView<'a> {
    pub(in crate::render) anchor: String,
    pub(in crate::render) how: String,
    pub(in crate::render) sign: String,
    pub(in crate::render) word: String,
    /// How deep a heading lies, from 0; none for what is no heading.
    pub(in crate::render) level: Option<usize>,
    /// Which paragraphs.
    pub(in crate::render) place: String,
    /// What some of them belong to besides, which is shown elsewhere.
    pub(in crate::render) also: Vec<AlsoView>,
    /// Whether nothing in it differs.
    pub(in crate::render) unchanged: bool,
    pub(in crate::render) runs: Vec<Run<'a>>,
    pub(in crate::render) lang: &'a str,
}

/// Paragraphs that belong together and are shown apart.
#[derive(Debug, Serialize)]
pub(in crate::render) struct AlsoView {
    /// Which paragraphs.
    pub(in crate::render) place: String,
    /// Where the other one is shown.
    pub(in crate::render) anchor: String,
}

/// Sentences that are shown, or folded away, together.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Run<'a> {
    /// What is folded away, in words; none of what is shown.
    pub(in crate::render) folded: Option<String>,
    pub(in crate::render) sentences: Vec<SentenceView<'a>>,
}

/// One sentence.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SentenceView<'a> {
    pub(in crate::render) change: String,
    /// How many there are: neighbours that are the same, removed or added are shown as one.
    pub(in crate::render) count: usize,
    /// Whether it begins another paragraph than the sentence before it.
    pub(in crate::render) breaks: bool,
    /// Where it was moved to, or from.
    pub(in crate::render) note: Option<String>,
    pub(in crate::render) pieces: Vec<PieceView<'a>>,
}

/// A stretch of text that was kept, removed or added.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PieceView<'a> {
    pub(in crate::render) change: String,
    pub(in crate::render) text: &'a str,
}

struct Builder<'a> {
    diff: &'a Diff,
    words: Words<'a>,
    /// What the two reports are called.
    shorts: Vec<String>,
}

impl<'a> DiffView<'a> {
    /// The view of `diff` in the words of the setting.
    pub(in crate::render) fn new(diff: &'a Diff, setting: &Setting<'a>) -> Self {
        let words = Words::new(setting.labels);
        let builder = Builder { diff, words, shorts: shorts(words, &diff.reports) };
        Self {
            words: setting.labels,
            draft: setting.draft,
            title: builder.title(),
            reports: diff
                .reports
                .iter()
                .zip(builder.shorts.clone())
                .map(|report| builder.side(report))
                .collect(),
            sentences: builder.sentences(),
            halves: [Halves::PlanPlan, Halves::ReviewReview].map(|halves| builder.half(halves)).into(),
            figures_kept: words
                .fill("diff.figures_kept", &[("count", &diff.totals.figures_kept.to_string())]),
            outside: diff
                .outside
                .iter()
                .enumerate()
                .map(|(nth, entry)| builder.outside(nth, entry))
                .collect(),
            notices: diff.notices.iter().map(|notice| builder.notice(notice)).collect(),
            program: format!("{} {}", diff.tool.name, diff.tool.version),
            schema: &diff.schema,
            rules: &diff.tool.rules,
        }
    }
}

impl<'a> Builder<'a> {
    fn title(&self) -> String {
        let body = self.diff.reports.iter().find_map(|report| report.body.clone());
        let body = body.unwrap_or_else(|| self.words.say("page.unknown_body"));
        let [earlier, later] = [0, 1].map(|side| self.shorts.get(side).cloned().unwrap_or_default());
        self.words.fill("diff.title", &[("body", &body), ("earlier", &earlier), ("later", &later)])
    }

    fn side(&self, (report, short): (&'a ReportEntry, String)) -> SideView<'a> {
        let unknown = self.words.say("report.unknown");
        let year = |year: Option<u16>| year.map_or_else(|| unknown.clone(), |year| year.to_string());
        let (reviews, plans) = (year(report.reviews), year(report.plans));
        SideView {
            short,
            name: &report.name,
            dated: self
                .words
                .fill("report.dated", &[("date", report.delivered.as_deref().unwrap_or(&unknown))]),
            looks: self.words.fill("report.looks", &[("reviews", &reviews), ("plans", &plans)]),
            sha256: &report.sha256,
            lang: &report.language,
            complete: report.complete,
        }
    }

    fn sentences(&self) -> Vec<String> {
        let DiffTotals { sections, paragraphs, kept, removed, added, moved, figures_changed, figures_kept } =
            &self.diff.totals;
        let list = |counts: &BTreeMap<String, usize>| {
            let item = |how: &How| {
                let count = *counts.get(&name_of(how))?;
                let word = self.words.say_of("how", how);
                Some(self.words.fill("counts.item", &[("word", &word), ("count", &count.to_string())]))
            };
            let items: Vec<String> = HOWS.iter().filter_map(item).collect();
            items.join(&self.words.say("page.separator"))
        };
        let mut all = Vec::new();
        for (key, counts) in [("diff.sections", sections), ("diff.paragraphs", paragraphs)] {
            if !counts.is_empty() {
                all.push(self.words.fill(key, &[("list", &list(counts))]));
            }
        }
        let later = kept + added + moved;
        let numbers = [("kept", *kept), ("removed", *removed), ("added", *added), ("moved", *moved)];
        let numbers = numbers.map(|(name, number)| (name, number.to_string()));
        let share = figure::share(kept + moved, later);
        let mut args: Vec<(&str, &str)> =
            numbers.iter().map(|(name, number)| (*name, number.as_str())).collect();
        args.push(("share", &share));
        all.push(self.words.fill("diff.characters", &args));
        let (changed, kept) = (figures_changed.to_string(), figures_kept.to_string());
        all.push(self.words.fill("diff.figures_counted", &[("changed", &changed), ("kept", &kept)]));
        all
    }

    fn half(&self, halves: Halves) -> HalfView<'a> {
        let of: Vec<(usize, &'a Aligned)> = self
            .diff
            .alignment
            .iter()
            .enumerate()
            .filter(|(_, aligned)| aligned.entry.halves == halves)
            .collect();
        let shown = Shown::new(&of);
        let mut also = self.also(&of, &shown);
        let figures = self.diff.figures.iter().filter(|figure| figure.halves == halves);
        let (code, word) = match halves {
            Halves::ReviewReview => ("review", "source.review"),
            _ => ("plan", "source.plan"),
        };
        HalfView {
            code: code.to_owned(),
            word: self.words.say(word),
            rows: of.iter().filter_map(|(nth, aligned)| self.row(*nth, aligned, &shown)).collect(),
            figures: figures.map(|figure| self.figure(figure)).collect(),
            passages: (of.iter().filter(|(_, aligned)| aligned.shows()))
                .map(|(nth, aligned)| self.aligned(*nth, aligned, also.remove(nth).unwrap_or_default()))
                .collect(),
        }
    }

    /// A line of the outline; none for a paragraph without a heading that stands where it stood.
    fn row(&self, nth: usize, aligned: &'a Aligned, shown: &Shown) -> Option<Row<'a>> {
        let mut heads = aligned.earlier_heads.iter().chain(&aligned.later_heads);
        let headed = heads.clone().any(|head| head.kind != HeadKind::Opening);
        if !headed && aligned.entry.how == How::Same {
            return None;
        }
        let cells = |heads: &'a [Head]| heads.iter().map(|head| self.cell(head)).collect();
        let at = if aligned.shows() { Some(nth) } else { shown.at(1, &aligned.entry.later) };
        Some(Row {
            how: name_of(aligned.entry.how),
            sign: self.words.say_of("how_sign", aligned.entry.how),
            word: self.words.say_of("how", aligned.entry.how),
            depth: depth(aligned),
            heading: heads.any(|head| head.kind == HeadKind::Heading),
            anchor: format!("d{}", at.unwrap_or(nth)),
            earlier: cells(&aligned.earlier_heads),
            later: cells(&aligned.later_heads),
        })
    }

    fn cell(&self, head: &'a Head) -> Cell<'a> {
        let block =
            self.diff.reports.get(head.at.report).and_then(|report| report.blocks.get(head.at.paragraph - 1));
        let goes_on = block.is_some_and(|block| head.at.end + '。'.len_utf8() < block.end);
        Cell {
            text: &head.text,
            cut: head.kind == HeadKind::Opening && goes_on,
            paragraph: head.at.paragraph,
            lang: self.lang(head.at.report),
        }
    }

    fn lang(&self, side: usize) -> &'a str {
        self.diff.reports.get(side).map_or("", |report| report.language.as_str())
    }

    fn figure(&self, change: &'a FigureChange) -> FigureView<'a> {
        let sides = [&change.earlier, &change.later].map(|side| FigureSideView {
            words: &side.words,
            quote: &side.quote,
            place: place(self.words, &side.at, false),
            lang: self.lang(side.at.report),
        });
        let gap = change.gap.as_deref().filter(|gap| gap.parse() != Ok(0.0)).map(|gap| {
            let unit = if change.unit.starts_with(['%', '％']) {
                self.words.say("number.points")
            } else {
                change.unit.clone()
            };
            let (sign, size) = gap.strip_prefix('-').map_or(("+", gap), |size| ("−", size));
            format!("{sign}{}", figure::amount(self.words, size, &unit, 0))
        });
        FigureView {
            subject: &change.subject,
            turn: name_of(change.turn),
            word: self.words.say_of("turn", change.turn),
            gap,
            sides,
        }
    }

    fn aligned(&self, nth: usize, aligned: &'a Aligned, also: Vec<AlsoView>) -> PassageView<'a> {
        let mut heads = aligned.earlier_heads.iter().chain(&aligned.later_heads);
        let heading = heads.any(|head| head.kind == HeadKind::Heading);
        PassageView {
            anchor: format!("d{nth}"),
            how: name_of(aligned.entry.how),
            sign: self.words.say_of("how_sign", aligned.entry.how),
            word: self.words.say_of("how", aligned.entry.how),
            level: heading.then(|| depth(aligned)),
            place: self.blocks(&aligned.earlier_shown, &aligned.later_shown),
            also,
            unchanged: unchanged(&aligned.redline),
            runs: self.runs(&aligned.redline, [&aligned.earlier_shown, &aligned.later_shown]),
            lang: self.lang(1),
        }
    }

    /// For each passage what its blocks belong to that is shown in another one.
    fn also(&self, of: &[(usize, &'a Aligned)], shown: &Shown) -> BTreeMap<usize, Vec<AlsoView>> {
        let mut also = BTreeMap::<usize, Vec<AlsoView>>::new();
        for (_, aligned) in of.iter().filter(|(_, aligned)| !aligned.shows()) {
            let AlignmentEntry { earlier, later, .. } = &aligned.entry;
            let places = shown.at(0, earlier).zip(shown.at(1, later));
            let Some((one, other)) = places.filter(|(one, other)| one != other) else { continue };
            for (here, there) in [(one, other), (other, one)] {
                let view = AlsoView { place: self.blocks(earlier, later), anchor: format!("d{there}") };
                also.entry(here).or_default().push(view);
            }
        }
        also
    }

    fn outside(&self, nth: usize, entry: &'a OutsideEntry) -> PassageView<'a> {
        PassageView {
            anchor: format!("o{nth}"),
            how: name_of(entry.part),
            sign: String::new(),
            word: self.words.say_of("outside", entry.part),
            level: None,
            place: self.blocks(&entry.earlier, &entry.later),
            also: Vec::new(),
            unchanged: unchanged(&entry.redline),
            runs: self.runs(&entry.redline, [&entry.earlier, &entry.later]),
            lang: self.lang(1),
        }
    }

    /// Which blocks: `¶ 12、13 → ¶ 20`, a stretch without gaps by its ends.
    fn blocks(&self, earlier: &[usize], later: &[usize]) -> String {
        let side = |blocks: &[usize]| {
            let mut stretches: Vec<(usize, usize)> = Vec::new();
            for &block in blocks {
                match stretches.last_mut() {
                    Some((_, last)) if *last + 1 == block => *last = block,
                    _ => stretches.push((block, block)),
                }
            }
            let say = |(first, last): &(usize, usize)| {
                if first == last { format!("{}", first + 1) } else { format!("{}–{}", first + 1, last + 1) }
            };
            let all: Vec<String> = stretches.iter().map(say).collect();
            if all.is_empty() {
                "—".to_owned()
            } else {
                format!("¶ {}", all.join(&self.words.say("page.list")))
            }
        };
        format!("{} → {}", side(earlier), side(later))
    }

    /// Sentences of these blocks in runs: ritual formulas are folded away.
    fn runs(&self, redline: &'a [SentenceEntry], blocks: [&[usize]; 2]) -> Vec<Run<'a>> {
        let mut runs: Vec<(bool, Vec<SentenceView<'a>>)> = Vec::new();
        for (sentence, count) in together(redline) {
            let mut view = self.sentence(&sentence, count);
            view.breaks = self.begins_another(&sentence, blocks);
            match runs.last_mut() {
                Some((ritual, sentences)) if *ritual == sentence.ritual => sentences.push(view),
                _ => runs.push((sentence.ritual, vec![view])),
            }
        }
        let fold = |(ritual, sentences): (bool, Vec<SentenceView<'a>>)| {
            let count: usize = sentences.iter().map(|sentence| sentence.count).sum();
            let folded = ritual.then(|| self.words.fill("diff.ritual", &[("count", &count.to_string())]));
            Run { folded, sentences }
        };
        runs.into_iter().map(fold).collect()
    }

    fn sentence(&self, sentence: &SentenceEntry, count: usize) -> SentenceView<'a> {
        let whole = |side: usize, range: Option<Range>, change: PieceChange| {
            vec![PieceView { change: name_of(change), text: self.slice(side, range) }]
        };
        let pieces = match sentence.change {
            Became::Removed | Became::MovedAway => whole(0, sentence.earlier, PieceChange::Removed),
            Became::Added => whole(1, sentence.later, PieceChange::Added),
            _ if sentence.pieces.is_empty() => whole(1, sentence.later, PieceChange::Kept),
            _ => sentence
                .pieces
                .iter()
                .map(|piece| PieceView {
                    change: name_of(piece.change),
                    text: match piece.change {
                        PieceChange::Removed => self.slice(0, piece.earlier),
                        _ => self.slice(1, piece.later),
                    },
                })
                .collect(),
        };
        let note = match sentence.change {
            Became::MovedAway => Some(self.note("diff.moved_away", 1, sentence.later)),
            Became::MovedHere => Some(self.note("diff.moved_here", 0, sentence.earlier)),
            _ => None,
        };
        SentenceView { change: name_of(sentence.change), count, breaks: false, note, pieces }
    }

    /// Whether a sentence begins a paragraph that is not the first of these: of the later report, or, where it is not there, of the earlier.
    fn begins_another(&self, sentence: &SentenceEntry, blocks: [&[usize]; 2]) -> bool {
        let (side, range) = match sentence.change {
            Became::Removed | Became::MovedAway => (0, sentence.earlier),
            _ => (1, sentence.later),
        };
        let begins = |block: &usize| {
            let block = self.diff.reports.get(side).and_then(|report| report.blocks.get(*block));
            block.zip(range).is_some_and(|(block, range)| block.start == range.start)
        };
        blocks[side].iter().skip(1).any(begins)
    }

    /// Where a moved sentence stands, or stood.
    fn note(&self, path: &str, side: usize, range: Option<Range>) -> String {
        let start = range.map_or(0, |range| range.start);
        let blocks = self.diff.reports.get(side).map_or(&[][..], |report| report.blocks.as_slice());
        let paragraph = blocks.partition_point(|block| block.start <= start).to_string();
        self.words.fill(path, &[("paragraph", &paragraph)])
    }

    fn slice(&self, side: usize, range: Option<Range>) -> &'a str {
        let text = self.diff.reports.get(side).and_then(|report| report.text.as_deref()).unwrap_or_default();
        range.map_or("", |range| Span::new(range.start, range.end).slice(text))
    }

    fn notice(&self, notice: &crate::ledger::NoticeEntry) -> NoticeView {
        let about = notice.report.or(notice.at.as_ref().map(|at| at.report));
        let about = about.and_then(|report| self.diff.reports.get(report));
        NoticeView {
            severity: name_of(notice.severity),
            word: self.words.say_of("notices", notice.severity),
            about: about
                .map(|entry| self.words.fill("notices.about", &[("report", &entry.name)]))
                .unwrap_or_default(),
            text: notice_text(self.words, notice),
            place: notice.at.as_ref().map(|at| place(self.words, at, false)).unwrap_or_default(),
        }
    }
}

/// What may become of a part, in the order in which they are counted.
const HOWS: [How; 7] = [How::Same, How::Renamed, How::Moved, How::Merged, How::Split, How::Dropped, How::New];

/// Sentences with how many of the redline they are: neighbours that are the same, removed or added, and touch, become one.
fn together(redline: &[SentenceEntry]) -> Vec<(SentenceEntry, usize)> {
    let mut all: Vec<(SentenceEntry, usize)> = Vec::new();
    let grown = |last: Option<Range>, next: Option<Range>| match (last, next) {
        (None, None) => Some(None),
        (Some(last), Some(next)) if last.end == next.start => {
            Some(Some(Range { start: last.start, end: next.end }))
        }
        _ => None,
    };
    for sentence in redline {
        if let Some((last, count)) = all.last_mut()
            && matches!(sentence.change, Became::Same | Became::Removed | Became::Added)
            && (last.change, last.ritual) == (sentence.change, sentence.ritual)
            && let Some(earlier) = grown(last.earlier, sentence.earlier)
            && let Some(later) = grown(last.later, sentence.later)
        {
            (last.earlier, last.later) = (earlier, later);
            *count += 1;
        } else {
            all.push((sentence.clone(), 1));
        }
    }
    all
}

/// For each block of the earlier and of the later report where it is shown.
struct Shown([HashMap<usize, usize>; 2]);

impl Shown {
    fn new(of: &[(usize, &Aligned)]) -> Self {
        let side = |blocks: fn(&Aligned) -> &[usize]| {
            of.iter()
                .flat_map(|&(nth, aligned)| blocks(aligned).iter().map(move |&block| (block, nth)))
                .collect()
        };
        Self([side(|aligned| &aligned.earlier_shown), side(|aligned| &aligned.later_shown)])
    }

    /// Where blocks of one side are shown: those of an entry stand together.
    fn at(&self, side: usize, blocks: &[usize]) -> Option<usize> {
        self.0[side].get(blocks.first()?).copied()
    }
}

/// Whether nothing in a redline differs.
fn unchanged(redline: &[SentenceEntry]) -> bool {
    redline.iter().all(|sentence| sentence.change == Became::Same)
}

/// How many headings stand above a group, from 0.
fn depth(aligned: &Aligned) -> usize {
    let first = aligned.later_heads.first().or(aligned.earlier_heads.first());
    first.map_or(0, |head| head.at.section.len())
}
