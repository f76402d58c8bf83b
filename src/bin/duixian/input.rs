//! Reading the inputs: a file or standard input, whole, up to the policy's limit.

use anyhow::{Context, Result, bail};
use duixian::pipeline::Input;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The path that stands for standard input and output.
pub(crate) const DASH: &str = "-";

/// A ledger may be so many times as large as a report: it holds the texts, and some lines for each target.
pub(crate) const LEDGER: u64 = 16;

/// Reads every path in order. `-` may stand once.
pub(crate) fn read_all<'a>(
    paths: impl IntoIterator<Item = &'a std::path::PathBuf>,
    most: u64,
) -> Result<Vec<Input>> {
    let mut from_stdin = false;
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == DASH && std::mem::replace(&mut from_stdin, true) {
            bail!("standard input (-) is given twice; give the other report as a file");
        }
        inputs.push(read(path, most)?);
    }
    Ok(inputs)
}

/// Reads one report, or standard input for `-`.
pub(crate) fn read(path: &Path, most: u64) -> Result<Input> {
    read_a("report", path, most)
}

/// Reads one path, or standard input for `-`; `what` it should hold is for errors.
pub(crate) fn read_a(what: &str, path: &Path, most: u64) -> Result<Input> {
    if path.as_os_str() == DASH {
        return read_stream(io::stdin().lock(), what, DASH, most);
    }
    let name = path.display().to_string();
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            bail!("{name}: there is no such file; check the path")
        }
        Err(cause) => return Err(cause).with_context(|| format!("{name}: cannot be read")),
    };
    if meta.is_dir() {
        bail!("{name}: is a directory; give the {what}'s file");
    }
    if meta.len() > most {
        bail!("{}", too_large(what, &name, most));
    }
    let file = File::open(path).with_context(|| format!("{name}: cannot be read; check its permissions"))?;
    read_stream(file, what, &name, most)
}

fn read_stream(stream: impl Read, what: &str, name: &str, most: u64) -> Result<Input> {
    let mut bytes = Vec::new();
    stream
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name}: cannot be read"))?;
    if bytes.len() as u64 > most {
        bail!("{}", too_large(what, name, most));
    }
    Ok(Input { name: name.to_owned(), bytes })
}

fn too_large(what: &str, name: &str, most: u64) -> String {
    let most = match (most >> 20, most % (1 << 20)) {
        (whole, 0) => format!("{whole} MiB"),
        _ => format!("{most} bytes"),
    };
    format!("{name}: is larger than {most}, the most that is read; cut it to the {what} itself")
}
