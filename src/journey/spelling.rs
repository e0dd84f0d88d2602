//! Which of the known names a mistyped one is meant to be: one answer for expressions, documents and the command line.

/// Longer names are not compared.
const LONGEST: usize = 64;
/// Letters that differ at most.
const MOST: usize = 3;
/// More names are not compared: an expression is looked at while somebody types it.
const NAMES: usize = 1_000;

/// The known name that a mistyped one is nearest to: at most a third of its letters differ, capitals ignored, and of a
/// name of two letters one is right.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let (allowed, lower) = ((length / 3).clamp(1, MOST), name.to_lowercase());
    known
        .into_iter()
        .take(NAMES)
        .filter(|candidate| candidate.chars().take(LONGEST + 1).count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed && *distance < length)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
