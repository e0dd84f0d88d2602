//! TLS: which cryptography everything in this program uses, and how it is told that the other side is not who it should
//! be.

use std::error::Error;
use std::io;

/// Makes ring the cryptography of this process; a second call changes nothing.
pub fn use_ring() {
    // It fails only where a provider is installed already, and no other is built in.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The fault of TLS among the causes of an error; an error of the system shows what it carries only when it is asked
/// for it.
pub fn fault<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error
        .downcast_ref::<rustls::Error>()
        .or_else(|| carried.and_then(|carried| fault(carried)))
        .or_else(|| error.source().and_then(fault))
}

/// Why the other side cannot be trusted, whoever tries: it does not prove who it is, or does not speak TLS as it is
/// spoken here.
pub fn distrust<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    use rustls::Error::{InvalidCertificate, InvalidMessage, NoCertificatesPresented, PeerIncompatible};
    let is_for_good = |fault: &&rustls::Error| {
        matches!(fault, InvalidCertificate(_) | InvalidMessage(_) | NoCertificatesPresented | PeerIncompatible(_))
    };
    fault(error).filter(is_for_good)
}
