//! TLS: which cryptography everything in this program uses.

/// Makes ring the cryptography of this process; a second call changes nothing.
pub fn use_ring() {
    // It fails only where a provider is installed already, and no other is built in.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
