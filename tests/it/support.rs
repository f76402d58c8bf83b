//! What the tests share: running the program in a directory of its own, and snapshots, which are written only here.

use std::path::Path;
use tempfile::TempDir;

/// An invented report of an invented district: what is promised.
pub(crate) const EARLIER: &str = "\
示例区政府工作报告（虚构样本）

2022年1月8日在示例区第一届人民代表大会第二次会议上

示例区人民政府区长 某某

各位代表：

现在，我代表示例区人民政府向大会报告工作，请予审议。

# 一、2021年工作回顾

2021年，全区新建小学1所，改造老旧小区8个。

# 二、2022年主要任务

2022年要重点做好以下工作。

**（一）办好民生实事。**新建小学5所。改造老旧小区12个。建成区文化馆。

各位代表，让我们团结一心，为建设美丽示例区而奋斗！
";

/// The next report of the same invented district: what is said of it. One target falls short, one is not mentioned.
pub(crate) const LATER: &str = "\
示例区政府工作报告（虚构样本）

2023年1月9日在示例区第一届人民代表大会第三次会议上

示例区人民政府区长 某某

各位代表：

现在，我代表示例区人民政府向大会报告工作，请予审议。

# 一、2022年工作回顾

2022年，全区新建小学3所，改造老旧小区15个。

# 二、2023年主要任务

2023年要新建幼儿园2所。

各位代表，让我们团结一心，为建设美丽示例区而奋斗！
";

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code.
    pub(crate) code: i32,
    /// All of standard output.
    pub(crate) stdout: String,
    /// All of standard error.
    pub(crate) stderr: String,
}

/// A directory with `earlier.md` and `later.md`, removed at the end.
pub(crate) fn pair() -> TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in [("earlier.md", EARLIER), ("later.md", LATER)] {
        std::fs::write(directory.path().join(name), text).expect("a file in it");
    }
    directory
}

/// The program, to be run in `directory` with nothing of the caller's terminal in its environment.
pub(crate) fn program(directory: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_duixian"));
    command.current_dir(directory);
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program in `directory`.
pub(crate) fn run(directory: &Path, args: &[&str]) -> Ended {
    ended(program(directory).args(args))
}

/// Runs a prepared command to its end.
pub(crate) fn ended(command: &mut assert_cmd::Command) -> Ended {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Compares `text` with `snapshots/<name>.snap`. Version, rules hash and seal are redacted, and the section of the measured accuracy
/// is left out: they change with the code, and a test that fails for that says nothing.
pub(crate) fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"duixian \d+\.\d+\.\d+", "duixian [version]");
    settings.add_filter(r#""version": "\d+\.\d+\.\d+""#, r#""version": "[version]""#);
    for label in ["\"rules\"", "规则 SHA-256", "SHA-256 of the rules"] {
        settings.add_filter(&format!("({label}.{{1,24}}?)[0-9a-f]{{64}}"), "${1}[rules]");
    }
    for label in ["\"seal\"", "账目封印", "Seal of the ledger"] {
        settings.add_filter(&format!("({label}.{{1,24}}?)[0-9a-f]{{64}}"), "${1}[seal]");
    }
    settings.add_filter("(?s)<section aria-labelledby=\"accuracy\".*?</section>", "");
    settings.add_filter("\n+## (实测准确度|Measured accuracy)\n[^#]*", "\n");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
