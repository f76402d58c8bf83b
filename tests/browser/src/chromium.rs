//! One headless Chromium for all tests, spoken to over a pipe in its DevTools protocol. Comes in: a method and its parameters.
//! Goes out: the answer as JSON. Every event is kept as it came, for [`crate::tab::Tab`] to look through: a library that knows
//! events by type drops those that a newer Chromium writes otherwise, and a request that was dropped looks like none.

use crate::target;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// What is waited for this long does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives Chromium the pipe as its descriptors 3 and 4 and a profile of its own, and removes the profile when it has ended, which
/// it does by itself when the tests have: then nobody holds the pipe.
const LAUNCH: &str = r#"
profile=$(mktemp -d) || exit 1
chromium --headless --remote-debugging-pipe --user-data-dir="$profile" --no-sandbox --disable-gpu --disable-dev-shm-usage \
    --disable-background-networking --disable-component-update --disable-sync --no-first-run --force-color-profile=srgb \
    about:blank 3<&0 4>&1 </dev/null >/dev/null 2>"$1"
rm -rf "$profile"
"#;

/// The browser.
pub struct Chromium {
    pipe: Mutex<ChildStdin>,
    next: AtomicU64,
    heard: Mutex<Heard>,
    news: Condvar,
}

/// What the browser has said.
#[derive(Default)]
struct Heard {
    answers: HashMap<u64, Value>,
    /// The events of each session, in their order.
    events: HashMap<String, Vec<Value>>,
    ended: bool,
}

/// The one browser, started when it is first asked for.
pub fn chromium() -> &'static Chromium {
    static ONE: OnceLock<&'static Chromium> = OnceLock::new();
    ONE.get_or_init(Chromium::start)
}

impl Chromium {
    fn start() -> &'static Self {
        std::fs::create_dir_all(target().join("browser")).expect("a directory below target/");
        let mut child = Command::new("sh")
            .args(["-c", LAUNCH, "sh"])
            .arg(target().join("browser/chromium.log"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh starts");
        let (pipe, said) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let one: &'static Self = Box::leak(Box::new(Self {
            pipe: Mutex::new(pipe),
            next: AtomicU64::new(1),
            heard: Mutex::default(),
            news: Condvar::new(),
        }));
        thread::spawn(move || {
            one.listen(said);
            child.wait()
        });
        one
    }

    /// Takes in what the browser says until it ends. Messages are JSON, each closed by a zero byte.
    fn listen(&self, said: ChildStdout) {
        let mut said = BufReader::new(said);
        let mut message = Vec::new();
        while said.read_until(0, &mut message).is_ok_and(|length| length > 0) {
            message.pop();
            let mut value: Value = serde_json::from_slice(&message).expect("Chromium speaks JSON");
            message.clear();
            let mut heard = self.heard.lock().expect("the listener alone writes");
            if let Some(id) = value["id"].as_u64() {
                heard.answers.insert(id, value);
            } else {
                let session = value["sessionId"].take().as_str().unwrap_or_default().to_owned();
                heard.events.entry(session).or_default().push(value);
            }
            drop(heard);
            self.news.notify_all();
        }
        self.heard.lock().expect("the listener alone writes").ended = true;
        self.news.notify_all();
    }

    /// Waits until `look` finds something in what was heard.
    fn wait<T>(&self, what: &str, mut look: impl FnMut(&mut Heard) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut heard = self.heard.lock().expect("the listener lives");
        loop {
            if let Some(found) = look(&mut heard) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            if heard.ended || left.is_zero() {
                let log = std::fs::read_to_string(target().join("browser/chromium.log")).unwrap_or_default();
                drop(heard);
                panic!("{what}: no answer from Chromium; it said: {log}");
            }
            heard = self.news.wait_timeout(heard, left).expect("the listener lives").0;
        }
    }

    /// Calls a method of the protocol and gives its result, or Chromium's word on why not. An empty session is the browser itself.
    pub fn call(&self, session: &str, method: &str, parameters: Value) -> Result<Value, String> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let sent = {
            let mut pipe = self.pipe.lock().expect("a whole message was written");
            pipe.write_all(format!("{message}\0").as_bytes()).and_then(|()| pipe.flush())
        };
        let mut answer = match sent {
            Ok(()) => self.wait(method, |heard| heard.answers.remove(&id)),
            Err(_) => self.wait("chromium does not start (is it installed?)", |_| None),
        };
        match answer["error"]["message"].as_str() {
            Some(error) => Err(format!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// How many events of the session have come so far.
    pub fn count(&self, session: &str) -> usize {
        self.heard.lock().expect("the listener lives").events.get(session).map_or(0, Vec::len)
    }

    /// Waits for an event of the session after the first `from`.
    pub fn event(&self, session: &str, method: &str, from: usize) -> Value {
        self.wait(method, |heard| {
            heard.events.get(session)?.iter().skip(from).find(|event| event["method"] == method).cloned()
        })
    }

    /// The parameters of all events of that name in the session so far.
    pub fn events(&self, session: &str, method: &str) -> Vec<Value> {
        let heard = self.heard.lock().expect("the listener lives");
        let events = heard.events.get(session).into_iter().flatten();
        events.filter(|event| event["method"] == method).map(|event| event["params"].clone()).collect()
    }
}
