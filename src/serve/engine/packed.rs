//! What only the engine reads, as bytes: the first one says in which form the rest is.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::serve::store::StoreError;

/// MessagePack, with the names of fields: a state that gains a field can still be read, and a decimal comes back as the
/// very same one, which JSON does not promise.
const NAMED: u8 = 1;

/// Packs.
pub(super) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![NAMED];
    let mut writer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    value.serialize(&mut writer).map_err(|_| StoreError::Unreadable("a column cannot be packed".to_owned()))?;
    Ok(bytes)
}

/// Unpacks.
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    // What stands there may be about people, so the error does not show it.
    let broken = || StoreError::Unreadable("a packed column cannot be read".to_owned());
    match bytes {
        [NAMED, rest @ ..] => rmp_serde::from_slice(rest).map_err(|_| broken()),
        _ => Err(broken()),
    }
}
