//! Reading under guard: a clock for every file, and for formats that much code of others works on (PDF) a process of its own,
//! whose memory is bounded and whose end harms nobody. What goes wrong here can only end in an error about the file.

use crate::exit::Exit;
use crate::output;
use anyhow::{Context, Result, bail};
use duixian::error::{Error, ErrorKind};
use duixian::pipeline::Options;
use duixian::policy::Policy;
use duixian::read::{self, File, Taken};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// The hidden command that reads one file for another process.
pub(crate) const APART: &str = "read-apart";

/// The process that reads one file apart does so with at most this many threads: each costs memory, and pages are few.
#[cfg(unix)]
const THREADS: usize = 4;

/// What the process that reads is told before the bytes of the file: one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    name: String,
    policy: Policy,
}

/// What it answers: JSON.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    /// The lines.
    Taken(Taken),
    /// Why there are none, without the file's name.
    Fault(String),
}

/// What the library is told with default settings, its files read under guard.
pub(crate) fn options(policy: Policy) -> Options {
    Options { policy, reader: take, ..Options::default() }
}

/// Takes the lines out of a file; ends the program when that takes too long.
pub(crate) fn take(file: &File<'_>) -> duixian::error::Result<Taken> {
    let late = || {
        output::complain(&format!(
            "{}: reading takes more than {} seconds; cut the file to the report itself, or raise most_seconds (duixian policy)",
            file.name, file.policy.read.most_seconds
        ));
    };
    watched(file.policy, late, || if read::apart(file.bytes) { ask(file) } else { read::take(file) })
}

/// Does `work`; when it takes longer than the policy allows, calls `late` and ends the program.
fn watched<T>(policy: &Policy, late: impl FnOnce() + Send, work: impl FnOnce() -> T) -> T {
    let limit = Duration::from_secs(policy.read.most_seconds);
    let (done, wait) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                late();
                std::process::exit(i32::from(Exit::FAILED));
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// Has another process take the lines.
fn ask(file: &File<'_>) -> duixian::error::Result<Taken> {
    let fault = |message: String| Error::new(ErrorKind::Input, file.name, message);
    match converse(file) {
        Ok(Answer::Taken(taken)) => Ok(taken),
        Ok(Answer::Fault(message)) => Err(fault(message)),
        Err(cause) => Err(fault(format!(
            "the file cannot be read: {cause:#}; save the report anew as PDF or DOCX, or raise the limits (duixian policy)"
        ))),
    }
}

/// Tells another process what to read and hears its answer.
fn converse(file: &File<'_>) -> Result<Answer> {
    let program = std::env::current_exe().context("the program does not find itself")?;
    let mut child = Command::new(program)
        .arg(APART)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("no process can be started for it")?;
    let mut order = serde_json::to_vec(&Order { name: file.name.to_owned(), policy: file.policy.clone() })?;
    order.push(b'\n');
    if let Some(mut stdin) = child.stdin.take() {
        // A process that ended early does not listen; why, its answer or its end says.
        let _ = stdin.write_all(&order).and_then(|()| stdin.write_all(file.bytes));
    }
    let heard = child.wait_with_output().context("the process that reads it cannot be heard")?;
    if !heard.status.success() {
        bail!(
            "it takes more than {} MiB of memory, or breaks what reads it ({})",
            file.policy.read.most_memory >> 20,
            heard.status
        );
    }
    serde_json::from_slice(&heard.stdout).context("the process that reads it does not make itself clear")
}

/// `duixian read-apart`: reads the file that standard input brings, and answers on standard output.
pub(crate) fn run() -> Result<Exit> {
    // What breaks is told by the answer, not by a message in between.
    std::panic::set_hook(Box::new(|_| {}));
    let mut stdin = io::stdin().lock();
    let mut order = Vec::new();
    stdin.read_until(b'\n', &mut order).context("nothing was asked")?;
    let order: Order = serde_json::from_slice(&order).context("it is not clear what was asked")?;
    bound(&order.policy);
    let mut bytes = Vec::new();
    stdin.take(order.policy.most_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    let file = File { name: &order.name, bytes: &bytes, policy: &order.policy };
    let answer = watched(
        &order.policy,
        || {},
        || match read::take(&file) {
            Ok(taken) => Answer::Taken(taken),
            Err(error) => Answer::Fault(error.message),
        },
    );
    output::to_stdout(&serde_json::to_vec(&answer)?)?;
    Ok(Exit::Done)
}

/// Bounds the memory of this process, where the system can: beyond it the process ends.
#[cfg(unix)]
fn bound(policy: &Policy) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = Some(policy.read.most_memory);
    // Where the system refuses, the limits of the library hold alone.
    let _ = setrlimit(Resource::Data, Rlimit { current: most, maximum: most });
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(THREADS));
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
}

/// Here the limits of the library hold alone.
#[cfg(not(unix))]
fn bound(_: &Policy) {}
