//! The numbers that decide: tolerances, thresholds, limits. A value printed in a report is the value that was applied. The range
//! of each stands in its schema, by which `file` reads a policy and describes it; that of a decimal is meant for its value.

mod file;

use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The numbers that decide and that a user may set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// 左右 / 约 on an amount: this share of the value. Source: the annotation guide's 10 %.
    #[cfg_attr(test, schemars(with = "String", extend("minimum" = 0, "maximum" = 1)))]
    pub about_share: Decimal,
    /// 左右 / 约 on a rate in percent: this many points. Source: the annotation guide's 0.5 points.
    #[cfg_attr(test, schemars(with = "String", extend("minimum" = 0, "maximum" = 100)))]
    pub about_points: Decimal,
    /// Largest input file in bytes. The longest report at hand has less than 1 MiB; the time and memory for this much stay small.
    #[cfg_attr(test, schemars(extend("minimum" = 1024, "maximum" = 268_435_456)))]
    pub most_bytes: u64,
    /// Longest sentence that is read, in bytes; longer ones are left out with a notice.
    #[cfg_attr(test, schemars(extend("minimum" = 100, "maximum" = 100_000)))]
    pub most_sentence: usize,
    /// How many claims of the later report are kept for one target.
    #[cfg_attr(test, schemars(extend("minimum" = 1, "maximum" = 1000)))]
    pub most_candidates: usize,
    /// Limits on what is inside a file, so that no file can take the machine down.
    pub read: ReadPolicy,
    /// How claims are weighed against targets: weights, additions and scores in thousandths.
    pub pair: PairPolicy,
    /// When a figure of the year before is set against a target.
    pub ambition: AmbitionPolicy,
    /// When the promises of two years are one.
    pub lifeline: LifelinePolicy,
    /// How sections and paragraphs of two reports are set against each other.
    pub align: AlignPolicy,
}

/// Limits on what is inside a file. The longest reports at hand have some hundred pages and 100,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReadPolicy {
    /// Most pages.
    #[cfg_attr(test, schemars(extend("minimum" = 1, "maximum" = 100_000)))]
    pub most_pages: u32,
    /// Most characters on all pages.
    #[cfg_attr(test, schemars(extend("minimum" = 1000, "maximum" = 100_000_000)))]
    pub most_characters: usize,
    /// Most bytes that the packed parts of a file may unpack to.
    #[cfg_attr(test, schemars(extend("minimum" = 1024, "maximum" = 4_294_967_296_u64)))]
    pub most_unpacked: u64,
    /// Elements of a file stand at most so deep inside each other.
    #[cfg_attr(test, schemars(extend("minimum" = 10, "maximum" = 10_000)))]
    pub most_nested: usize,
    /// Most bytes of memory for reading a PDF, in a process of its own; 64 MiB of it are the stack, hardly ever touched.
    #[cfg_attr(test, schemars(extend("minimum" = 134_217_728, "maximum" = 17_179_869_184_u64)))]
    pub most_memory: u64,
    /// Most seconds for reading one file; the program ends when they are over, a library's caller keeps his own clock.
    #[cfg_attr(test, schemars(extend("minimum" = 1, "maximum" = 3600)))]
    pub most_seconds: u64,
}

impl Default for ReadPolicy {
    fn default() -> Self {
        Self {
            most_pages: 2_000,
            most_characters: 4_000_000,
            most_unpacked: 64 << 20,
            most_nested: 500,
            most_memory: 320 << 20,
            most_seconds: 20,
        }
    }
}

/// Thresholds of the ambition check, in thousandths: how much of their weight the names of two measures share, counted on the side that
/// shares less unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AmbitionPolicy {
    /// From here on they are the same measure, of which “below” may be said.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub same: u32,
    /// From here on they are nearly the same: “flat” and “above” may be said.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub akin: u32,
    /// Below this they are two things.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub part: u32,
    /// The share on the other side from which one is a part of the other.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub held: u32,
}

impl Default for AmbitionPolicy {
    fn default() -> Self {
        Self { same: 650, akin: 450, part: 250, held: 700 }
    }
}

/// When the promises of two years are one: thresholds in thousandths, how much of their weight the names of what is promised share,
/// counted on the side that shares less unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LifelinePolicy {
    /// From here on two figures are of one measure.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub one_figure: u32,
    /// From here on two things without a figure are one.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub one_thing: u32,
    /// From here on they are one although the plans between do not name them.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub one_far: u32,
    /// A promise of several holds so much of the name of each.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub joined: u32,
    /// A sentence of the next plan that holds so much of a promise's name speaks of it, and it is not dropped.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub spoken: u32,
    /// A promise is looked for in so many plans before.
    #[cfg_attr(test, schemars(extend("minimum" = 1, "maximum" = 50)))]
    pub years_back: usize,
}

impl Default for LifelinePolicy {
    fn default() -> Self {
        Self { one_figure: 650, one_thing: 720, one_far: 850, joined: 850, spoken: 250, years_back: 5 }
    }
}

/// Weights and thresholds of the alignment of sections and paragraphs, in thousandths. They are the same for both sides. The five
/// weights are meant to come to 1000 together: then a text set against itself scores 1. Source of `least`, `accept`, `joins`, `rival`
/// and `share`: eight pairs of halves drawn by hand, of the invented pair, the report at hand and two real pairs, all of them in view; a
/// tenth more or less of any of them changes little, but for `accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AlignPolicy {
    /// Weight of the words that both share: the root of their share, for two that tell of one thing in other words share a tenth.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub content: i32,
    /// Weight of the words that both headings share; it goes to the content where both have none.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub heading: i32,
    /// Weight of the sections around them: whether these belong together.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub section: i32,
    /// Weight of the place in the half and among its neighbours.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub place: i32,
    /// Weight of how near they are against what each shares with the one it shares most with: the mean of both sides.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub nearest: i32,
    /// Added when one opens with an address, and again when one opens with what is wanting, and the other does not.
    #[cfg_attr(test, schemars(extend("minimum" = -1000, "maximum" = 0)))]
    pub opening: i32,
    /// A word that more than this share of all paragraphs hold says nothing.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub common: u32,
    /// Two that share less than this of their words never belong together.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub least: u32,
    /// Two belong together from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub accept: i32,
    /// Two that share so much of their words have nothing left for others.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub full: u32,
    /// Two belong together from this score on, whatever else either of them belongs to.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub joins: i32,
    /// Below that score two belong together only when one of them fits no other better by more than this.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub rival: i32,
    /// Two belong together only when their score is this share of the best score of either, for what answers another thing much better
    /// is no answer, or when one paragraph holds nearly all words of the other: `full` of them.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub share: i32,
    /// Called moved only when so much of the words is shared.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub moved: u32,
    /// Called moved only when no other passage of its kind shares nearly so much: this is the least difference.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub moved_lead: u32,
    /// Called moved only when both have at least so many characters.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 10_000)))]
    pub moved_length: u32,
}

impl Default for AlignPolicy {
    fn default() -> Self {
        Self {
            content: 595,
            heading: 85,
            section: 75,
            place: 55,
            nearest: 190,
            opening: -80,
            common: 150,
            least: 40,
            accept: 355,
            full: 850,
            joins: 450,
            rival: 30,
            share: 650,
            moved: 200,
            moved_lead: 100,
            moved_length: 60,
        }
    }
}

/// Weights and thresholds of pairing, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PairPolicy {
    /// Weight of the share of the target's words that the claim holds.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub cover: i32,
    /// Weight of the share of the claim's words that the target holds.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub back: i32,
    /// What words of the same clause, away from the figure, count for.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub sentence_share: i32,
    /// What the words that a list of examples (甲、乙等12个公园) is a list of count for, without the examples.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub listed_share: i32,
    /// Added when the claim speaks of another year or of several.
    #[cfg_attr(test, schemars(extend("minimum" = -1000, "maximum" = 0)))]
    pub other_time: i32,
    /// A figure up to so many times larger or smaller is near.
    #[cfg_attr(test, schemars(with = "String", extend("exclusiveMinimum" = 1, "maximum" = 1000)))]
    pub near_ratio: Decimal,
    /// Added when a figure that is no percentage is near.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub near_by: i32,
    /// A figure more than so many times larger or smaller is far off.
    #[cfg_attr(test, schemars(with = "String", extend("exclusiveMinimum" = 1, "maximum" = 1000)))]
    pub far_ratio: Decimal,
    /// Added when the figure is far off.
    #[cfg_attr(test, schemars(extend("minimum" = -1000, "maximum" = 0)))]
    pub far_off: i32,
    /// A word of two characters that so many claims hold at the most is rare.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 10_000)))]
    pub rare: u32,
    /// Added when the claim has none of the target's rare words, though other claims have them.
    #[cfg_attr(test, schemars(extend("minimum" = -1000, "maximum" = 0)))]
    pub unnamed: i32,
    /// Words in common of less weight than this (1024 for a word that every claim holds) are thin: 项目, 建设.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1_000_000)))]
    pub thin_weight: u64,
    /// Added when the words in common are thin.
    #[cfg_attr(test, schemars(extend("minimum" = -1000, "maximum" = 0)))]
    pub thin: i32,
    /// Added when the figures have the same place in their 分别 lists.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub same_rank: i32,
    /// Added when the claim's sentence holds a name in quotation marks (“一业一证”) that the promise of a thing holds.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub quoted: i32,
    /// Weight of the share of the words of a thing's heading and sentence that the claim's heading and sentence hold.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub around: i32,
    /// A figure is judged from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub accept_figure: i32,
    /// A figure outside the bound is called a miss only from this score on: a false accusation weighs more than a silence.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub accept_miss: i32,
    /// A figure outside the bound is called a miss only where the promise holds so much of the words that it measures.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub back_miss: i32,
    /// A figure so many times smaller than the promised one most likely measures a part of it.
    #[cfg_attr(test, schemars(with = "String", extend("exclusiveMinimum" = 1, "maximum" = 1000)))]
    pub far_miss: Decimal,
    /// Such a figure is called a miss only from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub accept_far: i32,
    /// A verdict is plain when its score lies so far above the one from which it is judged; below it is to be checked.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub sure_margin: i32,
    /// A second passage is as good as the best when it has this share of its score.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub runner_up: i32,
    /// A reported floor (20余公里) leaves a promise open that lies above it by this share.
    #[cfg_attr(test, schemars(with = "String", extend("minimum" = 0, "maximum" = 1)))]
    pub floor_open: Decimal,
    /// A claim that holds so much of the target's words speaks of the whole of it and not of a part.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub whole: i32,
    /// Two levels of one measure a year apart differ by less than this factor.
    #[cfg_attr(test, schemars(with = "String", extend("exclusiveMinimum" = 1, "maximum" = 1000)))]
    pub most_change: Decimal,
    /// A deliverable is judged from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub accept_thing: i32,
    /// A quantified target's topic counts as spoken of from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub topic_figure: i32,
    /// A deliverable's topic counts as spoken of from this score on.
    #[cfg_attr(test, schemars(extend("minimum" = 0, "maximum" = 1000)))]
    pub topic_thing: i32,
}

impl Default for PairPolicy {
    fn default() -> Self {
        Self {
            cover: 700,
            back: 300,
            sentence_share: 800,
            listed_share: 900,
            other_time: -120,
            near_ratio: Decimal::new(15, 1),
            near_by: 100,
            far_ratio: Decimal::from(8),
            far_off: -150,
            rare: 3,
            unnamed: -60,
            thin_weight: 12_000,
            thin: -150,
            same_rank: 80,
            quoted: 100,
            around: 150,
            accept_figure: 470,
            accept_miss: 580,
            back_miss: 350,
            far_miss: Decimal::from(4),
            accept_far: 800,
            sure_margin: 100,
            runner_up: 930,
            floor_open: Decimal::new(20, 2),
            whole: 800,
            most_change: Decimal::TWO,
            accept_thing: 490,
            topic_figure: 500,
            topic_thing: 455,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            about_share: Decimal::new(10, 2),
            about_points: Decimal::new(5, 1),
            most_bytes: 16 << 20,
            most_sentence: 20_000,
            most_candidates: 12,
            read: ReadPolicy::default(),
            pair: PairPolicy::default(),
            ambition: AmbitionPolicy::default(),
            lifeline: LifelinePolicy::default(),
            align: AlignPolicy::default(),
        }
    }
}
