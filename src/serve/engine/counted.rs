//! Figures of an older store: runs that were kept before anybody counted are counted once, all of them.
//!
//! From then on the figures change with the steps, in the same transaction. They stay when runs are forgotten and when
//! people are erased: they name nobody, and say what has happened, not what is still known of it.

use std::collections::HashMap;

use crate::run::{Counts, Reason, State, Step};
use crate::serve::store::{Figures, Journeys, StoreError};

use super::packed::unpack;
use super::{COUNTED, Engine};

impl Engine {
    /// Counts what was never counted.
    pub(super) fn count_once(&mut self) -> Result<(), StoreError> {
        let store = self.store.connection();
        if Journeys(store).tally(COUNTED)? > 0 {
            return Ok(());
        }
        let mut counts: HashMap<i64, Counts> = HashMap::new();
        let mut runs = store.prepare("SELECT definition, number, reason, packed FROM run")?;
        let mut runs = runs.query([])?;
        while let Some(row) = runs.next()? {
            let counts = counts.entry(row.get(0)?).or_default();
            // Whoever was not let in has no number.
            counts.entered += i64::from(row.get::<_, i64>(1)? > 0);
            if let Some(reason) = row.get::<_, Option<String>>(2)?.as_deref().and_then(Reason::from_word) {
                counts.end(reason);
            }
            if let Some(packed) = row.get::<_, Option<Vec<u8>>>(3)? {
                counts.waits(&unpack::<State>(&packed)?);
            }
        }
        let mut steps = store.prepare("SELECT run.definition, step.packed FROM step JOIN run ON run.id = step.run")?;
        let mut steps = steps.query([])?;
        while let Some(row) = steps.next()? {
            let packed: Vec<u8> = row.get(1)?;
            counts.entry(row.get(0)?).or_default().step(&unpack::<Step>(&packed)?);
        }
        for (definition, counts) in &counts {
            Figures(store).add(*definition, counts)?;
        }
        Journeys(store).set_tally(COUNTED, 1)
    }
}
