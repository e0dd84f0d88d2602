//! The runs that are not over, by number, and names by number.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::Map;
use super::alike::Alike;
use super::packed::Packer;
use crate::journey::{ActivityId, ProfileId};
use crate::run::{Program, State};

/// A run that is not over, laid open.
pub(super) struct Run {
    pub program: Arc<Program>,
    pub state: State,
}

/// Where a run stands: whose it is is always known.
struct Place {
    journey: u16,
    person: u32,
    kept: Kept,
}

enum Kept {
    Open(Box<Run>),
    /// As it differs from others.
    Alike(Box<[u8]>),
    /// As it is, like no other.
    Packed(Box<[u8]>),
    Over,
}

/// What a journey runs, and how those who wait in it are kept.
struct Course {
    program: Arc<Program>,
    alike: Alike,
    packer: Packer,
}

/// The runs that are not over. Names are numbers that grow.
#[derive(Default)]
pub(super) struct Runs {
    first: u64,
    places: VecDeque<Place>,
    courses: BTreeMap<u16, Course>,
    /// Those that were laid open since all were packed.
    open: Vec<u64>,
    pub inside: usize,
}

impl Runs {
    fn place(&self, key: u64) -> Option<&Place> {
        let place = usize::try_from(key.checked_sub(self.first)?).ok()?;
        self.places.get(place).filter(|place| !matches!(place.kept, Kept::Over))
    }

    fn place_mut(&mut self, key: u64) -> Option<&mut Place> {
        let place = usize::try_from(key.checked_sub(self.first)?).ok()?;
        self.places.get_mut(place).filter(|place| !matches!(place.kept, Kept::Over))
    }

    /// Whose run it is; none where it is over.
    pub(super) fn person(&self, key: u64) -> Option<u32> {
        self.place(key).map(|place| place.person)
    }

    /// A run that is laid open: whoever was just moved is.
    pub(super) fn get(&self, key: u64) -> Option<&Run> {
        match &self.place(key)?.kept {
            Kept::Open(run) => Some(run),
            Kept::Alike(_) | Kept::Packed(_) | Kept::Over => None,
        }
    }

    /// A run, laid open; whose it is says the id of a person.
    pub(super) fn open(&mut self, key: u64, id: impl FnOnce(u32) -> ProfileId) -> Option<&mut Run> {
        let index = usize::try_from(key.checked_sub(self.first)?).ok()?;
        let place = self.places.get_mut(index)?;
        // What was packed here is read here.
        let unpacked = match &place.kept {
            Kept::Open(_) => None,
            Kept::Over => return None,
            Kept::Alike(packed) => {
                let course = self.courses.get(&place.journey)?;
                Some((&course.program, course.alike.unpack(packed, id(place.person))?))
            }
            Kept::Packed(packed) => {
                let course = self.courses.get(&place.journey)?;
                Some((&course.program, course.packer.unpack(packed)?))
            }
        };
        if let Some((program, state)) = unpacked {
            place.kept = Kept::Open(Box::new(Run { program: Arc::clone(program), state }));
            self.open.push(key);
        }
        match &mut place.kept {
            Kept::Open(run) => Some(run),
            Kept::Alike(_) | Kept::Packed(_) | Kept::Over => None,
        }
    }

    /// How many were laid open.
    pub(super) fn count_open(&self) -> usize {
        self.open.len()
    }

    /// Nobody looks at them for a while.
    pub(super) fn pack_all(&mut self, names: &mut Names) {
        for key in std::mem::take(&mut self.open) {
            self.pack(key, names);
        }
    }

    fn pack(&mut self, key: u64, names: &mut Names) {
        let Some(index) = key.checked_sub(self.first).and_then(|index| usize::try_from(index).ok()) else { return };
        let Some(place) = self.places.get_mut(index) else { return };
        let Some(course) = self.courses.get_mut(&place.journey) else { return };
        let Kept::Open(run) = &mut place.kept else { return };
        // Those who wait at the same step are much alike.
        let kind = run.state.waiting.first().map_or(u32::MAX, |waiting| names.number(&waiting.activity));
        let nobody = State::new(Default::default(), Default::default(), 0, 0);
        place.kept = match course.alike.pack(kind, std::mem::replace(&mut run.state, nobody)) {
            Ok(packed) => Kept::Alike(packed),
            Err(state) => match course.packer.pack(kind, &*state) {
                Some(packed) => Kept::Packed(packed),
                None => Kept::Open(Box::new(Run { program: Arc::clone(&course.program), state: *state })),
            },
        };
    }

    pub(super) fn add(&mut self, (journey, person): (u16, u32), run: Run) -> u64 {
        self.courses.entry(journey).or_insert_with(|| Course {
            program: Arc::clone(&run.program),
            alike: Alike::default(),
            packer: Packer::default(),
        });
        self.places.push_back(Place { journey, person, kept: Kept::Open(Box::new(run)) });
        self.inside += 1;
        let key = self.first + self.places.len() as u64 - 1;
        self.open.push(key);
        key
    }

    pub(super) fn remove(&mut self, key: u64) {
        if let Some(place) = self.place_mut(key) {
            place.kept = Kept::Over;
            self.inside -= 1;
        }
        while self.places.front().is_some_and(|place| matches!(place.kept, Kept::Over)) {
            self.places.pop_front();
            self.first += 1;
        }
    }

    /// Every run that is not over, with its journey.
    pub(super) fn all(&self) -> impl Iterator<Item = (u64, u16)> {
        let places = (self.first..).zip(&self.places);
        places.filter(|(_, place)| !matches!(place.kept, Kept::Over)).map(|(key, place)| (key, place.journey))
    }
}

/// The runs of one person: mostly none or one.
#[derive(Debug, Default)]
pub(super) enum Few {
    #[default]
    None,
    One(u64),
    Many(Box<[u64]>),
}

impl Few {
    pub(super) fn as_slice(&self) -> &[u64] {
        match self {
            Self::None => &[],
            Self::One(run) => std::slice::from_ref(run),
            Self::Many(runs) => runs,
        }
    }

    pub(super) fn add(&mut self, run: u64) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(run),
            Self::One(first) => Self::Many(Box::from([first, run])),
            Self::Many(runs) => Self::Many(runs.iter().copied().chain([run]).collect()),
        };
    }

    pub(super) fn remove(&mut self, run: u64) {
        match self {
            Self::One(one) if *one == run => *self = Self::None,
            Self::Many(runs) => *runs = runs.iter().copied().filter(|known| *known != run).collect(),
            Self::None | Self::One(_) => {}
        }
    }
}

/// Ids of activities and messages by number, so that what waits is small.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: Map<ActivityId, u32>,
    pub ids: Vec<ActivityId>,
}

impl Names {
    pub(super) fn number(&mut self, id: &ActivityId) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(id.clone());
        self.numbers.insert(id.clone(), number);
        number
    }
}
