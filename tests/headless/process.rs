//! The program itself as a server: a process that may be killed at any moment and begun anew over the same folder.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

/// How long a server may take to begin on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// `waymark serve` over a folder.
pub struct Process {
    folder: PathBuf,
    secrets: Vec<(&'static str, &'static str)>,
    /// How it is begun, beside its folder and where it listens.
    arguments: Vec<String>,
    /// What it said on standard error.
    pub said: Arc<Mutex<Vec<String>>>,
    /// Where it listens now, for those who ask it; the last place while there is none.
    pub url: Arc<Mutex<String>>,
    child: Option<Child>,
    /// Begun, and has not said yet where it listens.
    begins: Option<Receiver<String>>,
}

impl Process {
    /// None yet.
    pub fn over(folder: &Path, secrets: &[(&'static str, &'static str)]) -> Self {
        let url = Arc::new(Mutex::new("http://127.0.0.1:9".to_owned()));
        let arguments = ["--allow-host", "127.0.0.1"].map(str::to_owned).to_vec();
        let (folder, secrets) = (folder.to_owned(), secrets.to_vec());
        Self { folder, secrets, arguments, said: Arc::default(), url, child: None, begins: None }
    }

    /// Begun with these arguments in place of the usual ones.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        self
    }

    /// Begins it; no file may be larger than so many kibibytes, if any number is said.
    pub fn begin(&mut self, most_kibibytes: Option<u64>) {
        assert!(self.child.is_none(), "it runs");
        let program = env!("CARGO_BIN_EXE_waymark");
        let mut command = match most_kibibytes {
            None => Command::new(program),
            Some(most) => {
                // Who does not listen to the signal is told by the failing write.
                let mut command = Command::new("bash");
                let script = format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" \"$@\"");
                command.args(["-c", &script, program]);
                command
            }
        };
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&self.folder).args(&self.arguments);
        let level = if self.arguments.iter().any(|argument| argument == "--log-format") { "info" } else { "error" };
        command.env("WAYMARK_LOG", level).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        for (name, value) in &self.secrets {
            command.env(format!("WAYMARK_SECRET_{name}"), value);
        }
        let mut child = command.spawn().expect("the program");
        let said = BufReader::new(child.stderr.take().expect("its words"));
        let (tell, begins) = channel();
        let (url, kept) = (Arc::clone(&self.url), Arc::clone(&self.said));
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                kept.lock().expect("its words").push(line.clone());
                let place = line.split_once("listening on ").and_then(|(_, rest)| rest.split_once(','));
                if let Some((place, _)) = place {
                    place.clone_into(&mut url.lock().expect("a place"));
                    let _ = tell.send(place.to_owned());
                } else if line.contains("panicked") {
                    eprintln!("{line}");
                }
            }
        });
        (self.child, self.begins) = (Some(child), Some(begins));
    }

    /// Waits until it listens.
    #[track_caller]
    pub fn listens(&mut self) {
        if let Some(begins) = self.begins.take() {
            begins.recv_timeout(PATIENCE).expect("a server that begins");
        }
    }

    /// Ends it as a loss of power would: nothing of it runs on.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("a signal");
            child.wait().expect("an end");
        }
    }

    /// By which the system knows it.
    #[track_caller]
    pub fn number(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Whether it is still there.
    pub fn is_alive(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| child.try_wait().expect("a process").is_none())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One who asks a server that may be gone, and asks again until there is an answer.
#[derive(Clone)]
pub struct Stubborn {
    url: Arc<Mutex<String>>,
    client: Client,
    /// How often there was no answer, or none of use.
    pub in_vain: Arc<Mutex<usize>>,
}

impl Stubborn {
    /// Asks whoever is at this place.
    pub fn new(url: &Arc<Mutex<String>>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().expect("a client");
        Self::by(client, url)
    }

    /// The same through this client.
    pub fn by(client: Client, url: &Arc<Mutex<String>>) -> Self {
        Self { url: Arc::clone(url), client, in_vain: Arc::default() }
    }

    /// Asks until it is answered: with success, which is yielded, or with a refusal, which is a fault of the test.
    pub async fn ask(&self, method: Method, path: &str, headers: &HeaderMap, body: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let url = format!("{}{path}", self.url.lock().expect("a place"));
            let request = self.client.request(method.clone(), url).headers(headers.clone()).body(body.to_owned());
            match request.send().await {
                Ok(response) => {
                    let status = response.status();
                    if let (true, Ok(text)) = (status.is_success(), response.text().await) {
                        return serde_json::from_str(&text).expect("JSON");
                    }
                    let passes = status.is_success() || status.is_server_error();
                    assert!(passes || status == StatusCode::TOO_MANY_REQUESTS, "{method} {path}: {status}");
                }
                Err(error) => assert!(!error.is_builder(), "{error}"),
            }
            assert!(Instant::now() < until, "{method} {path} has no answer");
            *self.in_vain.lock().expect("a number") += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
