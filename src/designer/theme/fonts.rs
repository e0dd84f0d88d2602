//! The shipped typefaces as egui families, one family per weight.

use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily, FontId};

/// A weight of Inter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// 400: text.
    #[default]
    Regular,
    /// 500: controls.
    Medium,
    /// 600: titles.
    SemiBold,
}

// A named family is a shared string: made once, so that asking for a font never allocates.
static MEDIUM: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("medium".into()));
static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));

/// Inter of this size (points) and weight.
pub fn font(size: f32, weight: Weight) -> FontId {
    let family = match weight {
        Weight::Regular => FontFamily::Proportional,
        Weight::Medium => MEDIUM.clone(),
        Weight::SemiBold => SEMIBOLD.clone(),
    };
    FontId::new(size, family)
}

/// The monospaced face, for payloads and expressions only. The file is JetBrains Mono without its ligatures (`calt`),
/// because egui knows no way to turn them off: in code `#{` is two signs.
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Every typeface, with egui's own as fallback for signs that ours lack.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let faces: [(&str, &'static [u8], FontFamily); 4] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.ttf"), FontFamily::Proportional),
        ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.ttf"), MEDIUM.clone()),
        ("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"), SEMIBOLD.clone()),
        ("jetbrains-mono", include_bytes!("../../../assets/fonts/JetBrainsMonoNL-Regular.ttf"), FontFamily::Monospace),
    ];
    for (name, bytes, family) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let chain = fonts.families.entry(family).or_insert_with(|| fallback.clone());
        chain.insert(0, name.to_owned());
    }
    fonts
}
