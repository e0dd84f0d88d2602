//! A person as far as somebody looks: what chance makes of them is drawn when it is asked for. What cannot be told from
//! one draw alone is read off the whole person, who is made then.
//!
//! Says the same as [`People::someone`] with what happened to them since; only later, and less of it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::bring::Bringing;
use super::people::People;
use crate::expression::shape;
use crate::journey::{AudienceId, EventId, Medium, NamespaceId, PastEvent, ProfileId, Value};
use crate::run::{Difference, Persona, Someone};

/// A person by number.
pub(super) struct Person<'p> {
    people: &'p People<'p>,
    number: u32,
    difference: Option<&'p Difference>,
    bringing: Option<&'p Bringing<'p>>,
    id: OnceCell<ProfileId>,
    whole: OnceCell<Box<Someone>>,
}

impl<'p> Person<'p> {
    pub(super) fn new(people: &'p People<'p>, number: u32, difference: Option<&'p Difference>) -> Self {
        Self { people, number, difference, bringing: None, id: OnceCell::new(), whole: OnceCell::new() }
    }

    /// The same, who says what their events say.
    pub(super) fn bringing(self, bringing: &'p Bringing<'p>) -> Self {
        Self { bringing: Some(bringing), ..self }
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// What was stated of a membership; nothing where that is not known by itself.
    pub(super) fn stated(&self, audience: &AudienceId) -> Option<Option<bool>> {
        match self.difference.and_then(|difference| difference.inside.as_ref()) {
            Some(inside) => Some(inside.stated(audience)),
            None => self.people.stated(self.number, audience),
        }
    }

    /// Their identity of this type, without blanks around it.
    pub(super) fn identity(&self, namespace: &NamespaceId) -> Option<String> {
        let known = self.people.identity(self.number, namespace);
        let known = known.unwrap_or_else(|| self.whole().person.identities.get(namespace).cloned());
        known.map(|identity| identity.trim().to_owned())
    }

    /// Everything that is known of them.
    pub(super) fn whole(&self) -> &Someone {
        self.whole.get_or_init(|| {
            let someone = self.people.someone(self.number);
            Box::new(match self.difference {
                Some(difference) => someone.with(difference),
                None => someone,
            })
        })
    }

    /// An attribute, where one thing that was written or drawn decides it.
    fn attribute_alone(&self, path: &[&str]) -> Option<Value> {
        for (field, value) in self.difference.iter().flat_map(|difference| &difference.written).rev() {
            match Overlap::of(field.split('.'), path) {
                Overlap::None => {}
                Overlap::Holds(rest) => return Some(shape::select(value, rest)),
                Overlap::Within => return None,
            }
        }
        self.people.attribute(self.number, path)
    }
}

impl fmt::Debug for Person<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("number", &self.number).field("difference", &self.difference).finish()
    }
}

impl Persona for Person<'_> {
    fn id(&self) -> &ProfileId {
        self.id.get_or_init(|| self.people.id(self.number))
    }

    fn zone(&self) -> Option<&TimeZone> {
        match self.people.zone(self.number) {
            Some(zone) => zone,
            None => self.whole().person.zone(),
        }
    }

    fn has_identity(&self, namespace: &NamespaceId) -> bool {
        let known = self.people.has_identity(self.number, namespace);
        known.unwrap_or_else(|| self.whole().person.has_identity(namespace))
    }

    fn attribute(&self, path: &[&str]) -> Value {
        self.attribute_alone(path).unwrap_or_else(|| self.whole().person.attribute(path))
    }

    fn consents(&self, medium: Medium) -> Option<bool> {
        let known = self.people.consents(self.number, medium);
        known.unwrap_or_else(|| self.whole().person.consents(medium))
    }

    fn is_in(&self, audience: &AudienceId) -> bool {
        if let Some(inside) = self.difference.and_then(|difference| difference.inside.as_ref()) {
            return inside.audiences.contains(audience);
        }
        // Memberships are those of the start until somebody works them out anew.
        match self.people.is_in(self.number, audience) {
            Some(inside) => inside,
            None => self.whole().person.is_in(audience),
        }
    }

    fn history(&self) -> Cow<'_, [PastEvent]> {
        let since = self.difference.map_or(&[][..], |difference| &difference.history);
        match self.people.history(self.number) {
            Some([]) => Cow::Borrowed(since),
            Some(before) if since.is_empty() => Cow::Borrowed(before),
            Some(before) => Cow::Owned([before, since].concat()),
            None => Cow::Borrowed(&self.whole().person.history),
        }
    }

    fn brought(&self, event: &EventId, at: Timestamp, path: &[&str]) -> Value {
        self.bringing.map_or(Value::Null, |bringing| bringing.said(event, at, self, path))
    }
}

/// How an attribute that was written and one that is asked for have to do with each other.
#[derive(Debug, PartialEq)]
pub(super) enum Overlap<'p, 'n> {
    /// Not at all.
    None,
    /// What was written holds what is asked for: what is left of the path within it.
    Holds(&'p [&'n str]),
    /// What was written is but a part of what is asked for.
    Within,
}

impl<'p, 'n> Overlap<'p, 'n> {
    pub(super) fn of<'w>(mut written: impl Iterator<Item = &'w str>, asked: &'p [&'n str]) -> Self {
        let mut rest = asked;
        loop {
            match (written.next(), rest.split_first()) {
                (None, _) => return Self::Holds(rest),
                (Some(_), None) => return Self::Within,
                (Some(name), Some((first, others))) if name == *first => rest = others,
                _ => return Self::None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::expression::shape;
    use crate::journey::{
        AttributeDraw, ConsentShare, Distribution, Event, Given, MembershipShare, PayloadDraw, Population,
        WeightedValue, files,
    };
    use crate::simulate::volume::bring::Bringer;
    use crate::simulate::volume::plan::Plan;
    use crate::simulate::volume::{assume, bring};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn drawn(field: &str, given: &[(&str, Value)], missing: u32, draw: Distribution) -> AttributeDraw {
        let given = given.iter().map(|(field, is)| Given { field: (*field).to_owned(), is: is.clone() }).collect();
        AttributeDraw { field: field.to_owned(), given, missing, draw }
    }

    /// Draws that presume others, that write into each other, and of which only the first counts.
    fn tangled(population: Population) -> Population {
        let one_of = |values: &[&str]| {
            Distribution::Choice(values.iter().map(|it| WeightedValue { value: text(it), weight: 1 }).collect())
        };
        let tier = |is: &str| vec![Given { field: "loyalty.tier".to_owned(), is: text(is) }];
        let audience =
            |audience: &AudienceId| MembershipShare { audience: audience.clone(), ..MembershipShare::default() };
        let gold: Vec<_> = population.memberships.iter().take(2).map(|share| audience(&share.audience)).collect();
        Population {
            attributes: vec![
                drawn("loyalty.tier", &[], 1_000, one_of(&["gold", "silver"])),
                drawn(
                    "loyalty.points",
                    &[("loyalty.tier", text("gold"))],
                    0,
                    Distribution::Constant(Value::Integer(9)),
                ),
                drawn("loyalty.points", &[], 2_000, Distribution::Uniform { from: 0.0, to: 5.0, decimals: 0 }),
                drawn("loyalty.tier", &[], 0, Distribution::Constant(text("never"))),
                drawn(
                    "person.name",
                    &[("loyalty.points", Value::Integer(3))],
                    0,
                    Distribution::Constant(text("Three")),
                ),
                drawn("person.name.firstName", &[], 3_000, one_of(&["Ada", "Bo"])),
                drawn("personalEmail.address", &[], 5_000, one_of(&["ada@example.com", "bo@example.com"])),
            ],
            consent: [("gold", 0), ("silver", 10_000)]
                .map(|(is, share)| ConsentShare { medium: Medium::Email, given: tier(is), share })
                .into(),
            memberships: gold
                .into_iter()
                .zip(["gold", "silver"])
                .map(|(share, is)| MembershipShare { given: tier(is), share: 5_000, ..share })
                .collect(),
            ..population
        }
    }

    #[test]
    fn whoever_is_looked_at_piece_by_piece_is_who_they_are() {
        let samples = files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples");
        let workspace = samples.workspace;
        let (stated, _) = assume(&workspace, None);
        let mut told_later = 0;
        for population in [tangled(stated.clone()), stated] {
            let event = population.arrivals.iter().find_map(|arrivals| match &arrivals.what {
                crate::journey::Coming::Event(event) => Some(event.clone()),
                _ => None,
            });
            let event = event.expect("an event");
            let record = workspace.inventory.get::<Event>(&event).expect("the event");
            let fields = shape::event_fields(&workspace.inventory, record);
            let payloads = fields.iter().take(1).map(|field| PayloadDraw {
                event: event.clone(),
                field: field.path.clone(),
                given: vec![Given { field: "loyalty.tier".to_owned(), is: text("gold") }],
                missing: 5_000,
                draw: Distribution::Constant(text("drawn")),
            });
            let population = Population { payloads: payloads.collect(), ..population };
            let plan = Plan::new(&workspace, &population, (7, Some(400)), None).expect("a plan");
            let bringing = bring::Bringing::of(&plan);
            told_later += usize::from(bringing.is_asked_later(&event));
            let mut happened = Difference::default();
            happened.write("loyalty.status.level".to_owned(), text("written"));
            happened.write("person.name.lastName".to_owned(), Value::Null);
            for (number, difference) in (0..400).flat_map(|number| [(number, None), (number, Some(&happened))]) {
                let person = || Person::new(&plan.people, number, difference).bringing(&bringing);
                let whole = person();
                let all = whole.whole();
                let paths =
                    all.profile().attributes.into_keys().chain(["nothing", "loyalty.points.x"].map(str::to_owned));
                for path in paths {
                    let path: Vec<&str> = path.split('.').collect();
                    for upto in 0..=path.len() {
                        let path = &path[..upto];
                        assert_eq!(person().attribute(path), all.person.attribute(path), "{path:?} of {number}");
                    }
                }
                for medium in Medium::ALL {
                    assert_eq!(person().consents(medium), all.person.consents(medium));
                }
                for audience in &workspace.inventory.audiences {
                    assert_eq!(
                        person().is_in(&audience.id),
                        all.person.is_in(&audience.id),
                        "{} {number}",
                        audience.id
                    );
                }
                for namespace in &workspace.inventory.namespaces {
                    assert_eq!(person().has_identity(&namespace.id), all.person.has_identity(&namespace.id));
                    assert_eq!(person().identity(&namespace.id).as_ref(), all.person.identities.get(&namespace.id));
                }
                assert_eq!((person().id(), person().zone()), (all.person.id(), all.person.zone()));
                assert_eq!(person().history(), all.person.history());
                let now = plan.start;
                let bringer = Bringer { now, number: Some(number), profile: Some(all.profile()) };
                let brought = bringing.brought(&event, &bringer);
                for path in fields.iter().map(|field| field.path.as_str()).chain(["", "nothing"]) {
                    let path: Vec<&str> = path.split('.').filter(|name| !name.is_empty()).collect();
                    for upto in 0..=path.len() {
                        let path = &path[..upto];
                        assert_eq!(person().brought(&event, now, path), shape::select(&brought, path), "{path:?}");
                    }
                }
            }
        }
        assert!(told_later > 0, "some event is left to be asked later");
    }
}
