//! Writes a value in canonical form: [`Serialize`] fills the tree, [`super::print`] lays it out.

use std::fmt;

use serde::ser::{self, Serialize};

use super::tree::Node;
use super::{literal, print};

/// The canonical text of a value; it ends with a line break.
///
/// Decimals must be finite: the document holds no others (see [`crate::journey::Value`]).
pub fn to_ron<T: Serialize>(value: &T) -> String {
    let node = value.serialize(Writer).expect("document types are plain data: nothing in them refuses to be written");
    print::document(&node)
}

/// Turns what serde hands over into a tree.
#[derive(Clone, Copy)]
struct Writer;

/// The error that serde asks for; plain data never causes it.
#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

macro_rules! numbers {
    ($($method:ident $type:ty),* $(,)?) => {$(
        fn $method(self, number: $type) -> Result<Node, Refused> {
            Ok(Node::word(number.to_string()))
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = Node;
    type Error = Refused;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Entries;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers! {
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
    }

    fn serialize_f32(self, number: f32) -> Result<Node, Refused> {
        self.serialize_f64(f64::from(number))
    }

    fn serialize_f64(self, number: f64) -> Result<Node, Refused> {
        Ok(Node::word(literal::decimal(number)))
    }

    fn serialize_char(self, c: char) -> Result<Node, Refused> {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<Node, Refused> {
        Ok(Node::word(literal::text(text)))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Node, Refused> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<Node, Refused> {
        Ok(Node::word("None"))
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Node, Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, Refused> {
        Ok(Node::word("()"))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Refused> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, Refused> {
        Ok(Node::word(variant))
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<Node, Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node, Refused> {
        Ok(value.serialize(self)?.in_variant(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Refused> {
        Ok(Items { name: None, items: Vec::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Refused> {
        Ok(Items { name: Some(""), items: Vec::new() })
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items, Refused> {
        self.serialize_tuple(length)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, Refused> {
        Ok(Items { name: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Refused> {
        Ok(Entries(Vec::new()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Refused> {
        Ok(Fields { name: "", fields: Vec::new() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, Refused> {
        Ok(Fields { name: variant, fields: Vec::new() })
    }
}

/// A list, or a tuple where it has a name.
struct Items {
    name: Option<&'static str>,
    items: Vec<Node>,
}

impl Items {
    fn push<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.items.push(value.serialize(Writer)?);
        Ok(())
    }

    fn node(self) -> Node {
        match self.name {
            None => Node::list(self.items),
            Some(name) => Node::tuple(name, self.items),
        }
    }
}

macro_rules! items {
    ($($trait:ident $method:ident),* $(,)?) => {$(
        impl ser::$trait for Items {
            type Ok = Node;
            type Error = Refused;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
                self.push(value)
            }

            fn end(self) -> Result<Node, Refused> {
                Ok(self.node())
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

/// A map; the value of the last key may still be missing.
struct Entries(Vec<(Node, Node)>);

impl ser::SerializeMap for Entries {
    type Ok = Node;
    type Error = Refused;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.0.push((key.serialize(Writer)?, Node::word("()")));
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        let node = value.serialize(Writer)?;
        if let Some((_, last)) = self.0.last_mut() {
            *last = node;
        }
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(Node::map(self.0))
    }
}

/// A struct, or a variant with fields.
struct Fields {
    name: &'static str,
    fields: Vec<(&'static str, Node)>,
}

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Fields {
            type Ok = Node;
            type Error = Refused;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Refused> {
                self.fields.push((name, value.serialize(Writer)?));
                Ok(())
            }

            fn end(self) -> Result<Node, Refused> {
                Ok(Node::fields(self.name, self.fields))
            }
        }
    )*};
}

fields!(SerializeStruct, SerializeStructVariant);
