//! Writing: results to a locked stdout, files through a temporary one in the same directory that is renamed when whole.

use anyhow::{Context, Result, bail};
use duixian::notice::{Notice, Severity};
use duixian::render::{Output, by_extension};
use duixian::text::shown::{on_one_line, shown};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes to standard output. A closed pipe comes back as an error that `main` takes for success.
pub(crate) fn to_stdout(bytes: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to standard output")
}

/// Writes one line to standard error. If even that fails there is nobody left to tell.
pub(crate) fn complain(message: &str) {
    let line = format!("duixian: error: {}\n", on_one_line(message));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Writes a usage error of several lines, which begins with `error: `, under the same name as every other.
pub(crate) fn complain_at_length(message: &str) {
    let text = format!("duixian: {}\n", shown(message.trim_end()));
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes one notice to standard error: `duixian: warning: file: message`.
pub(crate) fn notice(severity: Severity, file: &str, message: &str) {
    let word = match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
    };
    let file = if file.is_empty() { String::new() } else { format!("{file}: ") };
    let line = format!("duixian: {word}: {}\n", on_one_line(&format!("{file}{message}")));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Writes the notices of one report.
pub(crate) fn notices(file: &str, notices: &[Notice]) {
    for one in notices {
        notice(one.severity, file, &one.message);
    }
}

/// The one of `outputs` that the extension of a path says.
pub(crate) fn format_of<Of>(path: &Path, outputs: &'static [Output<Of>]) -> Result<&'static Output<Of>> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    by_extension(outputs, extension).with_context(|| {
        let known: Vec<String> = outputs.iter().filter_map(|output| endings(output.extensions)).collect();
        let found = if extension.is_empty() {
            "has no extension that says the format".to_owned()
        } else {
            format!("“.{extension}” says no known format")
        };
        format!("{}: {found}; give a name that ends in {}", path.display(), known.join(", "))
    })
}

/// The endings of one format in words: `.html (or .htm)`; `None` for a format that is only shown.
fn endings(extensions: &[&str]) -> Option<String> {
    let (first, others) = extensions.split_first()?;
    let others: String = others.iter().map(|other| format!(" (or .{other})")).collect();
    Some(format!(".{first}{others}"))
}

/// Refuses a path that cannot or must not be written: a directory, what is no file, an input, the same file twice.
pub(crate) fn refuse(outputs: &[PathBuf], inputs: &[&Path]) -> Result<()> {
    let inputs: Vec<PathBuf> = inputs.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in outputs {
        let name = path.display();
        if let Some(obstacle) = obstacle(path) {
            bail!("{name}: {obstacle}");
        }
        let whole = resolved(path);
        if inputs.contains(&whole) {
            bail!("{name}: is one of the inputs and is not overwritten; give another name");
        }
        if seen.contains(&whole) {
            bail!("{name}: is given twice as output");
        }
        seen.push(whole);
    }
    Ok(())
}

/// What stands where a file would be put, and what to do.
fn obstacle(path: &Path) -> Option<&'static str> {
    let written = path.as_os_str().to_string_lossy();
    let last = written.rsplit(std::path::is_separator).next().unwrap_or_default();
    if matches!(last, "" | "." | "..") {
        return Some("names a directory; give a file name");
    }
    let is_link = fs::symlink_metadata(path).ok()?.is_symlink();
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Some("is a directory; give a file name"),
        Ok(meta) if !meta.is_file() => {
            Some("is no regular file but a pipe, a socket or a device, and is not replaced; give a file name")
        }
        Err(_) if is_link => Some("is a link that leads to no file; remove it, or give the file itself"),
        _ => None,
    }
}

/// The path with links followed, also where the file itself does not exist yet.
fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| match (directory(path).canonicalize(), path.file_name()) {
        (Ok(directory), Some(name)) => directory.join(name),
        _ => path.to_owned(),
    })
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes all files: each whole into a temporary file beside its place, then all renamed. A failure before the first
/// renaming leaves every old file as it was and no temporary one behind.
pub(crate) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let place = resolved(path);
        if !directory(&place).is_dir() {
            bail!("{}: its directory does not exist; nothing was written", path.display());
        }
        let temporary = stage(&place, bytes)
            .with_context(|| format!("{}: cannot be written, nothing was changed", path.display()))?;
        ready.push((path, place, temporary));
    }
    for (path, place, temporary) in ready {
        temporary
            .persist(&place)
            .map_err(|error| error.error)
            .with_context(|| format!("{}: cannot be put in its place", path.display()))?;
        // The renaming itself reaches the disk with its directory; where directories cannot be synced, it is as good as done.
        let _ = File::open(directory(&place)).and_then(|directory| directory.sync_all());
    }
    Ok(())
}

/// A temporary file in the directory of `place` with `bytes` on the disk and the permissions of the file it replaces.
fn stage(place: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".duixian-").suffix(".tmp");
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt;
        // Without an old file: what the umask leaves of rw-rw-rw-, as any program would create it.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(permissions);
    // Without the temporary file's name, which says nothing to anybody.
    let mut temporary =
        builder.tempfile_in(directory(place)).map_err(|error| io::Error::from(error.kind()))?;
    if let Ok(old) = fs::metadata(place) {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file_mut().write_all(bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_changes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let good = directory.path().join("good.json");
        fs::write(&good, "old").unwrap();
        let files = [(good.clone(), b"new".to_vec()), (directory.path().join("no/such.md"), vec![])];
        assert!(write_all(&files).is_err());
        assert_eq!(fs::read_to_string(&good).unwrap(), "old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        write_all(&files[..1]).unwrap();
        assert_eq!(fs::read_to_string(&good).unwrap(), "new");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_input_is_not_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let input = directory.path().join("a.md");
        fs::write(&input, "甲").unwrap();
        let crooked = directory.path().join("./a.md");
        assert!(refuse(std::slice::from_ref(&crooked), &[&input]).is_err());
        assert!(refuse(&[directory.path().to_owned()], &[]).is_err());
        let new = directory.path().join("b.md");
        assert!(refuse(&[new.clone(), new.clone()], &[]).is_err());
        assert!(refuse(&[new], &[&input]).is_ok());
    }
}
