//! The runs that are not over, by number, and names by number.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::Map;
use super::packed::Packer;
use crate::journey::ActivityId;
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
    Packed(Box<[u8]>),
    Over,
}

/// The runs that are not over. Names are numbers that grow.
#[derive(Default)]
pub(super) struct Runs {
    first: u64,
    places: VecDeque<Place>,
    /// What each journey runs, and its packer.
    programs: BTreeMap<u16, (Arc<Program>, Packer)>,
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
            Kept::Packed(_) | Kept::Over => None,
        }
    }

    /// A run, laid open.
    pub(super) fn open(&mut self, key: u64) -> Option<&mut Run> {
        let place = self.place(key)?;
        if let Kept::Packed(packed) = &place.kept {
            let (program, packer) = self.programs.get(&place.journey)?;
            // What was packed here is read here.
            let run = Run { program: Arc::clone(program), state: packer.unpack(packed)? };
            self.place_mut(key)?.kept = Kept::Open(Box::new(run));
        }
        match &mut self.place_mut(key)?.kept {
            Kept::Open(run) => Some(run),
            Kept::Packed(_) | Kept::Over => None,
        }
    }

    /// Nobody looks at it for a while.
    pub(super) fn pack(&mut self, key: u64, names: &mut Names) {
        let Some(journey) = self.place(key).map(|place| place.journey) else { return };
        let Some((_, packer)) = self.programs.get_mut(&journey) else { return };
        let index = usize::try_from(key - self.first).unwrap_or(usize::MAX);
        let Some(Place { kept, .. }) = self.places.get_mut(index) else { return };
        let packed = match kept {
            // Those who wait at the same step are much alike.
            Kept::Open(run) => {
                let kind = run.state.waiting.first().map_or(u32::MAX, |waiting| names.number(&waiting.activity));
                packer.pack(kind, &run.state)
            }
            Kept::Packed(_) | Kept::Over => None,
        };
        if let Some(packed) = packed {
            *kept = Kept::Packed(packed);
        }
    }

    pub(super) fn add(&mut self, (journey, person): (u16, u32), run: Run) -> u64 {
        self.programs.entry(journey).or_insert_with(|| (Arc::clone(&run.program), Packer::default()));
        self.places.push_back(Place { journey, person, kept: Kept::Open(Box::new(run)) });
        self.inside += 1;
        self.first + self.places.len() as u64 - 1
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
