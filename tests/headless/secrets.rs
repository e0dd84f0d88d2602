//! Where the values of secrets are found, and what is said where they are not.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use waymark::exchange::json as form;
use waymark::journey::{Authentication, Secret};
use waymark::push::{Client, Manner};
use waymark::secrets::{Environment, Keychain, KeychainError, Ordinary, Secrets as _, Vault};

use crate::serve_house::{open, sample};

/// A vault in memory that counts how often it is asked.
#[derive(Clone, Default)]
struct Drawer {
    kept: Arc<Mutex<BTreeMap<String, String>>>,
    asked: Arc<AtomicUsize>,
}

impl Vault for Drawer {
    fn get(&self, name: &str) -> Result<Option<String>, KeychainError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.kept.lock().expect("a drawer").get(name).cloned())
    }

    fn set(&self, name: &str, value: &str) -> Result<(), KeychainError> {
        self.kept.lock().expect("a drawer").insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    fn forget(&self, name: &str) -> Result<bool, KeychainError> {
        Ok(self.kept.lock().expect("a drawer").remove(name).is_some())
    }
}

/// A vault that never answers.
struct Mute;

impl Vault for Mute {
    fn get(&self, _: &str) -> Result<Option<String>, KeychainError> {
        std::thread::sleep(Duration::from_secs(30));
        Ok(None)
    }

    fn set(&self, name: &str, _: &str) -> Result<(), KeychainError> {
        self.get(name).map(drop)
    }

    fn forget(&self, name: &str) -> Result<bool, KeychainError> {
        self.get(name).map(|_| false)
    }
}

#[test]
fn the_environment_is_asked_first_and_the_keychain_once_in_a_while() {
    let drawer = Drawer::default();
    let keychain = Keychain::new(drawer.clone(), Duration::from_secs(5));
    // Of the variables that every test program has, one stands for a secret: PATH.
    let places = Ordinary::in_places(Environment::with_prefix("PA"), keychain.clone());
    let (from_environment, kept, nowhere) = (Secret::from("th"), Secret::from("ARENA_KEY"), Secret::from("SMS"));
    keychain.set(&from_environment, "other".to_owned()).expect("kept");
    keychain.set(&kept, "a key".to_owned()).expect("kept");

    let path = std::env::var("PATH").expect("a path");
    assert_eq!(places.find(&from_environment).map(|found| found.expose().to_owned()), Ok(path));
    assert_eq!(drawer.asked.load(Ordering::SeqCst), 0, "the keychain is not asked for what the environment has");
    for _ in 0..3 {
        let found = places.find(&kept).expect("a value");
        assert_eq!((found.expose(), format!("{found:?}").as_str()), ("a key", "<secret ARENA_KEY>"));
        assert!(places.reveal(&nowhere).is_none());
    }
    assert_eq!(drawer.asked.load(Ordering::SeqCst), 2, "its answers are remembered, what it lacks too");
    let missing = places.find(&nowhere).expect_err("nowhere").to_string();
    assert_eq!(
        missing,
        "the secret SMS is not to be found: set the environment variable PASMS, or keep it in the keychain by \
         `waymark secret set SMS`"
    );
    assert_eq!(keychain.forget(&kept), Ok(true));
    assert_eq!(keychain.forget(&kept), Ok(false));
    assert_eq!(keychain.get(&kept), Ok(None));
}

#[test]
fn a_keychain_that_never_answers_holds_nobody_up() {
    let patience = Duration::from_secs(1);
    let keychain = Keychain::new(Mute, patience);
    let began = Instant::now();
    assert_eq!(keychain.get(&Secret::from("A")), Err(KeychainError::Slow(patience)));
    assert_eq!(keychain.set(&Secret::from("B"), "b".to_owned()), Err(KeychainError::Slow(patience)));
    assert!(began.elapsed() < Duration::from_millis(1_950), "while one question hangs no other is put");
    let missing = Ordinary::new(keychain).find(&Secret::from("A")).expect_err("nothing").to_string();
    assert!(missing.ends_with("; this system's keychain did not answer within 1 s"), "{missing}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_keychain_the_command_says_so_at_once() {
    let began = Instant::now();
    for arguments in [["secret", "set", "ARENA_KEY"], ["secret", "forget", "ARENA_KEY"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
        command.args(arguments).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("a program that runs");
        // It may have ended before it reads.
        let _ = child.stdin.take().expect("an input").write_all(b"top secret\n");
        let output = child.wait_with_output().expect("an end");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{words}");
        assert!(words.contains("this system has no keychain that answers"), "{words}");
        assert!(words.contains("WAYMARK_SECRET_"), "it says what else there is: {words}");
        assert!(!words.contains("top secret") && output.stdout.is_empty(), "{words}");
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

/// Needs `dbus-run-session` and `gnome-keyring-daemon`; a session of its own, so that nobody's keychain is touched.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs a Secret Service"]
fn a_server_finds_in_the_keychain_what_the_command_kept_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = r#"
        eval "$(printf pw | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
        printf 'a value\n' | "$WAYMARK" secret set SMS_CLIENT_SECRET || exit 9
        cp -r "$JOURNEYS" ws
        serve() {
            "$WAYMARK" serve --listen 127.0.0.1:0 --data server 2>said & server=$!
            until url=$(sed -n 's/.*listening on \([^,]*\),.*/\1/p' said) && [ -n "$url" ]; do sleep 0.1; done
            sed -i "s|url: \"http://127[^\"]*\"|url: \"$url\"|" ws/environments.ron
            "$WAYMARK" push ws/voucher-by-text.journey.ron --to "staging (own server)" --dry-run
            kill $server; wait $server
        }
        serve; echo "forgotten"; "$WAYMARK" secret forget SMS_CLIENT_SECRET; serve
    "#;
    let mut session = Command::new("dbus-run-session");
    session.args(["--", "bash", "-c", script]).current_dir(folder.path());
    session.env("WAYMARK", env!("CARGO_BIN_EXE_waymark"));
    session.env("JOURNEYS", concat!(env!("CARGO_MANIFEST_DIR"), "/journeys"));
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"] {
        session.env(place, folder.path());
    }
    let output = session.env_remove("DBUS_SESSION_BUS_ADDRESS").output().expect("a session");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (kept, forgotten) = said.split_once("forgotten").unwrap_or_else(|| panic!("{output:?}"));
    let lacks = "the server does not find the secret SMS_CLIENT_SECRET";
    assert!(kept.contains("would hand this version over") && !kept.contains(lacks), "{kept}");
    assert!(forgotten.contains(lacks), "{forgotten}");
}

#[test]
fn a_dry_run_names_the_secrets_that_the_server_lacks() {
    open(|house| async move {
        let client = Client::new(&house.server.url(), None, &Manner::default()).expect("a client");
        let mut cart = sample("voucher-by-text");
        let named: Vec<&str> = cart.inventory.secrets().into_iter().map(Secret::as_str).collect();
        assert!(named.contains(&"SMS_CLIENT_SECRET"), "{named:?}");
        let known = Authentication::Bearer(Secret::from("ARENA_KEY"));
        for action in &mut cart.inventory.actions {
            action.authentication = known.clone();
        }
        let missing = async |definition: &waymark::journey::Definition| {
            let (hash, text) = (form::hash(definition), form::write(definition));
            let taken = client.put_version(&definition.journey.id, &hash, text, true).await.expect("a dry run");
            taken.changes.expect("changes").missing_secrets
        };
        assert_eq!(missing(&cart).await, Vec::<String>::new());
        let others: Vec<&str> = cart.inventory.secrets().into_iter().map(Secret::as_str).collect();
        assert_eq!(others, ["ARENA_KEY"]);
        cart.inventory.actions[0].authentication = Authentication::Bearer(Secret::from("ANOTHER_TOKEN"));
        assert_eq!(missing(&cart).await, ["ANOTHER_TOKEN"]);
    });
}
