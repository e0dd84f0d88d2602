//! A server from start to stop: store, writer, routes, sockets.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use thiserror::Error;
use tokio::task::JoinHandle;

use super::api;
use super::clock::Clock;
use super::connections::Gate;
use super::courier::courier;
use super::dispatch::{Dispatch, NoDispatch};
use super::engine::Engine;
use super::settings::{Limits, Settings, Tls};
use super::store::{OpenError, Readers, Store, StoreError, Tokens};
use super::writer::Writer;
use crate::secrets::Secrets;

/// Why a server does not start. Each says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// Others could read along.
    #[error(
        "{0} can be reached from other machines, so the server needs TLS: give --tls-cert FILE and --tls-key FILE, \
         or listen on 127.0.0.1"
    )]
    NeedsTls(SocketAddr),
    /// Nobody could prove who they are.
    #[error(
        "tokens are required and there is none yet: make one with `waymark serve token add --data {} --scopes \
         journeys:write,…`",
        .0.display()
    )]
    NeedsToken(PathBuf),
    /// The store.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store.
    #[error("the store cannot be read: {0}; restore a backup of it, or name another folder with --data")]
    Store(#[from] StoreError),
    /// Certificate or key.
    #[error("{} and {} make no TLS identity: {error}; give a certificate and its key as PEM files", certificate.display(), key.display())]
    Tls {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// What sends.
    #[error(transparent)]
    Outside(#[from] NoDispatch),
    /// The address.
    #[error("the server cannot listen on {address}: {error}; another program may use it: choose another --listen")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The system.
    #[error("the server cannot start: {0}")]
    System(std::io::Error),
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    secure: bool,
    app: api::App,
    dispatch: Arc<Dispatch>,
    handle: Handle<SocketAddr>,
    task: Option<JoinHandle<std::io::Result<()>>>,
}

impl Server {
    /// Starts a server. From then on it answers and sends, until [`Server::stop`]. Secrets are asked for by their names
    /// when something is sent.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(
        settings: Settings,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn Secrets>,
    ) -> Result<Self, StartError> {
        if !settings.listen.ip().is_loopback() && settings.tls.is_none() {
            return Err(StartError::NeedsTls(settings.listen));
        }
        // The first to say which cryptography is used wins; all of ours say the same.
        crate::tls::use_ring();
        let tls = match &settings.tls {
            Some(files) => Some(identity(files).await?),
            None => None,
        };
        let store = Store::open(&settings.data)?;
        if !settings.is_open() && Tokens(store.connection()).all()?.is_empty() {
            return Err(StartError::NeedsToken(settings.data));
        }
        let failed = |error| StartError::Listen { address: settings.listen, error };
        let listener = TcpListener::bind(settings.listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let readers = Readers::open(&settings.data)?;
        let (letterbox, courier) = courier(&settings.outside, Arc::clone(&secrets))?;
        let engine = Engine::new(store).through(letterbox).keeping(settings.keep_days);
        let writer = Writer::start(engine, Arc::clone(&clock)).map_err(StartError::System)?;
        let (dispatch, calls) = (courier.dispatch(), courier.calls());
        tokio::spawn(courier.run(writer.clone()));
        let app = api::App::new(writer, readers, clock, secrets, (&settings, &calls));
        let (handle, secure) = (Handle::new(), tls.is_some());
        let routes = api::router(app.clone());
        let task = serve(listener, tls, &settings.limits, handle.clone(), routes).map_err(failed)?;
        Ok(Self { address, secure, app, dispatch, handle, task: Some(task) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is found, as people write it.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.address)
    }

    /// Its writer, for what is done without being asked over the wire.
    pub fn writer(&self) -> &Writer<Engine> {
        &self.app.writer
    }

    /// Takes no more connections, lets answers that are under way finish, writes what was asked, and ends.
    pub async fn stop(mut self) {
        self.app.farewell();
        self.handle.graceful_shutdown(Some(self.app.limits.farewell));
        if let Some(task) = self.task.take() {
            // It ends by being told so; whatever else it says concerns nobody any more.
            let _ = task.await;
        }
        // What is not done in time stays in the outbox and is sent again, with the same key, when a server begins.
        let left = self.dispatch.drain(self.app.limits.farewell).await;
        if left > 0 {
            tracing::warn!(left, "attempts were under way and are made again");
        }
        let writer = self.app.writer.clone();
        let _ = tokio::task::spawn_blocking(move || writer.stop()).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.app.farewell();
        self.handle.shutdown();
        self.app.writer.stop();
    }
}

async fn identity(files: &Tls) -> Result<RustlsConfig, StartError> {
    RustlsConfig::from_pem_file(&files.certificate, &files.key).await.map_err(|error| StartError::Tls {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        error,
    })
}

fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    limits: &Limits,
    handle: Handle<SocketAddr>,
    routes: Router,
) -> std::io::Result<JoinHandle<std::io::Result<()>>> {
    let mut server = axum_server::from_tcp(listener)?.handle(handle);
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers_within)
        .max_headers(limits.headers)
        .max_buf_size(limits.header_bytes);
    server
        .http_builder()
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .keep_alive_interval(limits.silence / 3)
        .keep_alive_timeout(limits.headers_within);
    let gate = Gate::new(limits.connections, limits.silence);
    let routes = routes.into_make_service();
    Ok(match tls {
        Some(identity) => {
            let acceptor = RustlsAcceptor::new(identity).handshake_timeout(limits.headers_within).acceptor(gate);
            tokio::spawn(server.acceptor(acceptor).serve(routes))
        }
        None => tokio::spawn(server.acceptor(gate).serve(routes)),
    })
}
