//! Arbitrary documents: every type of the document is drawn through its own reader, so that no field and no variant,
//! not even one that is added later, can be forgotten.
//!
//! Chance comes as bytes, so that a failing case shrinks. Ids are made unique; what they refer to mostly dangles.

use std::fmt;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use waymark::journey::{
    FORMAT, Inventory, Journey, Kind, Optimization, Organization, Population, Scenario, Settings, Test, Version,
    Workspace,
};

/// Any value of a type of the document.
pub fn value<T: DeserializeOwned + fmt::Debug>() -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..600).prop_map(|bytes| draw(&mut Chance::new(&bytes)))
}

/// Any journey that can be written: its ids are unique within it.
pub fn journey() -> impl Strategy<Value = Journey> {
    vec(any::<u8>(), 0..1500).prop_map(|bytes| draw_journey(&mut Chance::new(&bytes)))
}

/// Any workspace that can be written.
pub fn workspace() -> impl Strategy<Value = Workspace> {
    vec(any::<u8>(), 0..4000).prop_map(|bytes| draw_workspace(&mut Chance::new(&bytes)))
}

/// Bytes that decide; when they are used up everything is as small as it can be.
pub struct Chance<'a> {
    bytes: &'a [u8],
    depth: usize,
}

impl<'a> Chance<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, depth: 0 }
    }

    fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => 0,
        }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    fn word(&mut self) -> u64 {
        (0..8).fold(0, |word, _| word << 8 | u64::from(self.byte()))
    }

    fn length(&mut self) -> usize {
        if self.depth > 8 || self.bytes.is_empty() { 0 } else { self.below(4) }
    }

    /// Texts that writers stumble over, and plain ones.
    fn text(&mut self) -> String {
        const PIECES: [&str; 24] = [
            "",
            "a",
            "Order",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\"",
            "\"#",
            "\"##",
            "\\",
            "\\n",
            "'",
            "//",
            "/*",
            "(",
            "]",
            ",",
            "ä",
            "日本",
            "😀",
            "\u{202e}",
            "\u{0}",
            "{{ @event{Order.total} }}",
        ];
        (0..self.below(5)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }

    fn integer(&mut self) -> u64 {
        match self.below(4) {
            0 => self.word(),
            1 => [0, 1, u64::MAX, 1 << 53, (1 << 53) - 1, i64::MAX as u64, i64::MIN as u64][self.below(7)],
            _ => u64::from(self.byte()),
        }
    }

    fn decimal(&mut self) -> f64 {
        let number = match self.below(3) {
            0 => f64::from_bits(self.word()),
            1 => [0.0, -0.0, 0.1, 1e300, 5e-324, 1.0][self.below(6)],
            _ => f64::from(self.byte()) / 4.0,
        };
        if number.is_finite() { number } else { 0.5 }
    }
}

/// Draws one value.
pub fn draw<T: DeserializeOwned>(chance: &mut Chance<'_>) -> T {
    T::deserialize(chance).expect("every type of the document can be drawn")
}

/// Draws a journey whose ids are unique.
pub fn draw_journey(chance: &mut Chance<'_>) -> Journey {
    let mut journey: Journey = draw(chance);
    journey.format = FORMAT;
    let mut number = 0;
    let mut next = |id: &mut String| {
        number += 1;
        *id = format!("{}-{number}", id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-'));
    };
    for criterion in &mut journey.properties.exit_criteria {
        next(&mut criterion.id.0);
    }
    for activity in &mut journey.activities {
        next(&mut activity.id.0);
        for message in activity.kind.messages_mut() {
            match &mut message.optimization {
                None => {}
                Some(Optimization::Experiment(experiment)) => {
                    next(&mut experiment.own.id.0);
                    experiment.treatments.iter_mut().for_each(|other| next(&mut other.id.0));
                }
                Some(Optimization::Targeting(targeting)) => {
                    targeting.rules.iter_mut().for_each(|rule| next(&mut rule.id.0));
                }
            }
        }
        let Kind::Condition(condition) = &mut activity.kind else { continue };
        match &mut condition.test {
            Test::Data(paths) | Test::Targeting(paths) => paths.iter_mut().for_each(|path| next(&mut path.id.0)),
            Test::Time(paths) => paths.iter_mut().for_each(|path| next(&mut path.id.0)),
            Test::Date(paths) => paths.iter_mut().for_each(|path| next(&mut path.id.0)),
            Test::Experiment(experiment) => experiment.treatments.iter_mut().for_each(|path| next(&mut path.id.0)),
            Test::Split(paths) => paths.iter_mut().for_each(|path| next(&mut path.id.0)),
            Test::ProfileCap(cap) => next(&mut cap.id.0),
        }
    }
    journey.connections.iter_mut().for_each(|wire| next(&mut wire.id.0));
    journey.layout.iter_mut().for_each(|placement| next(&mut placement.activity.0));
    journey.sort();
    journey
}

/// Draws a workspace whose ids are unique.
pub fn draw_workspace(chance: &mut Chance<'_>) -> Workspace {
    let mut inventory = Inventory::default();
    macro_rules! lists {
        ($($list:ident),*) => {$(
            inventory.$list = draw(chance);
            inventory.$list.iter_mut().enumerate().for_each(|(index, object)| object.id.0 = format!("id-{index}"));
        )*};
    }
    lists!(
        namespaces,
        schemas,
        merge_policies,
        events,
        audiences,
        data_sources,
        actions,
        endpoints,
        campaign_instances,
        channels,
        rule_sets,
        fragments,
        profiles,
        environments
    );
    inventory.sort();
    let mut workspace = Workspace {
        settings: Arc::new(draw::<Settings>(chance)),
        inventory: Arc::new(inventory),
        ..Workspace::default()
    };
    if chance.byte() % 2 == 1 {
        let organization = Organization { format: FORMAT, ..draw(chance) };
        workspace.organization = Some(Arc::new(organization));
    }
    if chance.byte() % 2 == 1 {
        let population = Population { format: FORMAT, ..draw(chance) };
        workspace.population = Some(Arc::new(population));
    }
    for index in 0..chance.below(4) {
        let mut journey = draw_journey(chance);
        journey.id.0 = format!("journey-{index}");
        workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
    }
    let journeys: Vec<_> = workspace.journeys.keys().cloned().collect();
    for journey in journeys {
        if chance.byte().is_multiple_of(2) {
            continue;
        }
        let version = Version::next(&workspace, &journey, draw(chance)).unwrap();
        workspace.versions.insert(version.id(), Arc::new(version));
    }
    for index in 0..chance.below(4) {
        let mut scenario: Scenario = draw(chance);
        scenario.format = FORMAT;
        scenario.id.0 = format!("scenario-{index}");
        scenario.journey.0 = format!("journey-{}", chance.below(4));
        workspace.scenarios.insert(scenario.id.clone(), Arc::new(scenario));
    }
    workspace
}

/// What a visitor says that it expects: the only way to tell a date from any other text.
struct Expects<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expects<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

type Refused = de::value::Error;

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            visitor.$visit(self.integer() as $type)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            let expected = Expects(&visitor).to_string();
            let day = format!("20{:02}-{:02}-{:02}", self.below(99), 1 + self.below(12), 1 + self.below(28));
            let time = format!("{:02}:{:02}:{:02}", self.below(24), self.below(60), self.below(60));
            match expected.as_str() {
                "a timestamp string" => visitor.visit_string(format!("{day}T{time}Z")),
                "a datetime string" => visitor.visit_string(format!("{day}T{time}")),
                "a date string" => visitor.visit_string(day),
                "a time string" => visitor.visit_string(time),
                _ => visitor.visit_string(self.text()),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Chance<'_> {
    type Error = Refused;

    integers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }

    texts!(deserialize_str, deserialize_string);

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refused> {
        Err(de::Error::custom("a type of the document knows its shape"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_bool(self.byte() % 2 == 1)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_f64(self.decimal())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.byte() % 2 == 1 { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let left = self.length();
        visitor.visit_seq(Items { chance: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let left = self.length();
        visitor.visit_map(Items { chance: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.depth += 1;
        let value = visitor.visit_map(Fields { chance: &mut *self, fields });
        self.depth -= 1;
        value
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.depth += 1;
        let index = if self.depth > 8 { 0 } else { self.below(variants.len()) };
        let value = visitor.visit_enum(Variant { chance: &mut *self, name: variants[index] });
        self.depth -= 1;
        value
    }

    serde::forward_to_deserialize_any! {
        f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Items<'c, 'a> {
    chance: &'c mut Chance<'a>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.chance).map(Some)
    }
}

impl<'de> MapAccess<'de> for Items<'_, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(&mut *self.chance)
    }
}

struct Fields<'c, 'a> {
    chance: &'c mut Chance<'a>,
    fields: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        self.fields.first().map(|name| seed.deserialize((*name).into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        self.fields = &self.fields[1..];
        seed.deserialize(&mut *self.chance)
    }
}

struct Variant<'c, 'a> {
    chance: &'c mut Chance<'a>,
    name: &'static str,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Refused;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Refused> {
        Ok((seed.deserialize(self.name.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refused> {
        seed.deserialize(self.chance)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_seq(Items { chance: self.chance, left: length })
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_map(Fields { chance: self.chance, fields })
    }
}
