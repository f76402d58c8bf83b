//! An earlier stage than promised.

use crate::judge::stage::{self, Progress};
use crate::judge::{Case, Decision, Mark, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "thing.partial",
    reason: Reason::Partial,
    doc: "The promise names a stage (建成, 投用, 出台), and the later review half reports the thing at an earlier one (开工, \
          加快建设, 起草), nearly there (即将, 正在收尾) or done in part (完成80%). 推进, 加快 and 支持 promise any later stage and \
          are partial only where the thing is still prepared. There, and where 全面推行 is promised and 推进 reported, \
          投用 and 建成, or 全覆盖 and a share below 100 %, a lenient reader would say met.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let (found, _) = stage::reported(case).filter(|(_, progress)| *progress == Progress::Partial)?;
    let decision = Decision::sure(Reason::Partial, &[found]);
    if stage::whole_share(case, &found).is_some() || stage::arguable(case, &found) {
        return Some(decision.readings(Mark::Missed, Mark::Met));
    }
    // 正在编制 keeps a promised 编制 for some readers.
    let going_on = stage::only_going_on(case.quote(), case.pack);
    let plain = found.score >= case.policy.pair.accept_thing + case.policy.pair.sure_margin
        && !going_on
        && stage::named(case)
        && !stage::renamed_document(case, &found);
    Some(match stage::furthest(case.clause(found.claim), case.pack) {
        Some(reported) if reported.stands() => decision.readings(Mark::Missed, Mark::Met),
        Some(_) if plain => decision,
        _ => decision.check(),
    })
}
