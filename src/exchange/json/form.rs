//! The form of a type in JSON: its view type, the way there and the way back.
//!
//! A view type says what stands in the JSON; `Serialize` writes it, `JsonSchema` publishes it, [`Read`] reads it
//! strictly and knows the place of every complaint. The tables beside this file list the view types.
//!
//! Three rules hold everywhere. A member of the second group of a table (behind `;`) is left out where it is absent:
//! null, false, or an empty text, list or object. What has variants is an object with the member `type`, or a word where no
//! variant holds anything. A number is an integer below 2^53; a larger one is written as text.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::read::{Fault, Path, Read};
use crate::journey::TextType;

/// A type of the document that has a form in JSON.
pub(super) trait Form: Sized {
    /// What stands in the JSON.
    type View: Serialize + JsonSchema + Read + Absent;

    /// The way there.
    fn view(&self) -> Self::View;

    /// The way back.
    fn back(view: Self::View) -> Self;
}

/// What stands in the JSON for a type of the document.
pub(super) type View<T> = <T as Form>::View;

/// What has variants.
pub(super) trait Variants {
    /// Their names, as the program calls them.
    const NAMES: &'static [&'static str];
}

/// What is left out where there is nothing.
pub(super) trait Absent: Sized {
    /// What a member that is left out stands for; nothing where it must not be left out.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether it is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Types that stand in the JSON as they are.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {$(
        impl Form for $type {
            type View = Self;

            fn view(&self) -> Self {
                self.clone()
            }

            fn back(view: Self) -> Self {
                view
            }
        }
    )*};
}

plain!(bool, String, Timestamp, civil::Date, civil::Time, civil::DateTime);

impl Absent for bool {
    fn absent() -> Option<Self> {
        Some(false)
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

impl Absent for String {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for Timestamp {}
impl Absent for civil::Date {}
impl Absent for civil::Time {}
impl Absent for civil::DateTime {}

/// Ids and texts in the small language: their text.
impl<T: TextType> Form for T {
    type View = String;

    fn view(&self) -> String {
        self.as_text().to_owned()
    }

    fn back(view: String) -> Self {
        Self::from_text(view)
    }
}

impl<T: Form> Form for Option<T> {
    type View = Option<T::View>;

    fn view(&self) -> Self::View {
        self.as_ref().map(T::view)
    }

    fn back(view: Self::View) -> Self {
        view.map(T::back)
    }
}

impl<T> Absent for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Form> Form for Vec<T> {
    type View = Vec<T::View>;

    fn view(&self) -> Self::View {
        self.iter().map(T::view).collect()
    }

    fn back(view: Self::View) -> Self {
        view.into_iter().map(T::back).collect()
    }
}

impl<T> Absent for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Form> Form for BTreeMap<String, T> {
    type View = BTreeMap<String, T::View>;

    fn view(&self) -> Self::View {
        self.iter().map(|(key, value)| (key.clone(), value.view())).collect()
    }

    fn back(view: Self::View) -> Self {
        view.into_iter().map(|(key, value)| (key, T::back(value))).collect()
    }
}

impl<T> Absent for BTreeMap<String, T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// View types of structs: `View of Type { members; members that may be left out }`, and `..` where the rest of the
/// type stays behind.
macro_rules! objects {
    ($(
        $(#[doc = $doc:literal])*
        $view:ident of $type:ident { $($must:ident: $must_type:ty),* ; $($may:ident: $may_type:ty),* $(; $rest:tt)? }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub(in crate::exchange::json) struct $view {
            $($must: View<$must_type>,)*
            $(
                #[serde(default, skip_serializing_if = "crate::exchange::json::form::Absent::is_absent")]
                $may: View<$may_type>,
            )*
        }

        impl crate::exchange::json::form::Absent for $view {}

        impl Form for crate::journey::$type {
            type View = $view;

            fn view(&self) -> $view {
                $view { $($must: Form::view(&self.$must),)* $($may: Form::view(&self.$may),)* }
            }

            fn back(view: $view) -> Self {
                Self {
                    $($must: Form::back(view.$must),)*
                    $($may: Form::back(view.$may),)*
                    $(..crate::exchange::json::form::behind(stringify!($rest)))?
                }
            }
        }

        impl crate::exchange::json::read::Read for $view {
            fn read(
                json: &serde_json::Value,
                path: &crate::exchange::json::read::Path<'_>,
            ) -> Result<Self, crate::exchange::json::read::Fault> {
                let mut members = crate::exchange::json::read::Members::of(json, path)?;
                let view = Self {
                    $($must: members.must(stringify!($must))?,)*
                    $($may: members.may(stringify!($may))?,)*
                };
                members.end()?;
                Ok(view)
            }
        }
    )*};
}

/// View types of enums: `View of Type { Variant { members; members that may be left out } = pattern, … }`, where the
/// pattern takes the type apart and puts it together again.
macro_rules! variants {
    ($(
        $(#[doc = $doc:literal])*
        $view:ident of $type:ident {$(
            $variant:ident { $($must:ident: $must_type:ty),* ; $($may:ident: $may_type:ty),* } = [$($pattern:tt)*]
        ),* $(,)?}
    )*) => {$(
        $(#[doc = $doc])*
        #[allow(clippy::large_enum_variant, reason = "written or read once, and then gone")]
        #[derive(serde::Serialize, schemars::JsonSchema)]
        #[serde(
            tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase",
            deny_unknown_fields
        )]
        pub(in crate::exchange::json) enum $view {$(
            $variant {
                $($must: View<$must_type>,)*
                $(
                    #[serde(default, skip_serializing_if = "crate::exchange::json::form::Absent::is_absent")]
                    $may: View<$may_type>,
                )*
            },
        )*}

        impl crate::exchange::json::form::Absent for $view {}

        impl crate::exchange::json::form::Variants for $view {
            const NAMES: &'static [&'static str] = &[$(stringify!($variant)),*];
        }

        impl Form for crate::journey::$type {
            type View = $view;

            fn view(&self) -> $view {
                match self {$(
                    $($pattern)* => $view::$variant {
                        $($must: Form::view($must),)*
                        $($may: Form::view($may),)*
                    },
                )*}
            }

            fn back(view: $view) -> Self {
                match view {$(
                    $view::$variant { $($must,)* $($may,)* } => {
                        $(let $must: $must_type = Form::back($must);)*
                        $(let $may: $may_type = Form::back($may);)*
                        $($pattern)*
                    }
                )*}
            }
        }

        impl crate::exchange::json::read::Read for $view {
            fn read(
                json: &serde_json::Value,
                path: &crate::exchange::json::read::Path<'_>,
            ) -> Result<Self, crate::exchange::json::read::Fault> {
                let mut members = crate::exchange::json::read::Members::of(json, path)?;
                let tag: String = members.must("type")?;
                let known = [$(stringify!($variant)),*];
                let view = match members.variant(&tag, &known)? {
                    $(stringify!($variant) => Self::$variant {
                        $($must: members.must(stringify!($must))?,)*
                        $($may: members.may(stringify!($may))?,)*
                    },)*
                    _ => return Err(members.no_variant(&tag, &known)),
                };
                members.end()?;
                Ok(view)
            }
        }
    )*};
}

/// View types of enums whose variants hold nothing: words.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])*
        $view:ident of $type:ident { $($variant:ident),* $(,)? }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub(in crate::exchange::json) enum $view {
            $($variant,)*
        }

        impl crate::exchange::json::form::Absent for $view {}

        impl Form for crate::journey::$type {
            type View = $view;

            fn view(&self) -> $view {
                match self {
                    $(Self::$variant => $view::$variant,)*
                }
            }

            fn back(view: $view) -> Self {
                match view {
                    $($view::$variant => Self::$variant,)*
                }
            }
        }

        impl crate::exchange::json::read::Read for $view {
            fn read(
                json: &serde_json::Value,
                path: &crate::exchange::json::read::Path<'_>,
            ) -> Result<Self, crate::exchange::json::read::Fault> {
                let known = [$(stringify!($variant)),*];
                match crate::exchange::json::read::word(json, path, &known)? {
                    $(stringify!($variant) => Ok(Self::$variant),)*
                    _ => Err(path.fault("is none of the words that can stand here")),
                }
            }
        }
    )*};
}

pub(super) use {objects, variants, words};

/// What stays behind of a type: its defaults.
pub(super) fn behind<T: Default>(_: &str) -> T {
    T::default()
}

/// A whole number: an integer below 2^53, else its digits as text, since JSON readers keep no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whole<T>(pub T);

/// The largest integer that every JSON reader keeps.
pub(super) const LARGEST: i128 = (1 << 53) - 1;

impl<T: Copy + Into<i128>> Serialize for Whole<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: i128 = self.0.into();
        match i64::try_from(number) {
            Ok(small) if number.abs() <= LARGEST => serializer.serialize_i64(small),
            _ => serializer.serialize_str(&number.to_string()),
        }
    }
}

impl<T> JsonSchema for Whole<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Whole".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [
                {"type": "integer", "minimum": -9_007_199_254_740_991_i64, "maximum": 9_007_199_254_740_991_i64},
                {"type": "string", "pattern": "^-?[0-9]{16,20}$"},
            ]
        })
    }
}

impl<T> Absent for Whole<T> {}

impl<T: TryFrom<i128>> Read for Whole<T> {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        let number = match json {
            Value::Number(number) => number
                .as_i64()
                .map(i128::from)
                .filter(|number| number.abs() <= LARGEST)
                .ok_or("must be a whole number below 2^53"),
            Value::String(digits) => digits
                .parse::<i128>()
                .ok()
                .filter(|number| number.abs() > LARGEST && number.to_string() == *digits)
                .ok_or("must be a whole number; only one of 2^53 and above is text"),
            _ => Err("must be a whole number"),
        };
        let number = number.map_err(|complaint| path.fault(complaint))?;
        T::try_from(number).map(Whole).map_err(|_| path.fault("is too large, or negative where it must not be"))
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Form for $type {
            type View = Whole<$type>;

            fn view(&self) -> Whole<$type> {
                Whole(*self)
            }

            fn back(view: Whole<$type>) -> Self {
                view.0
            }
        }
    )*};
}

numbers!(i64, u64, u32);
