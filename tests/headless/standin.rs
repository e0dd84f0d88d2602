//! The other side: an endpoint on this machine that keeps what it is sent and answers as it is told, also badly.
//!
//! It runs on a thread of its own, so that tests with and without tokio use it alike, and ends with its value.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use jiff::Timestamp;
use serde_json::Value;
use tokio_stream::StreamExt;

/// One request, as it came in.
#[derive(Clone, Debug)]
pub struct Received {
    /// `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query as it was written, without the question mark.
    pub query: String,
    /// `HTTP/1.1`, `HTTP/2.0`.
    pub version: String,
    /// By name in small letters; several of one name are joined by commas.
    pub headers: BTreeMap<String, String>,
    /// The body as text.
    pub body: String,
    /// When all of it was here.
    pub at: Timestamp,
    /// The other end: the same for requests over one connection.
    pub from: SocketAddr,
}

impl Received {
    /// A header; nothing where there is none.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// What a request is answered with.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Kind,
    after: Duration,
}

#[derive(Clone, Debug)]
enum Kind {
    Whole(String),
    /// Half a body, and the connection is cut.
    Cut(String),
    /// One byte again and again.
    Endless,
}

impl Answer {
    /// JSON with a status.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::of(status, "application/json", Kind::Whole(body.to_string()))
    }

    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self { headers: Vec::new(), ..Self::of(status, "", Kind::Whole(String::new())) }
    }

    /// Any text under any type.
    pub fn text(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self::of(status, content_type, Kind::Whole(body.into()))
    }

    /// A status of success, half of a body, and a cut connection.
    pub fn cut() -> Self {
        Self::of(200, "application/json", Kind::Cut(r#"{"id": "#.to_owned()))
    }

    /// A body that never ends.
    pub fn endless() -> Self {
        Self::of(200, "application/json", Kind::Endless)
    }

    /// JSON of so many bytes.
    pub fn large(bytes: usize) -> Self {
        Self::of(200, "application/json", Kind::Whole(format!("\"{}\"", "x".repeat(bytes.saturating_sub(2)))))
    }

    /// Another address.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).with("location", to)
    }

    /// The same with one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, so much later.
    pub fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    fn of(status: u16, content_type: &str, body: Kind) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body,
            after: Duration::ZERO,
        }
    }

    fn response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let body = match self.body {
            Kind::Whole(text) => Body::from(text),
            Kind::Cut(text) => {
                let parts = [Ok(Bytes::from(text)), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
                Body::from_stream(tokio_stream::iter(parts))
            }
            Kind::Endless => {
                let chunk = Bytes::from_static(&[b' '; 1024]);
                let chunks = tokio_stream::iter(std::iter::repeat_with(move || Ok::<_, Infallible>(chunk.clone())));
                Body::from_stream(chunks.throttle(Duration::from_micros(200)))
            }
        };
        response.body(body).unwrap()
    }
}

type Chooser = Box<dyn FnMut(&Received) -> Answer + Send>;

#[derive(Default)]
struct Kept {
    received: Vec<Received>,
    /// By path: the answers that are left, the last of which stays.
    answers: HashMap<String, VecDeque<Answer>>,
    chooser: Option<Chooser>,
}

type Shared = Arc<Mutex<Kept>>;

/// An endpoint on this machine.
pub struct Standin {
    address: SocketAddr,
    scheme: &'static str,
    tls: Option<RustlsConfig>,
    kept: Shared,
    up: Mutex<Option<(Handle<SocketAddr>, thread::JoinHandle<()>)>>,
}

impl Standin {
    /// Starts one that answers `200 {}` until it is told otherwise.
    pub fn start() -> Self {
        Self::begin("http", None)
    }

    /// The same over TLS, with this certificate and key.
    pub fn over_tls(certificate: &Path, key: &Path) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = runtime().block_on(RustlsConfig::from_pem_file(certificate, key)).unwrap();
        Self::begin("https", Some(config))
    }

    fn begin(scheme: &'static str, tls: Option<RustlsConfig>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let standin = Self { address, scheme, tls, kept: Shared::default(), up: Mutex::default() };
        standin.serve(listener);
        standin
    }

    fn serve(&self, listener: TcpListener) {
        listener.set_nonblocking(true).unwrap();
        let handle = Handle::new();
        let app = Router::new().fallback(answer).with_state(Arc::clone(&self.kept));
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        let (tls, inner) = (self.tls.clone(), handle.clone());
        let thread = thread::spawn(move || {
            runtime().block_on(async move {
                match tls {
                    None => axum_server::from_tcp(listener).unwrap().handle(inner).serve(app).await.unwrap(),
                    Some(tls) => {
                        axum_server::from_tcp_rustls(listener, tls).unwrap().handle(inner).serve(app).await.unwrap();
                    }
                }
            });
        });
        *self.is_up() = Some((handle, thread));
    }

    /// Where it listens: `127.0.0.1:40961`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path: `http://127.0.0.1:40961/messages`.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// From now on a path is answered with these, one after another; the last one stays.
    pub fn on(&self, path: &str, answers: impl IntoIterator<Item = Answer>) -> &Self {
        self.kept().answers.insert(path.to_owned(), answers.into_iter().collect());
        self
    }

    /// From now on whatever has no answers of its own is answered by this.
    pub fn answers(&self, chooser: impl FnMut(&Received) -> Answer + Send + 'static) -> &Self {
        self.kept().chooser = Some(Box::new(chooser));
        self
    }

    /// Everything that came in, in order.
    pub fn received(&self) -> Vec<Received> {
        self.kept().received.clone()
    }

    /// What came in at a path.
    pub fn at(&self, path: &str) -> Vec<Received> {
        self.received().into_iter().filter(|request| request.path == path).collect()
    }

    /// Waits until at least so many requests are here.
    #[track_caller]
    pub fn wait_for(&self, count: usize, at_most: Duration) -> Vec<Received> {
        let until = Instant::now() + at_most;
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            assert!(Instant::now() < until, "{} of {count} requests after {at_most:?}", received.len());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Goes away: connections are cut, new ones are refused, the address stays its own.
    pub fn down(&self) {
        let up = self.is_up().take();
        if let Some((handle, thread)) = up {
            handle.shutdown();
            thread.join().unwrap();
        }
    }

    /// Comes back where it was.
    pub fn up(&self) {
        let is_down = self.is_up().is_none();
        if is_down {
            self.serve(TcpListener::bind(self.address).unwrap());
        }
    }

    fn is_up(&self) -> MutexGuard<'_, Option<(Handle<SocketAddr>, thread::JoinHandle<()>)>> {
        self.up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.down();
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn answer(State(kept): State<Shared>, ConnectInfo(from): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut headers = BTreeMap::<String, String>::new();
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.entry(name.to_string()).and_modify(|all| *all += &format!(",{value}")).or_insert(value);
    }
    let body = axum::body::to_bytes(body, 64 << 20).await.unwrap_or_default();
    let received = Received {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        version: format!("{:?}", parts.version),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        at: Timestamp::now(),
        from,
    };
    let answer = {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.received.push(received.clone());
        match kept.answers.get_mut(&received.path) {
            Some(answers) if answers.len() > 1 => answers.pop_front(),
            Some(answers) => answers.front().cloned(),
            None => kept.chooser.as_mut().map(|choose| choose(&received)),
        }
    };
    let answer = answer.unwrap_or_else(|| Answer::json(200, &Value::Object(serde_json::Map::new())));
    tokio::time::sleep(answer.after).await;
    answer.response()
}

mod stories {
    use super::*;
    use serde_json::json;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn ask(standin: &Standin, path: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(standin.address())?;
        write!(stream, "POST {path} HTTP/1.1\r\nhost: here\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi")?;
        let mut reply = Vec::new();
        stream.take(4096).read_to_end(&mut reply)?;
        Ok(String::from_utf8_lossy(&reply).into_owned())
    }

    #[test]
    fn the_standin_keeps_what_it_is_sent_and_answers_as_it_is_told() {
        let standin = Standin::start();
        standin.on("/a", [Answer::status(503), Answer::json(201, &json!({"id": 1}))]);
        standin.answers(|received| Answer::text(200, "text/html", received.query.clone()));
        assert!(ask(&standin, "/a").unwrap().starts_with("HTTP/1.1 503"));
        for _ in 0..2 {
            let reply = ask(&standin, "/a").unwrap();
            assert!(reply.starts_with("HTTP/1.1 201") && reply.ends_with(r#"{"id":1}"#), "{reply}");
        }
        assert!(ask(&standin, "/b?to=anna").unwrap().ends_with("to=anna"));
        let received = standin.received();
        assert_eq!((received.len(), standin.at("/a").len()), (4, 3));
        assert_eq!((received[0].method.as_str(), received[0].body.as_str()), ("POST", "hi"));
        assert_eq!(received[0].header("host"), Some("here"));

        standin.on("/cut", [Answer::cut()]).on("/endless", [Answer::endless()]).on("/large", [Answer::large(3000)]);
        assert!(!ask(&standin, "/cut").unwrap().ends_with("0\r\n\r\n"));
        assert_eq!(ask(&standin, "/endless").unwrap().len(), 4096);
        assert!(ask(&standin, "/large").unwrap().contains("content-length: 3000"));

        standin.down();
        assert!(ask(&standin, "/a").is_err());
        standin.up();
        assert!(ask(&standin, "/a").unwrap().starts_with("HTTP/1.1 201"));
    }
}
