//! How large something is at most as JSON: every letter of a text counts as if it had to be escaped, so that no text
//! has to be looked at. Most journeys are so far from the limit that nobody needs to know more.

use std::fmt;

use serde::ser::{self, Serialize};

/// The largest size in bytes that the JSON of a value can have.
pub(super) fn bound(value: &impl Serialize) -> usize {
    let mut bound = Bound(0);
    match value.serialize(&mut bound) {
        Ok(()) => bound.0,
        // What cannot be said in JSON has no bound.
        Err(_) => usize::MAX,
    }
}

/// A control character becomes `\u0000`.
const LETTER: usize = 6;
/// The longest number, with the quotes that it has as a key.
const NUMBER: usize = 42;

struct Bound(usize);

#[derive(Debug)]
struct Unsayable;

impl fmt::Display for Unsayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this has no form in JSON")
    }
}

impl std::error::Error for Unsayable {}

impl ser::Error for Unsayable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Bound {
    fn text(&mut self, text: &str) {
        self.0 += LETTER * text.len() + 3;
    }
}

macro_rules! numbers {
    ($($name:ident $type:ty),*) => {$(
        fn $name(self, _: $type) -> Result<(), Unsayable> {
            self.0 += NUMBER;
            Ok(())
        }
    )*};
}

impl ser::Serializer for &mut Bound {
    type Ok = ();
    type Error = Unsayable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_i128 i128, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_u128 u128, serialize_f32 f32, serialize_f64 f64, serialize_char char
    );

    fn serialize_str(self, text: &str) -> Result<(), Unsayable> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Unsayable> {
        self.0 += 4 * bytes.len() + 2;
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unsayable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsayable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unsayable> {
        self.0 += 4;
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unsayable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unsayable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unsayable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unsayable> {
        self.text(variant);
        self.0 += 3;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unsayable> {
        self.0 += 2;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unsayable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unsayable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unsayable> {
        self.text(variant);
        self.0 += 5;
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unsayable> {
        self.serialize_seq(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unsayable> {
        self.serialize_seq(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unsayable> {
        self.serialize_tuple_variant("", 0, variant, 0)
    }
}

/// The parts of what has parts: each with a comma.
macro_rules! parts {
    ($($trait:ident $part:ident),*) => {$(
        impl ser::$trait for &mut Bound {
            type Ok = ();
            type Error = Unsayable;

            fn $part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsayable> {
                self.0 += 1;
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Unsayable> {
                Ok(())
            }
        }
    )*};
}

parts!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field);

/// The members of what has names, each with a comma, a colon and quotes.
macro_rules! members {
    ($($trait:ident),*) => {$(
        impl ser::$trait for &mut Bound {
            type Ok = ();
            type Error = Unsayable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unsayable> {
                self.text(name);
                self.0 += 2;
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Unsayable> {
                Ok(())
            }
        }
    )*};
}

members!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for &mut Bound {
    type Ok = ();
    type Error = Unsayable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsayable> {
        self.0 += 2;
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsayable> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unsayable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::bound;
    use crate::check::example::{Sketch, steps};

    #[test]
    fn nothing_is_larger_than_its_bound() {
        let measured = |value: &serde_json::Value| value.to_string().len() <= bound(value);
        let odd = "\u{1}\u{2}\"\\/é\u{2028}";
        for value in [
            serde_json::json!(null),
            serde_json::json!(true),
            serde_json::json!([u64::MAX, i64::MIN, -1.797e308, 5e-324]),
            serde_json::json!({"a": {}, "b": [], odd: odd, "": ["", null, false]}),
        ] {
            assert!(measured(&value), "{value}");
        }
        for example in crate::check::rules().iter().map(|rule| (rule.flagged)()) {
            for journey in example.workspace.journeys.values() {
                let written = serde_json::to_string(&**journey).expect("JSON").len();
                assert!(written <= bound(&**journey), "{written} of {}", bound(&**journey));
            }
        }
        let sketch = Sketch::event().then(steps::email());
        let journey = sketch.workspace.journeys.values().next().expect("a journey");
        assert!(bound(&**journey) < 100_000, "it is far from every limit");
    }
}
