//! Cues of the extract, pair and judge stages.

use super::cue::Cues;
use super::quantity::Words;
use crate::span::Span;
use regex::{Regex, RegexSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Cues of the extract stage, matched against one folded clause unless said otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExtractCues {
    /// The clause looks back: no target in a plan half.
    pub past: Cues,
    /// The sentence opens with a look back that the ones behind it share.
    pub opens_past: Cues,
    /// The sentence promises, and so ends a look back.
    pub promises: Cues,
    /// The clause looks beyond the coming year: its figures are no targets of the year.
    pub horizon: Cues,
    /// A figure that only describes a thing, matched against the words just before it and the figure.
    pub describes_before: Cues,
    /// A figure that only describes a thing, matched against the figure and the words after it.
    pub describes_after: Cues,
    /// A clause that speaks of the coming year itself.
    pub this_year: Cues,
    /// A clause whose figures are background, not promised.
    pub background: Cues,
    /// Ritual words that promise nothing.
    pub ritual: Cues,
    /// Words that may lead a clause and say nothing of its subject: 力争, 全年, 加快.
    pub lead: Cues,
    /// A clause that speaks of its figure without naming the measure again: 增长5%, 达到20家.
    pub subjectless: Cues,
    /// The clause speaks of a target as of one that was named before: 今年预期目标设定为6%.
    pub restates: Cues,
    /// Words in a subject that say nothing of what is measured: 稳定在, 、比去年有所下调.
    pub idle: Cues,
    /// The words that close a list of named items: 等22个, 等项目.
    pub list_end: Cues,
    /// The words that open an item with a verb of its own.
    pub verb: Cues,
    /// Words that hold 和, 与 or 及 and join nothing: 参与, 和平.
    pub whole_words: Vec<String>,
}

/// Cues of pairing and judging, matched against one folded clause.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JudgeCues {
    /// The official names of one measure or thing.
    pub synonym: Vec<Synonym>,
    /// Words that exclude each other.
    pub contrast: Vec<Contrast>,
    /// Joint names that deal figures out.
    pub dealt: Vec<Dealt>,
    /// The stages of a project or rule, in order.
    pub stage: Vec<Stage>,
    #[serde(skip)]
    stages: OnceLock<Words<usize>>,
    #[serde(skip)]
    other_names: OnceLock<Option<Regex>>,
    #[serde(skip)]
    named_any: OnceLock<Option<RegexSet>>,
    /// Names that begin with a word of a stage and say none: 运行管理.
    pub stage_names: Vec<String>,
    /// Nouns that a number tells apart: 号线, 期.
    pub numbered: Vec<String>,
    /// Less is better: unemployment, energy use.
    pub lower_is_better: Cues,
    /// The clause sums up several years.
    pub cumulative: Cues,
    /// A sentence opens with a term of several years, which the sentences behind it share: 五年来.
    pub opens_term: Cues,
    /// A paragraph or heading opens with the one year: 过去一年, 2024年.
    pub opens_year: Cues,
    /// A measure that is steered, and of which neither more nor less is plainly better: prices, the money supply.
    pub steered: Cues,
    /// The clause sums up what there is or what was done so far, whatever the time: 累计, 拥有.
    pub so_far: Cues,
    /// Words of what is made or added, against what there is.
    pub newly: Cues,
    /// Words of a stock, against what was newly made.
    pub stock: Cues,
    /// Words of the whole year, against a part of it.
    pub whole_year: Cues,
    /// The clause speaks of the one year.
    pub this_year: Cues,
    /// The clause speaks of the end of the year or of another part of it.
    pub part_of_year: Cues,
    /// The clause counts a part of the year only.
    pub part_counted: Cues,
    /// The report itself says that it was not achieved.
    pub admitted: Cues,
    /// Lower than expected: an admission where more is better.
    pub below_expected: Cues,
    /// A figure that was meant, ordered or asked for, matched against the words before it.
    pub intended: Cues,
    /// A figure that is still an estimate: 预计.
    pub expected: Cues,
    /// What projects cost in all (总投资): no amount of the one year.
    pub cost: Cues,
    /// The figures behind leave a part out: 扣除房地产开发投资后.
    pub left_out: Cues,
    /// The report says that the plan of a figure was kept: 占年度计划的115%.
    pub plan_kept: Cues,
    /// A document is there, at least as a draft: 编制了.
    pub drawn_up: Cues,
    /// A bound that stays below its figure: 接近, 近; matched against the words that touch it.
    pub nearly: Cues,
    /// The thing is hoped for or planned: nothing is said of how far it is.
    pub hoped: Cues,
    /// The thing is not yet there: 即将, 正在收尾.
    pub pending: Cues,
    /// A part of the thing is done: 完成80%.
    pub in_part: Cues,
    /// The promise is of a whole: 全覆盖.
    pub whole: Cues,
    /// The clause gives the share of such a whole that is reached: 覆盖率.
    pub whole_share: Cues,
    /// The thing does not go on, or not well: 停滞, 缓慢.
    pub stalled: Cues,
    /// Words that say that something came about, without a stage.
    pub finished: Cues,
    /// Nouns that a name of their own stands before: 大桥, 水厂.
    pub named: Vec<String>,
    /// Words that say what is done or how much a thing grows, and name nothing that is counted: 新建, 完成, 增长.
    pub nameless: Cues,
    /// A name that says nothing by itself: 重点项目.
    pub generic: Cues,
    /// A part of the place that a report is about: 开发区, 城市群.
    pub part_of_place: Cues,
    /// How wide a measure reaches, by kind: 省级, 规模以上.
    pub scope: BTreeMap<String, Cues>,
    /// What is done, by kind: 新建, 改造, 申报.
    pub act: BTreeMap<String, Cues>,
    /// Levels of government from the top down, as a promise says them (省级) and as the report of it may (省).
    pub levels: Vec<[String; 2]>,
    /// The last characters of a body's place (县), each with how its report speaks of the whole of it (全县), from the widest down.
    pub scopes: Vec<[String; 2]>,
    /// Words that make another measure of the one in whose name it stands: 能耗 in 单位地区生产总值能耗.
    pub turns: Vec<String>,
    /// Words for a part of the place: 本级.
    pub parts: Vec<String>,
    /// Kinds of documents: 纲要, 条例.
    pub documents: Vec<String>,
    /// Words before such a noun that are no name: 的, 和, 农村.
    pub no_name: Vec<String>,
    /// Cancelled or replaced.
    pub reversed: Cues,
    /// A collective claim.
    pub blanket: Cues,
    /// The name of a collection of targets, matched against headings: 民生实事.
    pub blanket_list: Cues,
    /// The words that open a list of the goals of the year, matched against the sentence before a target: 主要预期目标是.
    pub goal_list: Cues,
    /// A claim that all of them were kept.
    pub goals_kept: Cues,
    /// The sentence is an item of a numbered list.
    pub list_item: Cues,
    /// The clause says that a named target is completed.
    pub asserted: Cues,
    /// Later than promised.
    pub late: Cues,
    /// Looks ahead inside the review half.
    pub ahead: Cues,
    /// The stretch of a clause that gives the cause of something: 受疫情影响, 由于….
    pub cause: Cues,
    /// A clause whose cause is none of a shortfall: 由于措施得力, 克服疫情影响, 受疫情影响的行业.
    pub no_cause: Cues,
    /// What may stand before a cause in its clause: 但, 主要是; matched against all that does.
    pub leads_in: Cues,
    /// A clause that opens by referring back with a cause: 主要是受, 原因是.
    pub refers_back: Cues,
    /// Words at the head of a clause that name a reason as such: 主要原因是.
    pub names_reason: Cues,
    /// A clause that adds a cause to the one before: 加之.
    pub and_cause: Cues,
    /// A clause that says how far something fell short and names nothing: 低于预期目标.
    pub falls_short: Cues,
}

/// Cues of figures that two reports give, matched against folded words of one sentence.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RestateCues {
    /// All that stands between a level and its own growth: ，同比增长.
    pub grows: Cues,
    /// The growth is reckoned in constant prices, by custom or in so many words, or from a base of its own: 增加值, 按可比口径.
    pub own_base: Cues,
    /// A year that only opens a comparison or a stretch of time, matched against the words from it on with the two characters before
    /// it: 比2019年, 2019年以来.
    pub since: Cues,
    /// The level holds for a day or a month, or is a part of what was named before it: 日均, 其中.
    pub loose: Cues,
    /// Words in the name of a measure that change nothing of it: 地方, 的, 总额.
    pub filler: Cues,
    /// Words at the edges of what a figure measures that are no part of its name: 全市完成.
    pub edge: Cues,
    /// A name that measures another thing wherever it stands: 利润, 交易额. It is the same only where the words before it are alike.
    pub bare: Cues,
    /// Words of which both names must hold the same ones: 省外, 境外.
    pub tells: Cues,
    /// The headline measures of a plan, a cue each with all its names: a target that is matched promises what is matched.
    pub headline: Cues,
    /// A figure that counts off or describes, matched against the figure and the words after it: 两个维度, 50米内.
    pub counts_off: Cues,
    /// A name that only goes on about what the sentence told, by all its letters: 办结率.
    pub goes_on: Cues,
    /// A figure that describes and is no result, matched against the words before it: 总规划面积.
    pub describes: Cues,
    /// A count that opens its clause and is no result, as all that it counts did the same: 12个园区全部完成规划. Matched from the figure on.
    pub whole_group: Cues,
    /// A share of a whole, which is never more than 100 %, matched against the words before the figure: 破案率.
    pub of_whole: Cues,
    /// Money that is told of only for what it was used for, matched against the words before the figure: 筹措资金.
    pub means: Cues,
    /// A clause with a figure of which only the clause before says what it measures: 又增产20亿斤.
    pub leans: Cues,
    /// A clause that opens a sentence with an effort that the figures right behind it are of: 继续淘汰落后产能.
    pub pursues: Cues,
    /// A clause that names the system or programme that the figures behind it belong to: 全面落实“河长制”.
    pub effort: Cues,
    /// Words in such a clause that say of what kind it is, and so name nothing: 三年行动.
    pub kind_of_effort: Cues,
}

impl JudgeCues {
    /// Whether a text holds one of the other names of a measure or thing.
    pub fn has_other_name(&self, text: &str) -> bool {
        let any = self.other_names.get_or_init(|| {
            let forms = self.synonym.iter().flat_map(|synonym| &synonym.forms);
            Regex::new(&forms.map(|form| regex::escape(form)).collect::<Vec<_>>().join("|")).ok()
        });
        any.as_ref().is_none_or(|any| any.is_match(text))
    }

    /// Those of `named` that `text` holds, in their own order.
    pub fn named_in(&self, text: &str) -> impl Iterator<Item = &String> {
        let any = self
            .named_any
            .get_or_init(|| RegexSet::new(self.named.iter().map(|noun| regex::escape(noun))).ok());
        let held = any.as_ref().map(|any| any.matches(text));
        let holds = move |index: usize| held.as_ref().is_none_or(|held| held.matched(index));
        self.named.iter().enumerate().filter(move |(index, _)| holds(*index)).map(|(_, noun)| noun)
    }

    /// The words of stages in `text`, each with its stage; a word inside a longer one (完工 in 主体完工) or inside a name
    /// (运行管理中心) is left out.
    pub fn stages(&self, text: &str) -> Vec<(Span, &Stage)> {
        let table = self.stages.get_or_init(|| {
            let words = |(index, stage): (usize, &'_ Stage)| {
                stage.words.iter().map(move |word| (word.clone(), index)).collect::<Vec<_>>()
            };
            let words: Vec<(String, usize)> = self.stage.iter().enumerate().flat_map(words).collect();
            Words::new(words.iter().map(|(word, index)| (word.as_str(), *index)))
        });
        let chars: Vec<char> = text.chars().collect();
        let mut found: Vec<(Span, &Stage)> = Vec::new();
        let (mut start, mut reach) = (0, 0);
        for (at, c) in chars.iter().enumerate() {
            if let Some((length, &index)) = table.starting(&chars, at) {
                let end = start + chars[at..at + length].iter().map(|c| c.len_utf8()).sum::<usize>();
                let rest = text.get(start..).unwrap_or_default();
                let name = self.stage_names.iter().any(|name| rest.starts_with(name.as_str()));
                if end > reach && !name {
                    found.extend(self.stage.get(index).map(|stage| (Span::new(start, end), stage)));
                    reach = end;
                }
            }
            start += c.len_utf8();
        }
        found
    }
}

/// Cues of the lifelines, for the names of what is promised.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LifelineCues {
    /// Names that mean the same where it is promised, though not everywhere: 经济增长 of a year is that of its product.
    pub alias: Vec<Synonym>,
    /// Words of a promise that name nothing that is promised: 预期目标为, 今年.
    pub idle: Cues,
    /// A name that only the words around tell what of: 年度投资, 完成年度任务.
    pub bare: Cues,
}

/// Names that mean the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    /// The name that stands for all.
    pub name: String,
    /// The other names, each replaced by `name` before matching; one that is part of another stands behind it.
    pub forms: Vec<String>,
    /// Words that hold one of the names and mean something else (提高企业 holds 高企): a text with one of them is left as it is.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Texts in which a name is replaced.
    pub yes: Vec<String>,
    /// Texts that are left as they are.
    pub no: Vec<String>,
}

impl Synonym {
    /// `text` with every other name replaced by the one that stands for all. A name inside that one (生产总值 in 地区生产总值) is left
    /// as it is.
    pub fn replace(&self, text: String) -> String {
        let kept = |text: &str, form: &str| {
            (self.name.contains(form) && text.contains(&self.name))
                || self.unless.iter().any(|word| text.contains(word.as_str()))
        };
        let replaced = |text: String, form: &String| {
            if text.contains(form.as_str()) && !kept(&text, form) {
                text.replace(form.as_str(), &self.name)
            } else {
                text
            }
        };
        self.forms.iter().fold(text, replaced)
    }

    /// What is wrong with it, in the list of the pack of that name: an example that goes the wrong way, or none given.
    pub fn faults(&self, list: &str) -> Vec<String> {
        let place = format!("{list} `{}`", self.name);
        let changes = |text: &String| self.replace(text.clone()) != *text;
        let mut faults = Vec::new();
        if self.yes.is_empty() || self.no.is_empty() {
            faults.push(format!("{place}: needs at least one `yes` and one `no` example"));
        }
        let missed = self.yes.iter().filter(|text| !changes(text));
        faults.extend(missed.map(|text| format!("{place}: must replace a name in “{text}”")));
        let wrong = self.no.iter().filter(|text| changes(text));
        faults.extend(wrong.map(|text| format!("{place}: must leave “{text}” as it is")));
        let unshown = |form: &&String| !self.yes.iter().any(|text| text.contains(form.as_str()));
        let unshown = self.forms.iter().filter(unshown);
        faults.extend(unshown.map(|form| format!("{place}: no `yes` example holds “{form}”")));
        faults
    }
}

/// Words of one group: a claim with another word of the group than the target speaks of another thing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contrast {
    /// The words.
    pub words: Vec<String>,
    /// With one of these in the target or the claim the group says nothing: 省级以上.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The words measure one thing in two ways: 登记失业, 调查失业.
    #[serde(default)]
    pub yardstick: bool,
}

/// A joint name (城乡) whose 分别 list goes in a fixed order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dealt {
    /// The joint name.
    pub name: String,
    /// The single names in order.
    pub order: Vec<String>,
}

/// One stage.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// `project` or `rule`.
    pub of: String,
    /// Its place in the order, from 1.
    pub order: u8,
    /// The words that say it.
    pub words: Vec<String>,
    /// Words that say it only in a promise: 完成.
    #[serde(default)]
    pub promised: Vec<String>,
    /// Texts in which it is found.
    pub yes: Vec<String>,
    /// Texts in which it is not found.
    pub no: Vec<String>,
}
